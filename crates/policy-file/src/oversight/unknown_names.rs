//! A gateway that other machines reach and that knows no name of its own: it cannot tell its own names from those that a
//! stranger's DNS leads to it.

use preflight_rules::policies;

use crate::document::Table;
use crate::exposure::is_open;
use crate::policy_file::PolicyFile;
use crate::reader::Reader;
use crate::site::Site;

pub(super) fn check(reader: &mut Reader<'_>, document: &Table<'_>, file: &PolicyFile) {
    let (Some(node), Some(listen)) = (document.get("listen"), file.listen.filter(is_open)) else { return };
    let has_name =
        file.public_url.is_some() || !file.hosts.is_empty() || file.routes.iter().any(|route| route.host.is_some());
    if has_name {
        return;
    }
    let message = format!(
        "other machines reach {listen}, and no name of this gateway is known: every `Host` is accepted, and no request counts as same-origin"
    );
    let help = match node.site {
        Site::Flag(_) => "add `--public-url https://api.example.com`, or `--host api.example.com` for each name",
        Site::Variable(_) => "set `PREFLIGHT_PUBLIC_URL=https://api.example.com`, or `PREFLIGHT_HOSTS=api.example.com`",
        _ => "write `public-url = \"https://api.example.com\"`, or `hosts = [\"api.example.com\"]`",
    };
    reader.report.warning_with_help(&policies::UNKNOWN_OWN_NAMES, &node.site, message, Some(help.to_owned()));
}
