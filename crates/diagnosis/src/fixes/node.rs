//! Node without a framework, the headers set by hand.

use super::{Grant, if_credentials};

pub(super) fn snippet(grant: &Grant) -> String {
    format!(
        "const allowed = new Set(['{}'])\n\
         \n\
         http.createServer((request, response) => {{\n\
         \x20 const origin = request.headers.origin\n\
         \x20 response.setHeader('Vary', 'Origin')\n\
         \x20 if (allowed.has(origin)) {{\n\
         \x20   response.setHeader('Access-Control-Allow-Origin', origin)\n\
         {}\
         \x20   if (request.method === 'OPTIONS' && request.headers['access-control-request-method']) {{\n\
         \x20     response.setHeader('Access-Control-Allow-Methods', '{}')\n\
         \x20     response.setHeader('Access-Control-Allow-Headers', '{}')\n\
         \x20     response.writeHead(204).end()\n\
         \x20     return\n\
         \x20   }}\n\
         \x20 }}\n\
         \x20 // the rest of the server\n\
         }})",
        grant.origin(),
        if_credentials(grant, "    response.setHeader('Access-Control-Allow-Credentials', 'true')"),
        grant.methods().join(", "),
        grant.headers().join(", "),
    )
}
