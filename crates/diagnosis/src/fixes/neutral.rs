//! The header lines themselves, for a server of any kind.

use super::{Grant, line};

/// What the response has to carry, and what the answer to `OPTIONS` has to carry besides, where a browser asks first.
pub fn header_lines(grant: &Grant) -> String {
    let origin = if grant.allows_any_origin() { "*" } else { grant.origin() };
    let credentials = if grant.credentials() { "Access-Control-Allow-Credentials: true\n" } else { "" };
    let exposed =
        line(!grant.exposed().is_empty(), || format!("Access-Control-Expose-Headers: {}", grant.exposed().join(", ")));
    let always = format!("Access-Control-Allow-Origin: {origin}\n{credentials}{exposed}Vary: Origin");
    match grant.is_preflighted() {
        Some(false) => always,
        _ => format!("{always}\n{}", of_preflight(grant)),
    }
}

fn of_preflight(grant: &Grant) -> String {
    let [methods, headers] = grant.lists();
    let listed = |name: &str, list: &[String]| line(!list.is_empty(), || format!("{name}: {}", list.join(", ")));
    let max_age =
        line(grant.max_age().is_some(), || format!("Access-Control-Max-Age: {}", grant.max_age().unwrap_or_default()));
    let lists =
        [listed("Access-Control-Allow-Methods", &methods), listed("Access-Control-Allow-Headers", &headers)].concat();
    let rest = if lists.is_empty() { UNKNOWN_LISTS } else { ":" };
    format!("# and on the answer to OPTIONS, status 204{rest}\n{lists}{max_age}").trim_end().to_owned()
}

/// What stands for the lists where nobody knows what they need.
const UNKNOWN_LISTS: &str = ", with the method and the headers of the call in its lists, which the text does not say";
