//! Express, with the package `cors`.

use super::{Grant, if_credentials, single_quoted};

pub(super) fn snippet(grant: &Grant) -> String {
    format!(
        "// npm install cors; before routes, static files and logins\n\
         const cors = require('cors')\n\
         \n\
         app.use(cors({{\n\
         \x20 origin: ['{}'],\n\
         \x20 methods: [{}],\n\
         \x20 allowedHeaders: [{}],\n\
         {}}}))",
        grant.origin(),
        single_quoted(grant.methods()),
        single_quoted(grant.headers()),
        if_credentials(grant, "  credentials: true,"),
    )
}
