//! Policies that no request can meet.

use preflight_rules::policies;

use crate::document::{Table, Value};
use crate::policy_file::PolicyFile;
use crate::reader::Reader;

pub(super) fn check(reader: &mut Reader<'_>, document: &Table<'_>, file: &PolicyFile) {
    let Some(Value::Table(policies)) = document.get("policy").map(|node| &node.value) else { return };
    for entry in policies.entries() {
        let name = Some(&*entry.key);
        let is_used =
            file.default_policy.as_deref() == name || file.routes.iter().any(|route| route.policy.as_deref() == name);
        if !is_used {
            let help = format!("write `policy = \"{}\"` in a route, or remove the policy", entry.key);
            reader.report.warning_with_help(
                &policies::UNUSED_POLICY,
                &entry.key_site,
                "no route uses this policy",
                Some(help),
            );
        }
    }
}
