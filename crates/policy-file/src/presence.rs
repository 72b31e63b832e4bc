//! What a policy file cannot do without.

use preflight_rules::policies;

use crate::document::Table;
use crate::load::LoadPurpose;
use crate::read::{KEYS, POLICY_EXAMPLE};
use crate::reader::Reader;
use crate::site::Site;
use crate::suggestion::nearest;

/// Reports what nobody can do without, and how to say it in a file or with flags. What is only misspelt is reported
/// already.
pub(crate) fn check_presence(reader: &mut Reader<'_>, document: &Table<'_>, purpose: LoadPurpose, remedies: &Remedies) {
    let is_meant = |written: &str, key| nearest(written, KEYS) == Some(key);
    let said = document.entries().iter().filter(|entry| !entry.node.is_empty());
    let lacks = |key| !said.clone().any(|entry| entry.key == key || is_meant(&entry.key, key));
    if lacks("policy") {
        reader.report.error_with_help(
            &policies::MISSING_KEY,
            &Site::File,
            "there is no policy",
            Some(remedies.policy.to_owned()),
        );
    }
    if purpose == LoadPurpose::Serve && lacks("route") && lacks("upstream") {
        let help = Some(remedies.upstream.to_owned());
        reader.report.error_with_help(&policies::MISSING_KEY, &Site::File, "there is no upstream and no route", help);
    }
}

/// How to write what is missing.
pub(crate) struct Remedies {
    policy: &'static str,
    upstream: &'static str,
}

impl Remedies {
    pub(crate) const IN_A_FILE: Self =
        Self { policy: POLICY_EXAMPLE, upstream: "write `upstream = \"http://127.0.0.1:5000\"`" };
    pub(crate) const AS_FLAGS: Self = Self {
        policy: "add `--allow-origin https://app.example.com`",
        upstream: "add `--upstream http://127.0.0.1:5000`",
    };
}
