//! A page over `https` that calls an `http` URL: browsers stop it before CORS has a say
//! ([Mixed Content](https://w3c.github.io/webappsec-mixed-content/)).

use preflight_engine::Origin;
use url::{Host, Url};

use crate::cause::Cause;
use crate::finding::{Certainty, Finding};

/// Whether a browser stops a call of this page to this URL as mixed content. Loopback is trusted without TLS
/// ([potentially trustworthy](https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy)).
pub fn is_mixed_content(page: &Origin, url: &Url) -> bool {
    let is_secure_page = matches!(page, Origin::Tuple(tuple) if tuple.scheme() == "https");
    is_secure_page && url.scheme() == "http" && !is_loopback(url)
}

/// What is wrong with it. `is_redirected` says whether a redirect leads to the URL.
pub fn mixed_content(page: &Origin, url: &Url, is_redirected: bool) -> Finding {
    let mut secure = url.clone();
    let _ = secure.set_scheme("https");
    let how = if is_redirected { "is redirected to" } else { "calls" };
    let fix = if is_redirected {
        "let the server redirect to https: behind a proxy that ends TLS it has to read X-Forwarded-Proto".to_owned()
    } else {
        format!("call {secure}")
    };
    Finding {
        cause: Cause::MixedContent,
        certainty: Certainty::Certain,
        message: format!("a page over https ({page}) {how} {url}: browsers block this before anything is sent"),
        evidence: None,
        fix,
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
