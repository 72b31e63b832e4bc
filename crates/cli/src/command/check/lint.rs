//! What a URL shows without being asked.

use preflight_engine::Origin;
use url::{Host, Url};

/// What is odd about calling this URL from this page, in sentences.
pub fn notes(page: Option<&Origin>, url: &Url) -> Vec<String> {
    let mut notes = Vec::new();
    if url.path().contains("//") {
        notes.push(format!("the path has two slashes in a row ({}): a base URL that ends with one, joined with a path that begins with one", url.path()));
    }
    if page.is_some_and(is_deployed) && is_loopback(url) {
        notes.push(format!(
            "the page is deployed, and {} is its visitor's own machine: check the environment variable that holds the API's URL; where the page is on the internet, Chromium also asks its visitor for permission",
            url.host_str().unwrap_or_default()
        ));
    }
    notes
}

/// Whether the page's host is a name of the internet.
fn is_deployed(page: &Origin) -> bool {
    const OWN: [&str; 5] = [".localhost", ".local", ".test", ".internal", ".home.arpa"];
    match page {
        Origin::Tuple(tuple) => {
            let host = tuple.host();
            host.contains('.')
                && !host.starts_with('[')
                && host.parse::<std::net::Ipv4Addr>().is_err()
                && !OWN.iter().any(|own| host.ends_with(own))
        }
        Origin::Null => false,
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
