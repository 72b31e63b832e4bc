//! From a handler that sets headers by hand to a policy.

use std::ops::Range;

use preflight_engine::PolicyConfig;
use tree_sitter::Node;

use super::answer::{AllowOrigin, Answer};
use crate::code::Code;
use crate::dialect::Dialect;
use crate::draft::{AnyOrigin, Draft, MethodSpelling};
use crate::import::{ImportError, Read};
use crate::javascript::{Known, Script, Test, Topic, World};
use crate::note::{Notes, Site};
use crate::origin_expression::Match;
use crate::route_policy::{RoutePolicy, name_for};
use crate::value::{Located, Value};

/// What says that a statement matters, in lower case.
const KEYWORD: &str = "access-control-";

/// A handler that asks more questions than this about the origin is not followed.
const TESTS_LIMIT: usize = 64;

/// Reads the policies of a source: one for each handler that sets a CORS field.
pub(crate) fn read(source: &str, notes: &mut Notes) -> Read {
    let script = Script::parse(source)?;
    let mut policies: Vec<RoutePolicy> = Vec::new();
    for handler in handlers(&script) {
        let config = policy(&script, &handler.byte_range(), script.site(handler), notes);
        if !policies.iter().any(|policy| policy.config == config) {
            policies.push(RoutePolicy { name: name_for(None, &policies), path: None, config });
        }
    }
    match policies.is_empty() {
        true => Err(ImportError::NoCors {
            dialect: Dialect::Node,
            sought: "a handler that sets Access-Control-Allow-Origin",
        }),
        false => Ok(policies),
    }
}

/// Whether a handler of the source sets CORS headers by hand.
pub(crate) fn sets_headers(script: &Script<'_>) -> bool {
    !handlers(script).is_empty()
}

/// The innermost functions of a request and a response whose text names a CORS field.
pub(crate) fn handlers<'n>(script: &'n Script<'_>) -> Vec<Node<'n>> {
    let topic = Topic::new(script, KEYWORD);
    let functions = script.nodes().filter(|node| {
        matches!(node.kind(), "arrow_function" | "function_expression" | "function_declaration")
            && script.parameters(*node).len() >= 2
            && topic.is_of(script, *node)
    });
    let functions: Vec<_> = functions.collect();
    let holds_another = |outer: &Node<'_>| {
        functions.iter().any(|inner| {
            inner != outer && outer.byte_range().contains(&inner.start_byte()) && inner.end_byte() <= outer.end_byte()
        })
    };
    functions.iter().filter(|function| !holds_another(function)).copied().collect()
}

/// What a handler says to an origin that passes no test.
pub(crate) fn allow_origin_of_strangers(script: &Script<'_>, handler: Node<'_>) -> AllowOrigin {
    let way = ask(script, &handler.byte_range(), false, None);
    way.map_or(AllowOrigin::Nobody, |way| way.answer.allow_origin())
}

/// What a handler says to a preflight of an origin that it allows.
pub(crate) struct PreflightAnswer {
    pub(crate) names_an_origin: bool,
    pub(crate) is_ended: bool,
    pub(crate) status: Option<Located>,
}

/// Follows a handler for `OPTIONS`, the first test of the origin passed.
pub(crate) fn preflight_answer(script: &Script<'_>, handler: Node<'_>) -> PreflightAnswer {
    let range = handler.byte_range();
    let holding = ask(script, &range, true, None).and_then(|way| way.tests.first().map(|(place, _)| *place));
    match ask(script, &range, true, holding) {
        None => PreflightAnswer { names_an_origin: false, is_ended: false, status: None },
        Some(way) => PreflightAnswer {
            names_an_origin: !matches!(way.answer.allow_origin(), AllowOrigin::Nobody),
            is_ended: way.answer.is_ended,
            status: way.answer.status,
        },
    }
}

/// One way through a handler.
struct Way {
    answer: Answer,
    /// What the origin was held against.
    tests: Vec<(usize, Test)>,
    /// Where it is for some routes only.
    routes: Vec<Site>,
    /// Whether a condition around the CORS fields stayed open.
    is_uncertain: bool,
}

/// The way through the handler if the origin passes the test at `holding` alone.
fn ask(script: &Script<'_>, handler: &Range<usize>, is_options: bool, holding: Option<usize>) -> Option<Way> {
    let node = script.node_at(handler.start, handler.end)?;
    let parameters = script.parameters(node);
    // A handler of errors has the request second.
    let request = *parameters.get(usize::from(parameters.len() >= 4))?;
    let topic = Topic::new(script, KEYWORD);
    let run = script.run(handler, &[(request, Known::Request)], &topic, World { is_options, holding })?;
    Some(Way { answer: Answer::of_run(&run), routes: run.routes, is_uncertain: run.is_uncertain, tests: run.tests })
}

