//! Flask, with Flask-CORS.

use super::{Grant, double_quoted, if_credentials};

pub(super) fn snippet(grant: &Grant) -> String {
    format!(
        "# pip install flask-cors\n\
         from flask_cors import CORS\n\
         \n\
         CORS(\n\
         \x20   app,\n\
         \x20   origins=[\"{}\"],\n\
         \x20   methods=[{}],\n\
         \x20   allow_headers=[{}],\n\
         {})",
        grant.origin(),
        double_quoted(grant.methods()),
        double_quoted(grant.headers()),
        if_credentials(grant, "    supports_credentials=True,"),
    )
}
