//! The gateway of preflight itself. GET, HEAD and POST need no listing there.

use super::{Grant, double_quoted, if_credentials, line};

pub(super) fn snippet(grant: &Grant) -> String {
    let methods: Vec<_> =
        grant.methods().iter().filter(|method| !matches!(method.as_str(), "GET" | "HEAD" | "POST")).cloned().collect();
    let any = || "\"any\"".to_owned();
    let origins = if grant.allows_any_origin() { any() } else { format!("[{}]", double_quoted(&grant.origins())) };
    let headers = if grant.allows_any_header() { any() } else { format!("[{}]", double_quoted(grant.headers())) };
    let exposed =
        line(!grant.exposed().is_empty(), || format!("expose-headers = [{}]", double_quoted(grant.exposed())));
    let max_age = grant.max_age().map_or(String::new(), |seconds| format!("max-age = \"{seconds}s\"\n"));
    format!(
        "# preflight.toml; then: preflight serve\n\
         [policy.page]\n\
         origins = {origins}\n\
         methods = [{}]\n\
         request-headers = {headers}\n\
         {exposed}{max_age}{}\
         \n\
         [[route]]\n\
         path = \"/{{*rest}}\"\n\
         upstream = \"http://127.0.0.1:5000\"\n\
         policy = \"page\"",
        double_quoted(&methods),
        if_credentials(grant, "credentials = true"),
    )
}
