//! Django, with django-cors-headers, whose own lists of methods and headers are only extended.

use super::{Grant, double_quoted, if_credentials, line};

/// What its default list of methods has.
const METHODS: [&str; 6] = ["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"];

/// What its default list of request headers has.
const HEADERS: [&str; 6] = ["accept", "authorization", "content-type", "user-agent", "x-csrftoken", "x-requested-with"];

pub(super) fn snippet(grant: &Grant) -> String {
    let origins = match grant.allows_any_origin() {
        true => "CORS_ALLOW_ALL_ORIGINS = True".to_owned(),
        false => format!("CORS_ALLOWED_ORIGINS = [{}]", double_quoted(&grant.origins())),
    };
    let headers = match grant.allows_any_header() {
        true => "CORS_ALLOW_HEADERS = [\"*\"]\n".to_owned(),
        false => extended("HEADERS", "headers", grant.headers(), &HEADERS),
    };
    let exposed =
        line(!grant.exposed().is_empty(), || format!("CORS_EXPOSE_HEADERS = [{}]", double_quoted(grant.exposed())));
    let max_age = grant.max_age().map_or(String::new(), |seconds| format!("CORS_PREFLIGHT_MAX_AGE = {seconds}\n"));
    format!(
        "# pip install django-cors-headers; at the end of settings.py\n\
         if \"corsheaders\" not in INSTALLED_APPS:\n\
         \x20   INSTALLED_APPS = [*INSTALLED_APPS, \"corsheaders\"]\n\
         MIDDLEWARE = [\n\
         \x20   \"corsheaders.middleware.CorsMiddleware\",  # before whatever answers by itself\n\
         \x20   *(name for name in MIDDLEWARE if name != \"corsheaders.middleware.CorsMiddleware\"),\n\
         ]\n\
         {origins}\n\
         {}{headers}{exposed}{max_age}{}",
        extended("METHODS", "methods", grant.methods(), &METHODS),
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
