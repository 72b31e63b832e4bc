//! Who may reach which address space: the Local Network Access check, which only some browsers have.

#![cfg(feature = "browser")]
#![forbid(unsafe_code)]

use std::time::Duration;

use preflight_engine::Origin;
use preflight_engine::browser::{
    AddressSpace, Browser, Fetch, FetchRequest, LocalNetworkPermission, RequestInit, UserAgent, console,
};
use preflight_engine::exchange::NetworkFailure;

/// A sentence, the page, its space, the URL, what the visitor says, and the reason of the block.
type Case = (&'static str, &'static str, AddressSpace, &'static str, LocalNetworkPermission, Option<&'static str>);

#[test]
fn a_page_needs_a_permission_for_a_more_private_space() {
    use AddressSpace::{Local, Loopback, Public};
    use LocalNetworkPermission::{Denied, Granted};
    let cases: [Case; 8] = [
        (
            "a stranger asks the machine",
            "https://app.test",
            Public,
            "http://127.0.0.1:3000/",
            Denied,
            Some("lna-permission-denied"),
        ),
        (
            "a stranger asks the printer",
            "https://app.test",
            Public,
            "http://192.168.1.9/",
            Denied,
            Some("lna-permission-denied"),
        ),
        ("the visitor lets it", "https://app.test", Public, "http://127.0.0.1:3000/", Granted, None),
        (
            "a page over plain http is not even asked about",
            "http://app.test",
            Public,
            "http://[::1]/",
            Granted,
            Some("lna-insecure-context"),
        ),
        ("the machine asks itself", "http://localhost:8080", Loopback, "http://127.0.0.1:3000/", Denied, None),
        (
            "the printer asks the machine",
            "https://printer.test",
            Local,
            "http://localhost/",
            Denied,
            Some("lna-permission-denied"),
        ),
        ("the machine asks a stranger", "http://localhost:8080", Loopback, "https://93.184.215.14/", Denied, None),
        ("where the URL leads is not known", "https://app.test", Public, "https://api.test/", Denied, None),
    ];
    for (sentence, page, space, url, permission, reason) in cases {
        let init = RequestInit { client_address_space: Some(space), ..RequestInit::default() };
        assert_eq!(
            blocked(&UserAgent::CHROMIUM, page, url, init.clone(), permission).0,
            reason.unwrap_or("network-error"),
            "{sentence}"
        );
        assert_eq!(blocked(&UserAgent::FIREFOX, page, url, init, permission).0, "network-error", "{sentence}");
    }
}

#[test]
fn a_page_may_say_where_a_url_leads_and_has_to_be_right() {
    let init = RequestInit {
        client_address_space: Some(AddressSpace::Public),
        target_address_space: Some(AddressSpace::Local),
        ..RequestInit::default()
    };
    let (reason, console) =
        blocked(&UserAgent::CHROMIUM, "https://app.test", "http://127.0.0.1/", init, LocalNetworkPermission::Granted);
    assert_eq!(reason, "lna-space-mismatch");
    assert_eq!(
        console,
        [
            "Access to fetch at 'http://127.0.0.1/' from origin 'https://app.test' has been blocked by CORS policy: Request had \
          a target IP address space of `local` yet the resource is in address space `loopback`."
        ]
    );
}

/// The reason and the console of a fetch on a network where nobody answers.
fn blocked(
    user_agent: &UserAgent,
    page: &str,
    url: &str,
    init: RequestInit,
    permission: LocalNetworkPermission,
) -> (&'static str, Vec<String>) {
    let page = Origin::parse(page).expect("an origin");
    let request = FetchRequest::new(page, url.parse().expect("a URL"), init).expect("a request");
    let mut browser = Browser::new(user_agent.clone());
    browser.local_network_permission = permission;
    let step = Fetch::start(request, &mut browser, Duration::ZERO);
    let verdict = step.run_to_end(|_| (Err(NetworkFailure::ConnectionRefused), Duration::ZERO));
    let reason = verdict.blocked().expect("nobody answers").reason.name();
    (reason, console::messages(user_agent, &verdict))
}
