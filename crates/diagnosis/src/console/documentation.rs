//! Addresses that texts name to explain themselves: documentation, standards, questions and answers. Nobody called them.

/// Hosts that only explain, and those below them.
const HOSTS: [&str; 22] = [
    "developer.mozilla.org",
    "mdn.io",
    "spec.whatwg.org",
    "www.w3.org",
    "wicg.github.io",
    "chromestatus.com",
    "www.chromium.org",
    "developer.chrome.com",
    "web.dev",
    "goo.gle",
    "nodejs.org",
    "stackoverflow.com",
    "go.microsoft.com",
    "aka.ms",
    "learn.microsoft.com",
    "docs.microsoft.com",
    "datatracker.ietf.org",
    "tools.ietf.org",
    "curl.se",
    "curl.haxx.se",
    "www.npmjs.com",
    "enable-cors.org",
];

/// First labels of hosts that explain a product.
const LABELS: [&str; 2] = ["docs.", "documentation."];

/// Places on a host that also serves calls.
const PLACES: [&str; 6] = ["/issues/", "/pull/", "/blob/", "/wiki/", "/discussions/", "/releases/"];

/// Whether a URL explains what a text says, so that it is not the one that was called.
pub(super) fn is_documentation(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let is_host = |known: &str| host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    HOSTS.iter().any(|known| is_host(known))
        || LABELS.iter().any(|label| host.starts_with(label))
        || host == "github.com" && PLACES.iter().any(|place| rest.contains(place))
}

#[cfg(test)]
mod tests {
    use super::is_documentation;

    #[test]
    fn what_explains_is_told_from_what_is_called() {
        for url in [
            "https://nodejs.org/api/errors.html#errors_common_system_errors",
            "https://fetch.spec.whatwg.org/#cors-protocol",
            "https://developer.mozilla.org/docs/Web/HTTP/CORS/Errors/CORSMissingAllowOrigin",
            "https://docs.djangoproject.com/en/5.2/ref/csrf/",
            "https://github.com/expressjs/cors/issues/71",
        ] {
            assert!(is_documentation(url), "{url}");
        }
        for url in [
            "https://github.com/login/oauth/access_token",
            "https://api.example.com/docs",
            "https://notnodejs.org/x",
            "x",
        ] {
            assert!(!is_documentation(url), "{url}");
        }
    }
}
