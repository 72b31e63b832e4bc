//! Express, with the package `cors`.

use super::{Grant, if_credentials, line, single_quoted};

pub(super) fn snippet(grant: &Grant) -> String {
    let origin = match grant.allows_any_origin() {
        true => "'*'".to_owned(),
        false => format!("[{}]", single_quoted(&grant.origins())),
    };
    // Without a list the package allows what is asked for.
    let headers =
        line(!grant.allows_any_header(), || format!("  allowedHeaders: [{}],", single_quoted(grant.headers())));
    let exposed =
        line(!grant.exposed().is_empty(), || format!("  exposedHeaders: [{}],", single_quoted(grant.exposed())));
    let max_age = grant.max_age().map_or(String::new(), |seconds| format!("  maxAge: {seconds},\n"));
    format!(
        "// npm install cors; below `const app = express()`, before routes, static files and logins\n\
         const cors = require('cors') // CommonJS; in a module or TypeScript: import cors from 'cors'\n\
         \n\
         app.use(cors({{\n\
         \x20 origin: {origin},\n\
         \x20 methods: [{}],\n\
         {headers}{exposed}{max_age}{}}}))",
        single_quoted(grant.methods()),
        if_credentials(grant, "  credentials: true,"),
    )
}
