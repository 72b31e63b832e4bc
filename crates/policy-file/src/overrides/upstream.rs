//! The override of the upstream: that of the whole file, or the one that all routes share.

use preflight_rules::policies;

use crate::document::{Node, Table, Value};
use crate::report::Report;

pub(super) fn set<'a>(document: &mut Table<'a>, upstream: Node<'a>, report: &mut Report) {
    if document.get("upstream").is_none()
        && let Some(Value::List(routes)) = document.get_mut("route").map(|node| &mut node.value)
    {
        let count = distinct_upstreams(routes);
        if count > 1 {
            let message = format!("the routes have {count} different upstreams, and all would be this one");
            let help = "write `upstream = \"${NAME}\"` in the route that is meant".to_owned();
            report.error_with_help(&policies::AMBIGUOUS_OVERRIDE, &upstream.site, message, Some(help));
            return;
        }
        for route in routes {
            if let Value::Table(route) = &mut route.value {
                route.set("upstream", upstream.clone());
            }
        }
    } else {
        document.set("upstream", upstream);
    }
}

/// As they are written.
fn distinct_upstreams(routes: &[Node<'_>]) -> usize {
    let tables = routes.iter().filter_map(|route| match &route.value {
        Value::Table(table) => table.get("upstream"),
        _ => None,
    });
    let texts = tables.filter_map(|upstream| match &upstream.value {
        Value::Text(text, _) => Some(text.as_ref()),
        _ => None,
    });
    texts.collect::<std::collections::BTreeSet<_>>().len()
}
