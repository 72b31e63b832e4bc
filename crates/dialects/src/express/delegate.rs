//! `cors((req, callback) => callback(null, { … }))`: a function that chooses the options, followed like the function of
//! `origin`.

use std::ops::Range;

use super::origin::{self, TESTS_LIMIT, grant};
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
