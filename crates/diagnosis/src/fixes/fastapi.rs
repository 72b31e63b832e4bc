//! FastAPI and Starlette.

use super::{Grant, double_quoted, if_credentials, line};

pub(super) fn snippet(grant: &Grant) -> String {
    let any = || "\"*\"".to_owned();
    let origins = if grant.allows_any_origin() { any() } else { double_quoted(&grant.origins()) };
    let headers = if grant.allows_any_header() { any() } else { double_quoted(grant.headers()) };
    let exposed =
        line(!grant.exposed().is_empty(), || format!("    expose_headers=[{}],", double_quoted(grant.exposed())));
    let max_age = grant.max_age().map_or(String::new(), |seconds| format!("    max_age={seconds},\n"));
    format!(
        "from fastapi.middleware.cors import CORSMiddleware\n\
         \n\
         # below every other add_middleware, so that it is the outermost\n\
         app.add_middleware(\n\
         \x20   CORSMiddleware,\n\
         \x20   allow_origins=[{origins}],\n\
         \x20   allow_methods=[{}],\n\
         \x20   allow_headers=[{headers}],\n\
         {exposed}{max_age}{})",
        double_quoted(grant.methods()),
        if_credentials(grant, "    allow_credentials=True,"),
    )
}
