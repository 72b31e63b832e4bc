//! A call whose path is not known, and policies that hold for some paths alone.

use preflight_engine::server::Allowed;

use super::verify::accepts;
use super::wanted::Wanted;
use crate::Dialect;
use crate::draft::OPEN_WITH_CREDENTIALS;
use crate::flask::routes_of_file;
use crate::note::{ConfigurationNote, Site};
use crate::path_expression::holds_for;
use crate::reach::Place;
use crate::route_policy::RoutePolicy;

/// What is not known where some paths are allowed and others are not; none where the path is known, or all are.
pub(super) fn undecided(
    dialect: Dialect,
    text: &str,
    policies: &[RoutePolicy],
    wanted: &Wanted,
    variables: &[String],
) -> Option<Place> {
    if wanted.path().is_some() || policies.iter().all(|policy| policy.path.is_none()) {
        return None;
    }
    let (open, closed): (Vec<_>, Vec<_>) =
        policies.iter().partition(|policy| accepts(&policy.config, wanted, variables));
    let shown = |policies: &[&RoutePolicy]| {
        let path = |policy: &&RoutePolicy| match policy.path.as_deref() {
            Some(path) => format!("`{}`", path.replace("{*rest}", "…")),
            None => "every other path".to_owned(),
        };
        policies.iter().map(path).collect::<Vec<_>>().join(", ")
    };
    let holds_for_all = open.iter().any(|policy| policy.path.is_none()) || covers_routes(dialect, text, &open);
    let not_at = match (open.is_empty(), closed.is_empty(), holds_for_all) {
        (true, ..) | (_, true, true) => return None,
        (_, false, _) => shown(&closed),
        (_, true, false) => "any other path".to_owned(),
    };
    let what = format!(
        "the path of the call, which was not said: this is allowed at {}, and not at {not_at}; name it with --url",
        shown(&open)
    );
    Some(Place::new(Site::default(), what))
}

/// The path of a call for which it was not said, where a policy of some paths allows it or may: what is open to every site with
/// credentials is imported without them.
pub(super) fn several(policies: &[RoutePolicy], notes: &[ConfigurationNote], wanted: &Wanted) -> Option<Place> {
    let is_of_paths = policies.len() > 1 && policies.iter().any(|policy| policy.path.is_some());
    let is_open = notes.iter().any(|note| note.message == OPEN_WITH_CREDENTIALS);
    let may_allow = |policy: &RoutePolicy| {
        accepts(&policy.config, wanted, &[]) || is_open && wanted.credentials() && policy.config.origins == Allowed::Any
    };
    let what = "the path of the call, which was not said: this file has policies for some paths, and one may allow it";
    let is_undecided = wanted.path().is_none() && is_of_paths && policies.iter().any(may_allow);
    is_undecided.then(|| Place::new(Site::default(), what))
}

/// Whether the file serves nothing but what these policies are for.
fn covers_routes(dialect: Dialect, text: &str, policies: &[&RoutePolicy]) -> bool {
    let routes = if dialect == Dialect::Flask { routes_of_file(text) } else { Vec::new() };
    let is_covered = |route: &String| {
        policies.iter().filter_map(|policy| policy.path.as_deref()).any(|path| path == route || holds_for(path, route))
    };
    !routes.is_empty() && routes.iter().all(is_covered)
}
