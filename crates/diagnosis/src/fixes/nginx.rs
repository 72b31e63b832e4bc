//! nginx. `add_header` inside of a block replaces those outside of it, so the preflight's block has all of them again; `map`
//! stands beside `server`, and `location` within it.

use super::Grant;

pub(super) fn snippet(grant: &Grant) -> String {
    let variable = if grant.allows_any_origin() { "\"*\"" } else { "$cors_origin" };
    let map = match grant.allows_any_origin() {
        true => String::new(),
        false => map(grant),
    };
    let of_every_answer = |indent: &str| {
        let mut lines = vec![format!("add_header Access-Control-Allow-Origin {variable} always;")];
        if grant.credentials() {
            lines.push("add_header Access-Control-Allow-Credentials $cors_credentials always;".to_owned());
        }
        if !grant.exposed().is_empty() {
            lines.push(format!("add_header Access-Control-Expose-Headers \"{}\" always;", grant.exposed().join(", ")));
        }
        lines.push("add_header Vary Origin always;".to_owned());
        lines.iter().map(|line| format!("{indent}{line}\n")).collect::<String>()
    };
    let headers = match grant.allows_any_header() {
        true => "*".to_owned(),
        false => grant.headers().join(", "),
    };
    let max_age = grant
        .max_age()
        .map_or(String::new(), |seconds| format!("        add_header Access-Control-Max-Age {seconds} always;\n"));
    format!(
        "{map}\
         # in the server: the lines between the braces of `location` go into the location that the page calls\n\
         location / {{\n\
         \x20   if ($request_method = OPTIONS) {{\n\
         {}\
         \x20       add_header Access-Control-Allow-Methods \"{}\" always;\n\
         \x20       add_header Access-Control-Allow-Headers \"{headers}\" always;\n\
         {max_age}\
         \x20       return 204;\n\
         \x20   }}\n\
         {}\
         }}",
        of_every_answer("        "),
        grant.methods().join(", "),
        of_every_answer("    "),
    )
}

/// The block beside `server`, and the blank line after it.
fn map(grant: &Grant) -> String {
    let origins = grant.origins();
    let entries = origins.iter().map(|origin| format!("    \"{origin}\" $http_origin;\n"));
    let credentials = match grant.credentials() {
        true => "map $cors_origin $cors_credentials {\n    \"\" \"\";\n    default true;\n}\n",
        false => "",
    };
    format!(
        "# at the level of http, beside `server`: a file of its own in conf.d, for example\n\
         map $http_origin $cors_origin {{\n\
         \x20   default \"\";\n\
         {}\
         }}\n\
         {credentials}\n",
        entries.collect::<String>()
    )
}

/// What makes nginx hide the header of the server behind it, where both of them send it.
pub(super) fn one_of_two() -> &'static str {
    "# in the location that passes to the server behind: its own headers go, and those of nginx stay\n\
     proxy_hide_header Access-Control-Allow-Origin;\n\
     proxy_hide_header Access-Control-Allow-Credentials;\n\
     proxy_hide_header Access-Control-Allow-Methods;\n\
     proxy_hide_header Access-Control-Allow-Headers;"
}
