//! Laravel.

use super::{Grant, single_quoted};

pub(super) fn snippet(grant: &Grant) -> String {
    let any = || "'*'".to_owned();
    let origins = if grant.allows_any_origin() { any() } else { single_quoted(&grant.origins()) };
    let headers = if grant.allows_any_header() { any() } else { single_quoted(grant.headers()) };
    format!(
        "<?php\n\
         // config/cors.php; then: php artisan config:clear\n\
         return [\n\
         \x20   'paths' => ['*'],\n\
         \x20   'allowed_origins' => [{origins}],\n\
         \x20   'allowed_origins_patterns' => [],\n\
         \x20   'allowed_methods' => [{}],\n\
         \x20   'allowed_headers' => [{headers}],\n\
         \x20   'exposed_headers' => [{}],\n\
         \x20   'max_age' => {},\n\
         \x20   'supports_credentials' => {},\n\
         ];",
        single_quoted(grant.methods()),
        single_quoted(grant.exposed()),
        grant.max_age().unwrap_or(0),
        grant.credentials(),
    )
}
