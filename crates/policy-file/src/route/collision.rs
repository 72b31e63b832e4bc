//! Routes that cannot stand side by side.

use std::borrow::Cow;
use std::collections::BTreeMap;

use matchit::{InsertError, Router};

use preflight_rules::policies;

use super::Sited;
use crate::reader::Reader;

/// Whether paths that differ in case only are two. Closed: they are or they are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Matters,
    /// `case-insensitive-paths = true`.
    Ignored,
}

/// The routes of one host so far.
#[derive(Default)]
struct Host<'r> {
    router: Router<()>,
    /// The paths as written, by what the router holds.
    written: BTreeMap<String, &'r str>,
}

/// Reports every route that the router would refuse because of an earlier one, and names that one.
pub(crate) fn check_collisions(reader: &mut Reader<'_>, routes: &[Sited], case: Case) {
    let mut hosts: BTreeMap<Option<&str>, Host<'_>> = BTreeMap::new();
    for Sited { route, site, .. } in routes {
        let Host { router, written } = hosts.entry(route.host.as_deref()).or_default();
        let path = case.canonical(&route.path);
        let Err(error) = router.insert(&*path, ()) else {
            written.insert(path.into_owned(), &route.path);
            continue;
        };
        let rival = match error {
            InsertError::Conflict { with } => written.get(&with).map_or(with, |path| (*path).to_owned()),
            other => other.to_string(),
        };
        let host = route.host.as_deref().map(|host| format!(" of `{host}`")).unwrap_or_default();
        if rival == route.path {
            let message = format!("the route `{rival}`{host} stands twice");
            let help = "remove one, or give them different hosts".to_owned();
            reader.report.error_with_help(&policies::DUPLICATE_ROUTE, site, message, Some(help));
        } else {
            let message = format!("`{}`{host} matches the same paths as the route `{rival}`", route.path);
            reader.report.error_with_help(
                &policies::DUPLICATE_ROUTE,
                site,
                message,
                Some("remove one of the two".to_owned()),
            );
        }
    }
}

impl Case {
    fn canonical(self, path: &str) -> Cow<'_, str> {
        match self {
            Self::Matters => Cow::Borrowed(path),
            // A path is ASCII.
            Self::Ignored => Cow::Owned(path.to_ascii_lowercase()),
        }
    }
}
