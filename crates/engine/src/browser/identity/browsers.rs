//! The three browsers as they were recorded (`corpus/own-fields.json`): Chromium 156, Firefox 153 and WebKitGTK 2.50, on
//! Linux, in English.

use std::borrow::Cow;

use super::Identity;
use crate::browser::user_agent::UserAgent;

/// Without a window Chromium calls itself `HeadlessChrome`; visitors have one.
pub(super) const CHROMIUM: Identity = Identity {
    facts: UserAgent::CHROMIUM,
    user_agent: Cow::Borrowed(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    ),
    client_hints: &[
        ("sec-ch-ua-platform", "\"Linux\""),
        ("sec-ch-ua", "\"Not:A-Brand\";v=\"8\", \"Chromium\";v=\"156\""),
        ("sec-ch-ua-mobile", "?0"),
    ],
    accept_language: "en-US,en;q=0.9",
    priority: None,
    order: &[
        "sec-ch-ua-platform",
        "user-agent",
        "sec-ch-ua",
        "*",
        "sec-ch-ua-mobile",
        "accept",
        "origin",
        "sec-fetch-site",
        "sec-fetch-mode",
        "sec-fetch-dest",
        "referer",
        "accept-encoding",
        "accept-language",
        "cookie",
    ],
    preflight_order: &[
        "accept",
        "access-control-request-method",
        "access-control-request-headers",
        "*",
        "origin",
        "user-agent",
        "sec-fetch-mode",
        "sec-fetch-site",
        "sec-fetch-dest",
        "referer",
        "accept-encoding",
        "accept-language",
    ],
};

pub(super) const FIREFOX: Identity = Identity {
    facts: UserAgent::FIREFOX,
    user_agent: Cow::Borrowed("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"),
    client_hints: &[],
    accept_language: "en-US,en;q=0.9",
    priority: Some("u=4"),
    order: FIREFOX_ORDER,
    preflight_order: FIREFOX_ORDER,
};

const FIREFOX_ORDER: &[&str] = &[
    "user-agent",
    "accept",
    "accept-language",
    "accept-encoding",
    "access-control-request-method",
    "access-control-request-headers",
    "referer",
    "*",
    "origin",
    "cookie",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "priority",
];

/// WebKitGTK says the language of its system, which was none where it was recorded.
pub(super) const WEBKIT: Identity = Identity {
    facts: UserAgent::WEBKIT,
    user_agent: Cow::Borrowed(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/60.5 Safari/605.1.15",
    ),
    client_hints: &[],
    accept_language: "en-US,en;q=0.9",
    priority: None,
    order: WEBKIT_ORDER,
    preflight_order: WEBKIT_ORDER,
};

const WEBKIT_ORDER: &[&str] = &[
    "content-type",
    "origin",
    "access-control-request-method",
    "referer",
    "access-control-request-headers",
    "accept",
    "user-agent",
    "accept-encoding",
    "accept-language",
    "cookie",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "*",
];
