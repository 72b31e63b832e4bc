//! The paths that a file says something about, for a call whose path is not known.

use super::super::{Place, Reached};
use super::chain::Registration;
use crate::edit::Wanted;
use crate::express::route;
use crate::javascript::Script;
use crate::note::Site;

/// So many paths are followed; those with CORS of their own come first.
const PATHS_LIMIT: usize = 24;

/// A path that a file hardly names.
const ELSEWHERE: &str = "/preflight-elsewhere";

/// A path that the file names, if it can be said, and how it is shown.
pub(super) struct Named {
    path: Option<String>,
    shown: String,
    site: Site,
}

/// The paths of a file, and one that it does not name.
pub(super) fn named(script: &Script<'_>, registrations: &[Registration<'_>]) -> Vec<Named> {
    let mut found: Vec<(bool, Named)> = Vec::new();
    for registration in registrations {
        let site = script.site(registration.call);
        let text = script.text(registration.call).to_ascii_lowercase();
        let has_own = ["cors", "access-control-"].iter().any(|word| text.contains(word));
        let own = match route(script, registration.call) {
            Some(route) => Named { path: concrete(&route), shown: route.replace("{*rest}", "…"), site },
            None if registration.has_unread_path(script) => Named { path: None, shown: text, site },
            None => continue,
        };
        if !found.iter().any(|(_, known)| known.path == own.path) {
            found.push((!has_own, own));
        }
    }
    found.sort_by_key(|(is_plain, _)| *is_plain);
    let elsewhere = Named { path: Some(ELSEWHERE.into()), shown: "any other".into(), site: Site::default() };
    found.into_iter().map(|(_, named)| named).take(PATHS_LIMIT).chain([elsewhere]).collect()
}

/// One path of a route.
fn concrete(route: &str) -> Option<String> {
    let segments = route.split('/').map(|segment| match segment {
        "{*rest}" => Some("any"),
        _ if segment.starts_with('{') && segment.ends_with('}') => Some("1"),
        _ if segment.contains(['*', '(', ')', '{', '}', '?', '+', ':']) => None,
        _ => Some(segment),
    });
    let path = segments.collect::<Option<Vec<_>>>()?.join("/");
    path.starts_with('/').then_some(path)
}

/// What becomes of a call at each of the paths; where that differs, the path decides. A call is not meant for a path where nothing
/// is, unless it is everywhere so.
pub(super) fn at_all(paths: Vec<Named>, wanted: &Wanted, follow: impl Fn(&Wanted) -> (Reached, bool)) -> Reached {
    let all: Vec<_> = paths
        .into_iter()
        .map(|named| {
            let at = named.path.iter().fold(wanted.clone(), |wanted, path| wanted.at_path(path));
            let (reached, is_missing) = follow(&at);
            (reached, named, is_missing)
        })
        .collect();
    let is_served = all.iter().any(|(_, _, is_missing)| !is_missing);
    let all: Vec<_> = all.into_iter().filter(|(_, _, is_missing)| !(is_served && *is_missing)).collect();
    let first = |is_it: fn(&Reached) -> bool| all.iter().find(|(reached, ..)| is_it(reached));
    let allowed = first(|reached| *reached == Reached::Allowed);
    let refused = first(|reached| matches!(reached, Reached::Refused(_)));
    let not_read = first(|reached| matches!(reached, Reached::NotRead(_)));
    match (allowed, refused, not_read) {
        (_, _, Some((reached, ..))) | (None, Some((reached, ..)), None) => reached.clone(),
        (Some((_, open, _)), Some((_, closed, _)), None) => {
            let (open_name, closed_name) = (quoted(open), quoted(closed));
            let site = if open.site == Site::default() { closed.site } else { open.site };
            let what = format!(
                "the path of the call, which was not said: this is allowed at {open_name}, and not at {closed_name}; name it with --url"
            );
            Reached::NotRead(Place::new(site, what))
        }
        _ => Reached::Allowed,
    }
}

fn quoted(named: &Named) -> String {
    if named.path.as_deref() == Some(ELSEWHERE) {
        format!("{} path", named.shown)
    } else {
        format!("`{}`", named.shown)
    }
}
