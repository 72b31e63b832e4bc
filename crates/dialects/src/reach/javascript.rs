//! Express, NestJS and plain Node: a request goes through what the application was given, in that order.

mod call;
mod chain;
mod cors;
mod expression;
mod machine;
mod paths;
mod response;
mod start;
mod value;

use tree_sitter::Node;

use self::chain::{Registration, registrations};
use self::machine::Machine;
use super::answer::{Answer, Judged, judge, judge_after};
use super::choices::Choices;
use super::request::Request;
use super::{Place, Reached, Seen};
use crate::document::field;
use crate::edit::Wanted;
use crate::express::mounts;
use crate::javascript::{Script, arguments};
use crate::note::Site;

/// A condition of one way: its place, its text, and whether it holds.
type Condition = (Site, String, bool);

/// What a call comes to on one way, and the conditions of that way.
type Way = (Judged, Vec<Condition>);

/// What is answered where nothing is.
const MISSING: u16 = 404;

/// Follows a call on every way that the undecided conditions leave open. Where its path is not known, it is followed at every
/// path that the file names, and at one that it does not.
pub(super) fn reached(text: &str, wanted: &Wanted, seen: Seen) -> Reached {
    let Ok(script) = Script::parse(text) else { return Reached::NotFollowed };
    let registrations = registrations(&script);
    let Some(entry) = entry(&script, &registrations) else { return Reached::NotFollowed };
    let follow = |wanted: &Wanted| reached_at(&script, &registrations, &entry, wanted, seen);
    match (wanted.path(), &entry) {
        (None, Entry::Application(_)) => paths::at_all(paths::named(&script, &registrations), wanted, follow),
        _ => follow(wanted).0,
    }
}

/// What becomes of a call, and whether it is blocked only where nothing is at its path.
fn reached_at(
    script: &Script<'_>,
    registrations: &[Registration<'_>],
    entry: &Entry<'_>,
    wanted: &Wanted,
    seen: Seen,
) -> (Reached, bool) {
    let (preflight, actual) = (Request::preflight(wanted), Request::actual(wanted));
    let mut choices = Choices::default();
    let (mut ways, mut missing): (Vec<Way>, Vec<Way>) = Default::default();
    loop {
        let first = preflight.as_ref().map(|request| answer(script, registrations, entry, request, &mut choices));
        let second = answer(script, registrations, entry, &actual, &mut choices);
        if choices.is_over {
            let (site, text) = choices.first().unwrap_or_default();
            let what = format!("`{text}`, and too many other conditions");
            return (Reached::NotRead(Place::new(site, what)), false);
        }
        let asked = preflight.as_ref().zip(first.as_ref());
        let judged = match (seen, asked) {
            (Seen::PreflightAllowed, Some(asked)) => judge_after(wanted, asked, (&actual, &second)),
            (_, asked) => Some(judge(wanted, asked, (&actual, &second))),
        };
        if let Some(judged) = judged {
            let is_missing = second.status == Some(MISSING) && matches!(judged, Judged::Refused(..));
            if is_missing { &mut missing } else { &mut ways }.push((judged, choices.list()));
        }
        match choices.next() {
            Some(next) => choices = next,
            // Which path is meant is not known: one where something is.
            None if !ways.is_empty() && wanted.path().is_none() => return (of_ways(&ways), false),
            None => {
                let is_missing = ways.is_empty() && !missing.is_empty();
                ways.extend(missing);
                return (of_ways(&ways), is_missing);
            }
        }
    }
}

/// The file and the server differ.
const OTHERWISE: &str = "the server allows the preflight, and this file reads as if it did not";

/// What all ways have in common.
fn of_ways(ways: &[Way]) -> Reached {
    let refused = ways.iter().find_map(|(judged, _)| match judged {
        Judged::Refused(site, what) => Some(Place::new(*site, what.clone())),
        _ => None,
    });
    let not_read = ways.iter().find_map(|(judged, _)| match judged {
        Judged::NotRead(site, what) => Some(Place::new(*site, what.clone())),
        _ => None,
    });
    let is_allowed = ways.iter().any(|(judged, _)| *judged == Judged::Allowed);
    match (is_allowed, refused, not_read) {
        (true, None, None) => Reached::Allowed,
        (false, Some(place), None) => Reached::Refused(place),
        (_, _, Some(place)) => Reached::NotRead(place),
        (_, Some(_), None) => Reached::NotRead(deciding(ways)),
        // No way is as the server was seen to be.
        (false, None, None) => Reached::NotRead(Place::new(Site::default(), OTHERWISE)),
    }
}

/// The condition that decides: the last one on a way that is allowed, whose other way is not.
fn deciding(ways: &[Way]) -> Place {
    for (judged, choices) in ways {
        for (place, (site, text, holds)) in choices.iter().enumerate() {
            let differs = ways.iter().any(|(other, others)| {
                other != judged
                    && others.get(place).is_some_and(|(_, known, held)| known == text && held != holds)
                    && others.iter().zip(choices).take(place).all(|(one, two)| one == two)
            });
            if differs {
                return Place::new(*site, format!("`{text}`"));
            }
        }
    }
    Place::new(Site::default(), "a condition")
}

/// Where requests come in.
enum Entry<'n> {
    /// The name of an application or a router.
    Application(String),
    /// The function that `createServer` is given.
    Handler(Node<'n>),
    /// `cors(…)` that stands alone.
    Cors(Node<'n>, Option<Node<'n>>),
}

fn entry<'n>(script: &'n Script<'_>, registrations: &[Registration<'_>]) -> Option<Entry<'n>> {
    if let Some(application) = chain::application(script, registrations) {
        return Some(Entry::Application(application));
    }
    if let Some(handler) = handler(script) {
        return Some(Entry::Handler(handler));
    }
    let mounts = mounts(script);
    match &mounts[..] {
        [only] => Some(Entry::Cors(only.call, only.options)),
        _ => None,
    }
}

/// The function that `createServer` is given, or that listens to `request`.
fn handler<'n>(script: &'n Script<'_>) -> Option<Node<'n>> {
    let takes_handler = |call: &Node<'_>| match script.callee(*call) {
        "createServer" => true,
        "on" => arguments(*call).next().is_some_and(|event| script.string(event) == "request"),
        _ => false,
    };
    script.calls(script.root()).filter(takes_handler).find_map(|call| {
        let last = arguments(call).last()?;
        let function = if last.kind() == "identifier" { script.declared(script.text(last))? } else { last };
        field(function, "body").filter(|_| function.kind().contains("function")).map(|_| function)
    })
}

fn answer(
    script: &Script<'_>,
    registrations: &[Registration<'_>],
    entry: &Entry<'_>,
    request: &Request,
    choices: &mut Choices,
) -> Answer {
    let mut machine = Machine::new(script, request, choices);
    match entry {
        Entry::Application(name) => machine.through(registrations, name),
        Entry::Handler(function) => machine.serve(*function),
        Entry::Cors(call, options) => machine.cors(*call, *options),
    }
    machine.answer
}
