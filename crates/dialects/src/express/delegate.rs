//! `cors((req, callback) => callback(null, { … }))`: a function that chooses the options, followed like the function of
//! `origin`.

use std::ops::Range;

use tree_sitter::Node;

use super::origin::{self, TESTS_LIMIT, grant};
use crate::document::field;
use crate::draft::Draft;
use crate::javascript::{Known, Script, Test, Topic, World, truth};
use crate::note::Site;
use crate::value::{Located, Value};

/// Reads the origins that the function allows, and returns the options that it hands over to those.
pub(super) fn read(script: &Script<'_>, draft: &mut Draft<'_>, function: &Range<usize>, site: Site) -> Option<Located> {
    let Some((options, mut tests)) = ask(script, function, None) else {
        draft.dynamic("what `cors` is given", site);
        return None;
    };
    let of_strangers = options.as_ref().and_then(|options| options.entry("origin"));
    let mut chosen = options.clone();
    match of_strangers {
        None if options.is_some() => origin::read(script, draft, None, site),
        Some(origin) if !is_refusal(origin) => origin::read(script, draft, Some(origin), site),
        _ => {
            let mut next = 0;
            while next < tests.len().min(TESTS_LIMIT) {
                let (place, test) = tests[next].clone();
                next += 1;
                let Some((options, more)) = ask(script, function, Some(place)) else { continue };
                tests.extend(
                    more.into_iter()
                        .filter(|(place, _)| !tests.iter().any(|(known, _)| known == place))
                        .collect::<Vec<_>>(),
                );
                if options
                    .as_ref()
                    .and_then(|options| options.entry("origin"))
                    .is_some_and(|origin| !is_refusal(origin))
                {
                    grant(draft, &test);
                    chosen = options;
                }
            }
            if tests.is_empty() {
                draft.dynamic("what `cors` is given", site);
            }
        }
    }
    chosen
}

/// Where the function changes an object that is declared outside of it, and the name of that: what it hands over hangs on the
/// requests before.
pub(crate) fn changes_outside<'t>(script: &'t Script<'_>, function: &Range<usize>) -> Option<(Node<'t>, &'t str)> {
    let function = script.node_at(function.start, function.end)?;
    let changed = script.document().descendants(function).filter_map(|node| {
        let changed = match node.kind() {
            "assignment_expression" if field(node, "left")?.kind() != "identifier" => script.changed(node)?,
            "call_expression" if field(node, "function")?.kind() != "identifier" => script.mutated(node)?,
            _ => return None,
        };
        Some((node, changed)).filter(|(_, changed)| changed.kind() == "identifier")
    });
    let is_outside = |node: Node<'_>, name: &str| {
        let binding = script.binding(node, name).map(|binding| binding.byte_range());
        binding.is_some_and(|binding| binding.end <= function.start_byte() || binding.start >= function.end_byte())
    };
    changed.map(|(node, changed)| (node, script.text(changed))).find(|(node, name)| is_outside(*node, name))
}

fn is_refusal(origin: &Located) -> bool {
    matches!(origin.value, Value::Boolean(false) | Value::Nothing)
}

type Answer = (Option<Located>, Vec<(usize, Test)>);

/// The options that the function hands over if the origin passes the test at `holding` alone.
fn ask(script: &Script<'_>, function: &Range<usize>, holding: Option<usize>) -> Option<Answer> {
    let node = script.node_at(function.start, function.end)?;
    let parameters = script.parameters(node);
    let [_, callback, ..] = parameters[..] else { return None };
    let keyword = callback.to_ascii_lowercase();
    let topic = Topic::word(&keyword);
    let run = script.run(function, &[], &topic, World { is_options: true, holding })?;
    if run.is_uncertain {
        return None;
    }
    let call = run.calls.iter().find(|call| call.callee == callback)?;
    let options = match &call.arguments[..] {
        [error, ..] if truth(error) != Some(false) => None,
        [_, Known::Literal(options), ..] if matches!(options.value, Value::Table(_)) => Some(options.clone()),
        _ => return None,
    };
    Some((options, run.tests))
}
