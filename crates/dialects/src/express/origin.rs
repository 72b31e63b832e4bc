//! The option `origin` of the package `cors`.

use std::ops::Range;

use preflight_engine::server::Allowed;

use super::delegate;
use crate::code::Code;
use crate::draft::{AnyOrigin, Draft};
use crate::javascript::{Known, Run, Script, Test, Topic, World, truth};
use crate::note::{Notes, Site};
use crate::origin_expression::Match;
use crate::value::{Located, Value};

/// A function that asks more questions than this about the origin is not followed.
pub(super) const TESTS_LIMIT: usize = 64;

/// Reads the option; none given stands for `*`.
pub(super) fn read(script: &Script<'_>, draft: &mut Draft<'_>, origin: Option<&Located>, site: Site) {
    let Some(origin) = origin else { return draft.any_origin(AnyOrigin::Wildcard, site) };
    match &origin.value {
        Value::Text(text) if text == "*" => draft.any_origin(AnyOrigin::Wildcard, origin.site),
        Value::Boolean(true) => draft.any_origin(AnyOrigin::Reflected, origin.site),
        Value::Text(text) if !text.is_empty() => draft.origin(text, origin.site),
        Value::Boolean(false) | Value::Nothing | Value::Text(_) => draft.notes.note(
            Code::IgnoredValue,
            origin.site,
            "this `origin` switches CORS off there, for preflights too; the policy grants nothing",
        ),
        Value::Function(function) => of_function(script, draft, function, origin.site),
        Value::List(elements) => elements.iter().for_each(|element| of_element(draft, element)),
        _ => of_element(draft, origin),
    }
}

/// The origins that a function of `origin` allows.
pub(crate) fn allowed_by_function(script: &Script<'_>, function: &Range<usize>) -> Allowed {
    let mut notes = Notes::default();
    let mut draft = Draft::new(&mut notes, Site::default());
    of_function(script, &mut draft, function, Site::default());
    draft.finish().origins
}

/// The origins that a function allows which chooses the options.
pub(crate) fn allowed_by_delegate(script: &Script<'_>, function: &Range<usize>) -> Allowed {
    let mut notes = Notes::default();
    let mut draft = Draft::new(&mut notes, Site::default());
    delegate::read(script, &mut draft, function, Site::default());
    draft.finish().origins
}

fn of_element(draft: &mut Draft<'_>, element: &Located) {
    match &element.value {
        Value::Text(text) => draft.origin(text, element.site),
        Value::Expression(expression) => draft.origin_expression(expression, Match::Search, element.site),
        Value::List(elements) => elements.iter().for_each(|element| of_element(draft, element)),
        Value::Boolean(true) | Value::Number(_) | Value::Table(_) => {
            draft.any_origin(AnyOrigin::Reflected, element.site)
        }
        Value::Boolean(false) | Value::Nothing => {}
        Value::Asked(_) | Value::Variable { .. } | Value::Function(_) | Value::Dynamic => draft.other_origin(element),
    }
}

/// What a function says to an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Allows,
    Refuses,
    Unknown,
}

/// `(origin, callback) => …`: followed once for an origin that passes no test, and once for each test that it may pass.
fn of_function(script: &Script<'_>, draft: &mut Draft<'_>, function: &Range<usize>, site: Site) {
    draft.notes.note(
        Code::NoVary,
        site,
        "where the function says no, the package sends no `Vary: Origin`, so that shared caches mix answers up; the policy sends it",
    );
    let Some((Answer::Refuses, mut tests)) = ask(script, function, None) else {
        return match ask(script, function, None) {
            Some((Answer::Allows, _)) => draft.any_origin(AnyOrigin::Reflected, site),
            _ => draft.dynamic("what this function allows", site),
        };
    };
    let mut next = 0;
    while next < tests.len().min(TESTS_LIMIT) {
        let (place, test) = tests[next].clone();
        next += 1;
        let Some((answer, more)) = ask(script, function, Some(place)) else { continue };
        for test in more {
            if !tests.iter().any(|(known, _)| *known == test.0) {
                tests.push(test);
            }
        }
        match answer {
            Answer::Allows => grant(draft, &test),
            Answer::Refuses => {}
            Answer::Unknown => draft.dynamic("what this function allows", site),
        }
    }
    if tests.is_empty() {
        draft.dynamic("what this function allows", site);
    }
}

/// What passes a test is allowed.
pub(super) fn grant(draft: &mut Draft<'_>, test: &Test) {
    match test {
        Test::Listed(list) => list.elements().iter().for_each(|element| match &element.value {
            // A text equals no expression, whatever it matches.
            Value::Expression(_) => {
                draft.ignored("an expression in a list that is searched for the origin", element.site)
            }
            _ => of_element(draft, element),
        }),
        Test::Matches(expression, site) => draft.origin_expression(expression, Match::Search, *site),
    }
}

/// What the function answers if the origin passes the test at `holding` alone, and what it was held against.
fn ask(script: &Script<'_>, function: &Range<usize>, holding: Option<usize>) -> Option<(Answer, Vec<(usize, Test)>)> {
    let node = script.node_at(function.start, function.end)?;
    let parameters = script.parameters(node);
    let [origin, callback, ..] = parameters[..] else { return None };
    let keyword = callback.to_ascii_lowercase();
    let world = World { is_options: false, holding };
    let topic = Topic::word(&keyword);
    let run = script.run(function, &[(origin, Known::Origin)], &topic, world)?;
    Some((answer(&run, callback), run.tests))
}

fn answer(run: &Run<'_, '_>, callback: &str) -> Answer {
    if run.is_uncertain {
        return Answer::Unknown;
    }
    let Some(call) = run.calls.iter().find(|call| call.callee == callback) else { return Answer::Refuses };
    match &call.arguments[..] {
        // `callback(new Error(…))`
        [error] | [error, ..] if truth(error) != Some(false) => Answer::Refuses,
        [_, value, ..] => match truth(value) {
            Some(true) => Answer::Allows,
            Some(false) => Answer::Refuses,
            None => Answer::Unknown,
        },
        _ => Answer::Refuses,
    }
}
