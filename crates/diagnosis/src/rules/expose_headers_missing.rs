//! The page may not see a response header.

use preflight_engine::request_header::is_name;
use preflight_rules::{Certainty, EXPOSE_HEADERS_MISSING, Finding};

use crate::console::ConsoleReason;
use crate::facts::Facts;
use crate::facts::wire::{Wire, response_line};
use crate::judged::{Judge, Judged, Role, Topic};
use crate::text::text_of;

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &EXPOSE_HEADERS_MISSING,
    role: Role::Besides,
    topic: Topic::Elsewhere,
    why: "pages see a few response headers only, unless Access-Control-Expose-Headers lists more",
    question: "which response header does the page read?",
    fix: "list the header in Access-Control-Expose-Headers of the response",
    judge,
};

/// Fields beginning with `x-` that servers, proxies and security guides add: no page reads them.
const NOT_FOR_PAGES: [&str; 26] = [
    "x-powered-by",
    "x-frame-options",
    "x-content-type-options",
    "x-xss-protection",
    "x-dns-prefetch-control",
    "x-download-options",
    "x-permitted-cross-domain-policies",
    "x-robots-tag",
    "x-ua-compatible",
    "x-aspnet-version",
    "x-aspnetmvc-version",
    "x-sourcefiles",
    "x-runtime",
    "x-cache",
    "x-cache-hits",
    "x-cache-status",
    "x-proxy-cache",
    "x-served-by",
    "x-timer",
    "x-varnish",
    "x-drupal-cache",
    "x-generator",
    "x-backend-server",
    "x-accel-expires",
    "x-accel-buffering",
    "x-webkit-csp",
];

/// Beginnings of the same kind.
const NOT_FOR_PAGES_BY_PREFIX: [&str; 8] =
    ["x-amz-", "x-amzn-", "x-azure-", "x-ms-", "x-envoy-", "x-vercel-", "x-github-", "x-forwarded-"];

/// Other fields that an API sends for pages to read.
const FOR_PAGES: [&str; 6] =
    ["link", "content-disposition", "content-range", "authorization", "grpc-status", "grpc-message"];

/// How fields of quotas begin.
const QUOTA_PREFIX: &str = "ratelimit";

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => match said.reason() {
            Some(ConsoleReason::HiddenHeader { name }) => {
                let fix = format!("let the server send `Access-Control-Expose-Headers: {name}` with the response");
                Judged::Yes(JUDGE.yes(Certainty::Certain, JUDGE.why, fix))
            }
            _ => Judged::No,
        },
    }
}

/// What the server sends for pages, and this page may not see.
fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let visible = wire.visible()?;
    let (id, _, response) = wire.last()?;
    let is_hidden =
        |name: &String| response.headers.contains(name.as_bytes()) && !visible.headers.contains(name.as_bytes());
    let is_known = !wire.case.reads.is_empty();
    let mut hidden: Vec<_> = if is_known {
        wire.case.reads.iter().map(|name| name.to_ascii_lowercase()).filter(is_hidden).collect()
    } else {
        // What is no name is exposed by no list.
        let named = response.headers.iter().map(|(name, _)| name).filter(|name| is_name(name));
        let names = named.map(|name| text_of(name).to_ascii_lowercase());
        names.filter(|name| is_for_pages(name, response.status) && is_hidden(name)).collect()
    };
    hidden.dedup();
    let first = hidden.first()?;
    let exposed = response.headers.get(b"access-control-expose-headers");
    let is_literal = exposed.as_deref() == Some(b"*") && wire.includes_credentials();
    let why = if is_literal { ": `*` is literal with credentials" } else { "" };
    let list = hidden.join(", ");
    let certainty = if is_known || is_literal { Certainty::Certain } else { Certainty::Possible };
    let message = format!(
        "the page reads the response, but not its `{first}`: Access-Control-Expose-Headers does not list it{why}"
    );
    let own = exposed.map(|exposed| text_of(&exposed)).filter(|own| !own.trim().is_empty() && !is_literal);
    let all = own.map_or_else(|| list.clone(), |own| format!("{own}, {list}"));
    let fix = format!("if the page reads it, send `Access-Control-Expose-Headers: {all}` with the response");
    let evidence = response_line(id, None, format!("hidden from the page: {list}"));
    Some(JUDGE.yes(certainty, message, fix).seen_in([evidence]))
}

/// Whether an API sends it for pages to read. An error is read by its status and its body.
fn is_for_pages(name: &str, status: u16) -> bool {
    let is_own = name.starts_with("x-")
        && !NOT_FOR_PAGES.contains(&name)
        && !NOT_FOR_PAGES_BY_PREFIX.iter().any(|prefix| name.starts_with(prefix));
    let is_place = name == "location" && matches!(status, 201 | 202);
    status < 400 && (is_own || is_place || name.starts_with(QUOTA_PREFIX) || FOR_PAGES.contains(&name))
}
