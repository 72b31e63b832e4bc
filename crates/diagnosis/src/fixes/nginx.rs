//! nginx. `add_header` inside of a block replaces those outside of it, so the preflight's block has all of them again.

use super::Grant;

pub(super) fn snippet(grant: &Grant) -> String {
    let credentials = |indent: &str| match grant.credentials() {
        true => format!("{indent}add_header Access-Control-Allow-Credentials $cors_credentials always;\n"),
        false => String::new(),
    };
    let map = match grant.credentials() {
        true => "map $cors_origin $cors_credentials { \"\" \"\"; default true; }\n",
        false => "",
    };
    format!(
        "map $http_origin $cors_origin {{ default \"\"; \"{}\" $http_origin; }}\n\
         {map}\
         \n\
         location / {{\n\
         \x20   if ($request_method = OPTIONS) {{\n\
         \x20       add_header Access-Control-Allow-Origin $cors_origin always;\n\
         {}\
         \x20       add_header Access-Control-Allow-Methods \"{}\" always;\n\
         \x20       add_header Access-Control-Allow-Headers \"{}\" always;\n\
         \x20       add_header Vary Origin always;\n\
         \x20       return 204;\n\
         \x20   }}\n\
         \x20   add_header Access-Control-Allow-Origin $cors_origin always;\n\
         {}\
         \x20   add_header Vary Origin always;\n\
         \x20   # proxy_hide_header Access-Control-Allow-Origin;  if the server behind sends it too\n\
         }}",
        grant.origin(),
        credentials("        "),
        grant.methods().join(", "),
        grant.headers().join(", "),
        credentials("    "),
    )
}
