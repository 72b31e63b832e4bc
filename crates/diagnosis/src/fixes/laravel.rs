//! Laravel.

use super::{Grant, single_quoted};

pub(super) fn snippet(grant: &Grant) -> String {
    format!(
        "// config/cors.php; then: php artisan config:clear\n\
         return [\n\
         \x20   'paths' => ['*'],\n\
         \x20   'allowed_origins' => ['{}'],\n\
         \x20   'allowed_origins_patterns' => [],\n\
         \x20   'allowed_methods' => [{}],\n\
         \x20   'allowed_headers' => [{}],\n\
         \x20   'exposed_headers' => [],\n\
         \x20   'max_age' => 0,\n\
         \x20   'supports_credentials' => {},\n\
         ];",
        grant.origin(),
        single_quoted(grant.methods()),
        single_quoted(grant.headers()),
        grant.credentials(),
    )
}
