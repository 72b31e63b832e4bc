//! The header lines themselves, for a server of any kind.

use super::{Grant, line};

/// What the response has to carry, and what the answer to `OPTIONS` has to carry besides.
pub fn header_lines(grant: &Grant) -> String {
    let origin = if grant.allows_any_origin() { "*" } else { grant.origin() };
    let credentials = if grant.credentials() { "Access-Control-Allow-Credentials: true\n" } else { "" };
    let methods = grant.methods().join(", ");
    let headers = if grant.allows_any_header() { "*".to_owned() } else { grant.headers().join(", ") };
    let exposed =
        line(!grant.exposed().is_empty(), || format!("Access-Control-Expose-Headers: {}", grant.exposed().join(", ")));
    let max_age = grant.max_age().map_or(String::new(), |seconds| format!("\nAccess-Control-Max-Age: {seconds}"));
    format!(
        "Access-Control-Allow-Origin: {origin}\n\
         {credentials}{exposed}Vary: Origin\n\
         # and on the answer to OPTIONS, status 204:\n\
         Access-Control-Allow-Methods: {methods}\n\
         Access-Control-Allow-Headers: {headers}{max_age}"
    )
}
