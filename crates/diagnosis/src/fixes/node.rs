//! Node without a framework, the headers set by hand.

use super::{Grant, if_credentials, line, single_quoted};

pub(super) fn snippet(grant: &Grant) -> String {
    let headers = match grant.allows_any_header() {
        true => "request.headers['access-control-request-headers'] ?? ''".to_owned(),
        false => format!("'{}'", grant.headers().join(", ")),
    };
    let (test, origin) = match grant.allows_any_origin() {
        true => ("request.headers.origin", "'*'"),
        false => ("allowed.has(request.headers.origin)", "request.headers.origin"),
    };
    let set = line(!grant.allows_any_origin(), || {
        format!("const allowed = new Set([{}])\n", single_quoted(&grant.origins()))
    });
    let exposed = line(!grant.exposed().is_empty(), || {
        format!("  response.setHeader('Access-Control-Expose-Headers', '{}')", grant.exposed().join(", "))
    });
    let max_age = grant
        .max_age()
        .map_or(String::new(), |seconds| format!("  response.setHeader('Access-Control-Max-Age', '{seconds}')\n"));
    format!(
        "// above the server\n\
         {set}function answersPreflight(request, response) {{\n\
         \x20 response.setHeader('Vary', 'Origin')\n\
         \x20 if (!{test}) return false\n\
         \x20 response.setHeader('Access-Control-Allow-Origin', {origin})\n\
         {}{exposed}\
         \x20 if (request.method !== 'OPTIONS' || !request.headers['access-control-request-method']) return false\n\
         \x20 response.setHeader('Access-Control-Allow-Methods', '{}')\n\
         \x20 response.setHeader('Access-Control-Allow-Headers', {headers})\n\
         {max_age}\
         \x20 response.writeHead(204).end()\n\
         \x20 return true\n\
         }}\n\
         // the first line of the handler: if (answersPreflight(request, response)) return",
        if_credentials(grant, "  response.setHeader('Access-Control-Allow-Credentials', 'true')"),
        grant.methods().join(", "),
    )
}
