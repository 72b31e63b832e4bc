//! Request headers that a policy allows and the gateway drops on the way.

use preflight_rules::policies;

use crate::document::{Node, Table, Value};
use crate::policy_file::PolicyFile;
use crate::reader::Reader;

pub(super) fn check(reader: &mut Reader<'_>, document: &Table<'_>, file: &PolicyFile) {
    let Some(Value::Table(policies)) = document.get("policy").map(|node| &node.value) else { return };
    if file.keep_underscore_headers {
        return;
    }
    for entry in policies.entries() {
        let Value::Table(policy) = &entry.node.value else { continue };
        let Some(listed) = policy.get("request-headers") else { continue };
        for node in entries(listed).filter(|node| text(node).is_some_and(is_dropped)) {
            let name = text(node).unwrap_or_default();
            let message = format!("pages may send `{name}`, and the gateway drops it: CGI and PHP take `_` for `-`");
            let help = "send it under a name of letters, digits and `-`, or write `keep-underscore-headers = true`";
            reader.report.warning_with_help(
                &policies::DROPPED_REQUEST_HEADER,
                &node.site,
                message,
                Some(help.to_owned()),
            );
        }
    }
}

fn entries<'n, 'a>(node: &'n Node<'a>) -> impl Iterator<Item = &'n Node<'a>> {
    match &node.value {
        Value::List(nodes) => nodes.as_slice(),
        _ => std::slice::from_ref(node),
    }
    .iter()
}

/// As it is written; what a variable holds is not looked at.
fn text<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.value {
        Value::Text(text, _) if !text.contains('$') => Some(text),
        _ => None,
    }
}

fn is_dropped(name: &str) -> bool {
    !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
