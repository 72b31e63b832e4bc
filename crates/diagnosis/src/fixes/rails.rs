//! Rails, with rack-cors.

use super::{Grant, double_quoted};

pub(super) fn snippet(grant: &Grant) -> String {
    let methods: Vec<_> = grant.methods().iter().map(|method| format!(":{}", method.to_ascii_lowercase())).collect();
    let credentials = if grant.credentials() { ", credentials: true" } else { "" };
    format!(
        "# config/initializers/cors.rb; gem \"rack-cors\"\n\
         Rails.application.config.middleware.insert_before 0, Rack::Cors do\n\
         \x20 allow do\n\
         \x20   origins \"{}\"\n\
         \x20   resource \"*\", headers: [{}], methods: [{}]{credentials}\n\
         \x20 end\n\
         end",
        grant.origin(),
        double_quoted(grant.headers()),
        methods.join(", "),
    )
}
