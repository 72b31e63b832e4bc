//! Koa, with the package `@koa/cors`.

use super::{Grant, if_credentials, single_quoted};

pub(super) fn snippet(grant: &Grant) -> String {
    format!(
        "// npm install @koa/cors; before every other middleware\n\
         const cors = require('@koa/cors')\n\
         \n\
         app.use(cors({{\n\
         \x20 origin: '{}',\n\
         \x20 allowMethods: [{}],\n\
         \x20 allowHeaders: [{}],\n\
         {}}}))",
        grant.origin(),
        single_quoted(grant.methods()),
        single_quoted(grant.headers()),
        if_credentials(grant, "  credentials: true,"),
    )
}
