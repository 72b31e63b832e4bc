//! Flask, with Flask-CORS.

use super::{Grant, double_quoted, if_credentials, line};

pub(super) fn snippet(grant: &Grant) -> String {
    let origins = match grant.allows_any_origin() {
        true => "\"*\"".to_owned(),
        false => format!("[{}]", double_quoted(&grant.origins())),
    };
    // Without a list the package allows what is asked for.
    let headers =
        line(!grant.allows_any_header(), || format!("    allow_headers=[{}],", double_quoted(grant.headers())));
    let exposed =
        line(!grant.exposed().is_empty(), || format!("    expose_headers=[{}],", double_quoted(grant.exposed())));
    let max_age = grant.max_age().map_or(String::new(), |seconds| format!("    max_age={seconds},\n"));
    format!(
        "# pip install flask-cors; below `app = Flask(__name__)`\n\
         from flask_cors import CORS\n\
         \n\
         CORS(\n\
         \x20   app,\n\
         \x20   origins={origins},\n\
         \x20   methods=[{}],\n\
         {headers}{exposed}{max_age}{})",
        double_quoted(grant.methods()),
        if_credentials(grant, "    supports_credentials=True,"),
    )
}
