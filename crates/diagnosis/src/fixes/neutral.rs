//! The header lines themselves, for a server of any kind.

use super::Grant;

/// What the response has to carry, and what the answer to `OPTIONS` has to carry besides.
pub fn header_lines(grant: &Grant) -> String {
    let origin = grant.origin();
    let credentials = if grant.credentials() { "Access-Control-Allow-Credentials: true\n" } else { "" };
    let methods = grant.methods().join(", ");
    let headers = grant.headers().join(", ");
    format!(
        "Access-Control-Allow-Origin: {origin}\n\
         {credentials}Vary: Origin\n\
         # and on the answer to OPTIONS, status 204:\n\
         Access-Control-Allow-Methods: {methods}\n\
         Access-Control-Allow-Headers: {headers}"
    )
}