fn policy(script: &Script<'_>, handler: &Range<usize>, site: Site, notes: &mut Notes) -> PolicyConfig {
    let mut draft = Draft::new(notes, site);
    let Some(Way { answer: stranger, routes, mut tests, mut is_uncertain }) = ask(script, handler, false, None) else {
        draft.dynamic("what this handler does", site);
        return draft.finish();
    };
    let mut granted = None;
    let mut answers = Vec::new();
    while answers.len() < tests.len().min(TESTS_LIMIT) {
        let (place, test) = tests[answers.len()].clone();
        let Some(way) = ask(script, handler, false, Some(place)) else { break };
        is_uncertain |= way.is_uncertain;
        for test in way.tests {
            if !tests.iter().any(|(known, _)| *known == test.0) {
                tests.push(test);
            }
        }
        answers.push((place, test, way.answer));
    }
    for site in routes {
        draft.notes.note(Code::PathApproximated, site, "the headers are set for some routes only; imported for all");
    }
    if is_uncertain {
        draft.dynamic("a condition around the CORS headers", site);
    }
    let stranger_gets = stranger.allow_origin();
    for (place, test, answer) in &answers {
        // Whoever passes the test gets what strangers do not.
        if matches!(answer.allow_origin(), AllowOrigin::Echo(_)) && !matches!(stranger_gets, AllowOrigin::Echo(_)) {
            granted.get_or_insert(*place);
            grant(&mut draft, test);
        }
    }
    let credentials =
        answers.iter().find(|(place, _, _)| granted == Some(*place)).map_or(&stranger, |(_, _, answer)| answer);
    read_credentials(&mut draft, credentials);
    if let Some(headers) = credentials.value("access-control-expose-headers") {
        draft.expose_headers(&headers);
    }
    match &stranger_gets {
        AllowOrigin::Nobody => {}
        AllowOrigin::Everybody(site) => draft.any_origin(AnyOrigin::Wildcard, *site),
        AllowOrigin::Echo(site) => draft.any_origin(AnyOrigin::Reflected, *site),
        AllowOrigin::Fixed(Located { value: Value::Text(text), site }) => draft.origin(text, *site),
        AllowOrigin::Fixed(variable) => draft.other_origin(variable),
        AllowOrigin::Unknown(site) => draft.dynamic("this origin", *site),
    }
    let depends = granted.is_some() || matches!(stranger_gets, AllowOrigin::Echo(_));
    if depends && !stranger.varies_by_origin() {
        draft.notes.note(Code::NoVary, site, "the answers differ by origin without `Vary: Origin` on each of them, so that shared caches mix them up; the policy sends it");
    }
    if let Some(way) = ask(script, handler, true, granted) {
        read_preflight(&mut draft, &way.answer, site);
    }
    draft.finish()
}

/// What passes a test is allowed.
fn grant(draft: &mut Draft<'_>, test: &Test) {
    match test {
        Test::Listed(list) => {
            for element in list.elements() {
                match &element.value {
                    Value::Text(text) => draft.origin(text, element.site),
                    _ => draft.other_origin(element),
                }
            }
        }
        Test::Matches(expression, site) => draft.origin_expression(expression, Match::Search, *site),
    }
}

/// The field has to be `true`, byte by byte; Node writes a boolean as that.
fn read_credentials(draft: &mut Draft<'_>, answer: &Answer) {
    let Some(credentials) = answer.value("access-control-allow-credentials") else { return };
    match credentials.text() {
        Some("true") => draft.credentials(&Located::new(Value::Boolean(true), credentials.site)),
        Some("false") => draft.credentials(&Located::new(Value::Boolean(false), credentials.site)),
        Some(_) => draft.ignored("the value for credentials", credentials.site),
        None => draft.credentials(&credentials),
    }
}

fn read_preflight(draft: &mut Draft<'_>, preflight: &Answer, site: Site) {
    if let Some(methods) = preflight.value("access-control-allow-methods") {
        draft.methods(&methods, MethodSpelling::Verbatim);
    }
    match preflight.value("access-control-allow-headers") {
        // `req.headers['access-control-request-headers']` and the like.
        Some(headers) if matches!(headers.value, Value::Dynamic) => {
            draft.dynamic("which request headers are allowed", headers.site);
        }
        Some(headers) => draft.request_headers(&headers),
        None => {}
    }
    if let Some(max_age) = preflight.value("access-control-max-age") {
        draft.max_age(&max_age);
    }
    if let Some(status) = &preflight.status {
        draft.preflight_status(status);
    }
    if matches!(preflight.allow_origin(), AllowOrigin::Nobody) {
        draft.notes.note(Code::PreflightUnanswered, site, "`OPTIONS` is answered without Access-Control-Allow-Origin, so that every preflight fails; the policy answers them");
    } else if preflight.is_ended {
        draft.notes.note(
            Code::OptionsSwallowed,
            site,
            "every `OPTIONS` is answered here; the policy answers preflights only",
        );
    } else {
        draft.notes.note(
            Code::PreflightContinue,
            site,
            "`OPTIONS` goes on to what is not read here; the policy answers preflights",
        );
    }
}
