//! The gateway of preflight itself. GET, HEAD and POST need no listing there.

use super::{Grant, double_quoted, if_credentials};

pub(super) fn snippet(grant: &Grant) -> String {
    let methods: Vec<_> =
        grant.methods().iter().filter(|method| !matches!(method.as_str(), "GET" | "HEAD" | "POST")).cloned().collect();
    format!(
        "# preflight.toml; then: preflight serve\n\
         [policy.page]\n\
         origins = [\"{}\"]\n\
         methods = [{}]\n\
         request-headers = [{}]\n\
         {}\
         \n\
         [[route]]\n\
         path = \"/{{*rest}}\"\n\
         upstream = \"http://127.0.0.1:5000\"\n\
         policy = \"page\"",
        grant.origin(),
        double_quoted(&methods),
        double_quoted(grant.headers()),
        if_credentials(grant, "credentials = true"),
    )
}
