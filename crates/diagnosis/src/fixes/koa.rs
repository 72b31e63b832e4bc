//! Koa, with the package `@koa/cors`, which takes one origin or a function.

use super::{Grant, if_credentials, line, single_quoted};

pub(super) fn snippet(grant: &Grant) -> String {
    let origins = single_quoted(&grant.origins());
    let origin = match (grant.allows_any_origin(), &grant.origins()[..]) {
        (true, _) => "'*'".to_owned(),
        (false, [only]) => format!("(ctx) => (ctx.get('Origin') === '{only}' ? '{only}' : '')"),
        (false, _) => format!("(ctx) => ([{origins}].includes(ctx.get('Origin')) ? ctx.get('Origin') : '')"),
    };
    let headers = line(!grant.allows_any_header(), || format!("  allowHeaders: [{}],", single_quoted(grant.headers())));
    let exposed =
        line(!grant.exposed().is_empty(), || format!("  exposeHeaders: [{}],", single_quoted(grant.exposed())));
    let max_age = grant.max_age().map_or(String::new(), |seconds| format!("  maxAge: {seconds},\n"));
    format!(
        "// npm install @koa/cors; below `const app = new Koa()`, before every other middleware\n\
         const cors = require('@koa/cors') // CommonJS; in a module or TypeScript: import cors from '@koa/cors'\n\
         \n\
         app.use(cors({{\n\
         \x20 origin: {origin},\n\
         \x20 allowMethods: [{}],\n\
         {headers}{exposed}{max_age}{}}}))",
        single_quoted(grant.methods()),
        if_credentials(grant, "  credentials: true,"),
    )
}
