//! What an edit changes besides the wanted call: the old policies held against the new ones.

use preflight_engine::server::{Allowed, PolicyConfig};

use super::plan::{Remark, Topic};
use super::wanted::Wanted;
use crate::route_policy::RoutePolicy;

/// The differences that matter to anybody else, each once.
pub(crate) fn consequences(before: &[RoutePolicy], after: &[RoutePolicy], wanted: &Wanted) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for new in after {
        let old = before.iter().find(|old| old.name == new.name && old.path == new.path).map(|old| &old.config);
        match old {
            Some(old) => compare(old, &new.config, wanted, &mut remarks),
            None => compare(&PolicyConfig::default(), &new.config, wanted, &mut remarks),
        }
    }
    remarks
}

fn compare(old: &PolicyConfig, new: &PolicyConfig, wanted: &Wanted, remarks: &mut Vec<Remark>) {
    let mut say = |topic, message: String| {
        let remark = Remark { topic, message, line: 0, column: 0 };
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    };
    if old.origins == Allowed::Any && new.origins != Allowed::Any {
        say(
            Topic::NoLongerAllowed,
            format!("every other origin is refused now; list those that are meant beside `{}`", wanted.origin()),
        );
    }
    let others = added(&old.origins, &new.origins, &[wanted.origin().to_owned()]);
    if !others.is_empty() && old.origins != Allowed::Any {
        say(Topic::AlsoAllowed, format!("allowed now as well: {}", named(&others)));
    }
    let credentials_are_new = new.credentials && !old.credentials;
    let listed: Vec<_> = new.origins.entries().iter().filter(|entry| *entry != wanted.origin()).cloned().collect();
    if credentials_are_new && !listed.is_empty() {
        say(Topic::AlsoAllowed, format!("the other origins of the list may send credentials now: {}", named(&listed)));
    }
    let is_new_here = !covers(&old.origins, wanted.origin()) || credentials_are_new;
    let with = if credentials_are_new { ", now with credentials" } else { "" };
    for (what, list, wanted_names) in [
        ("methods", &new.methods, &[wanted.method().to_owned()][..]),
        ("request headers", &new.request_headers, wanted.request_headers()),
    ] {
        let more = match list {
            Allowed::Any if is_new_here => "of any name".to_owned(),
            Allowed::Listed(_) if is_new_here => {
                let safelisted = |name: &String| what == "methods" && matches!(name.as_str(), "GET" | "HEAD" | "POST");
                let names = added(&Allowed::default(), list, wanted_names);
                named(&names.into_iter().filter(|name| !safelisted(name)).collect::<Vec<_>>())
            }
            _ => String::new(),
        };
        if !more.is_empty() {
            let message = format!("`{}` gets what the file allows anyway{with}, the {what} {more}", wanted.origin());
            say(Topic::AlsoAllowed, message);
        }
    }
    let everybody = new.origins == Allowed::Any && old.origins == Allowed::Any;
    let mut is_more = is_new_here;
    for (what, old, new, wanted_names) in [
        ("method", &old.methods, &new.methods, &[wanted.method().to_owned()][..]),
        ("request header", &old.request_headers, &new.request_headers, wanted.request_headers()),
        ("response header", &old.expose_headers, &new.expose_headers, wanted.expose_headers()),
    ] {
        let more = added(old, new, &[]);
        let (others, plural) = (added(old, new, wanted_names), if more.len() == 1 { "" } else { "s" });
        if !is_new_here && !others.is_empty() {
            say(Topic::AlsoAllowed, format!("also allowed now: {}", named(&others)));
        }
        is_more |= !more.is_empty();
        if !more.is_empty() && (everybody || !listed.is_empty()) {
            let others = if everybody { "every origin".to_owned() } else { named(&listed) };
            say(Topic::AlsoAllowed, format!("the {what}{plural} {} holds for {others} too", named(&more)));
        }
    }
    if is_more && new.credentials && !wanted.credentials() {
        say(Topic::AlsoAllowed, "credentials may go along, since the file allows them".to_owned());
    }
    if new.credentials && wanted.is_insecure() {
        say(
            Topic::AlsoAllowed,
            format!(
                "`{}` has no TLS: whoever is on the way can pretend to be the page, credentials included",
                wanted.origin()
            ),
        );
    }
}

fn covers(origins: &Allowed, origin: &str) -> bool {
    match origins {
        Allowed::Any => true,
        Allowed::Listed(entries) => entries.iter().any(|entry| entry == origin),
    }
}

/// What a list has that another had not, without what was wanted.
fn added(old: &Allowed, new: &Allowed, wanted: &[String]) -> Vec<String> {
    let had = |name: &String| match old {
        Allowed::Any => true,
        Allowed::Listed(entries) => entries.iter().any(|entry| entry.eq_ignore_ascii_case(name)),
    };
    let is_wanted = |name: &String| wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(name));
    new.entries().iter().filter(|name| !had(name) && !is_wanted(name)).cloned().collect()
}

fn named(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
