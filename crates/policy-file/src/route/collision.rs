//! Routes that cannot stand side by side.

use std::collections::BTreeMap;

use matchit::{InsertError, Router};

use super::Sited;
use crate::reader::Reader;

/// Reports every route that the router would refuse because of an earlier one, and names that one.
pub(crate) fn check_collisions(reader: &mut Reader<'_>, routes: &[Sited]) {
    let mut routers: BTreeMap<Option<&str>, Router<()>> = BTreeMap::new();
    for Sited { route, site } in routes {
        let router = routers.entry(route.host.as_deref()).or_default();
        let Err(error) = router.insert(route.path.as_str(), ()) else { continue };
        let rival = match error {
            InsertError::Conflict { with } => with,
            other => other.to_string(),
        };
        let host = route.host.as_deref().map(|host| format!(" of `{host}`")).unwrap_or_default();
        if rival == route.path {
            let message = format!("the route `{rival}`{host} stands twice");
            let help = "remove one, or give them different hosts".to_owned();
            reader.report.error_with_help(site, message, Some(help));
        } else {
            let message = format!("`{}`{host} matches the same paths as the route `{rival}`", route.path);
            reader.report.error_with_help(site, message, Some("remove one of the two".to_owned()));
        }
    }
}
