//! Rails, with rack-cors.

use super::{Grant, double_quoted};

pub(super) fn snippet(grant: &Grant) -> String {
    let methods: Vec<_> = grant.methods().iter().map(|method| format!(":{}", method.to_ascii_lowercase())).collect();
    let origins = if grant.allows_any_origin() { "\"*\"".to_owned() } else { double_quoted(&grant.origins()) };
    let headers = match grant.allows_any_header() {
        true => ":any".to_owned(),
        false => format!("[{}]", double_quoted(grant.headers())),
    };
    let mut more = String::new();
    if !grant.exposed().is_empty() {
        more.push_str(&format!(", expose: [{}]", double_quoted(grant.exposed())));
    }
    if let Some(seconds) = grant.max_age() {
        more.push_str(&format!(", max_age: {seconds}"));
    }
    if grant.credentials() {
        more.push_str(", credentials: true");
    }
    format!(
        "# config/initializers/cors.rb; gem \"rack-cors\"\n\
         Rails.application.config.middleware.insert_before 0, Rack::Cors do\n\
         \x20 allow do\n\
         \x20   origins {origins}\n\
         \x20   resource \"*\", headers: {headers}, methods: [{}]{more}\n\
         \x20 end\n\
         end",
        methods.join(", "),
    )
}
