//! Django, with django-cors-headers, whose own lists of methods and headers are only extended.

use super::{Grant, double_quoted, if_credentials};

/// What its default list of methods has.
const METHODS: [&str; 6] = ["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"];

/// What its default list of request headers has.
const HEADERS: [&str; 6] = ["accept", "authorization", "content-type", "user-agent", "x-csrftoken", "x-requested-with"];

pub(super) fn snippet(grant: &Grant) -> String {
    format!(
        "# settings.py; pip install django-cors-headers\n\
         INSTALLED_APPS = [..., \"corsheaders\"]\n\
         MIDDLEWARE = [\n\
         \x20   \"corsheaders.middleware.CorsMiddleware\",  # first, before CommonMiddleware\n\
         \x20   ...,\n\
         ]\n\
         CORS_ALLOWED_ORIGINS = [\"{}\"]\n\
         {}{}{}",
        grant.origin(),
        extended("METHODS", "methods", grant.methods(), &METHODS),
        extended("HEADERS", "headers", grant.headers(), &HEADERS),
        if_credentials(grant, "CORS_ALLOW_CREDENTIALS = True"),
    )
    .trim_end()
    .to_owned()
}

/// A list with what its default lacks, or nothing.
fn extended(setting: &str, default: &str, wanted: &[String], known: &[&str]) -> String {
    let more: Vec<String> = wanted.iter().filter(|item| !known.contains(&item.as_str())).cloned().collect();
    if more.is_empty() {
        return String::new();
    }
    format!(
        "from corsheaders.defaults import default_{default}\n\
         CORS_ALLOW_{setting} = [*default_{default}, {}]\n",
        double_quoted(&more)
    )
}
