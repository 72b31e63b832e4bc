//! FastAPI and Starlette.

use super::{Grant, double_quoted, if_credentials};

pub(super) fn snippet(grant: &Grant) -> String {
    format!(
        "from fastapi.middleware.cors import CORSMiddleware\n\
         \n\
         # after every other add_middleware, so that it is the outermost\n\
         app.add_middleware(\n\
         \x20   CORSMiddleware,\n\
         \x20   allow_origins=[\"{}\"],\n\
         \x20   allow_methods=[{}],\n\
         \x20   allow_headers=[{}],\n\
         {})",
        grant.origin(),
        double_quoted(grant.methods()),
        double_quoted(grant.headers()),
        if_credentials(grant, "    allow_credentials=True,"),
    )
}
