//! What the engine's consoles say is read back as what they said it of: every reason, in every browser, for every API.

use std::collections::BTreeSet;
use std::time::Duration;

use preflight_diagnosis::{Engine, explain, read_console};
use preflight_engine::Origin;
use preflight_engine::browser::{
    AddressSpace, Api, Body, Browser, CredentialsMode, CrossOrigin, Fetch, FetchRequest, Integrity, RedirectMode,
    RequestInit, RequestMode, UserAgent, Verdict, console,
};
use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};

const PAGE: &str = "https://app.example.com";
const URL: &str = "https://api.example.com/todos";

const APIS: [Api; 11] = [
    Api::Fetch,
    Api::Xhr,
    Api::Image,
    Api::Script,
    Api::ModuleScript,
    Api::Stylesheet,
    Api::Font,
    Api::EventSource,
    Api::Beacon,
    Api::Video,
    Api::Preload,
];

/// What a server answers to a head.
type Answer = fn(&RequestHead) -> Result<ResponseHead, NetworkFailure>;

/// What a page does, and what it meets.
struct Scene {
    /// The engine's name of the reason that it is meant to make in the standard's order.
    reason: &'static str,
    url: &'static str,
    /// Makes the request one that needs a preflight, or more.
    change: fn(&mut RequestInit),
    answer: Answer,
}

fn head(status: u16, fields: &[(&str, &str)]) -> Result<ResponseHead, NetworkFailure> {
    Ok(ResponseHead { status, headers: fields.iter().copied().collect() })
}

const ALLOW: (&str, &str) = ("Access-Control-Allow-Origin", PAGE);

fn plain(_: &mut RequestInit) {}

fn put(init: &mut RequestInit) {
    init.method = Some(b"PUT".to_vec());
}

fn token(init: &mut RequestInit) {
    init.headers.push((b"X-Token".to_vec(), b"1".to_vec()));
}

fn include(init: &mut RequestInit) {
    init.credentials = CredentialsMode::Include;
    init.cross_origin = CrossOrigin::UseCredentials;
}

fn scene(reason: &'static str, change: fn(&mut RequestInit), answer: Answer) -> Scene {
    Scene { reason, url: URL, change, answer }
}

fn scenes() -> Vec<Scene> {
    vec![
        scene("missing-allow-origin", plain, |_| head(200, &[])),
        scene("missing-allow-origin", plain, |_| head(500, &[])),
        scene("missing-allow-origin", put, |_| head(200, &[])),
        scene("missing-allow-origin", put, |_| head(404, &[])),
        scene("missing-allow-origin", plain, |_| head(302, &[("Location", "https://login.example.com/")])),
        scene("wildcard-origin-with-credentials", include, |_| head(200, &[("Access-Control-Allow-Origin", "*")])),
        scene("multiple-allow-origin", plain, |_| head(200, &[ALLOW, ("Access-Control-Allow-Origin", "*")])),
        scene("multiple-allow-origin", plain, |_| {
            head(200, &[("Access-Control-Allow-Origin", "https://a.example, https://b.example")])
        }),
        scene("multiple-allow-origin", put, |_| head(200, &[ALLOW, ALLOW])),
        scene("allow-origin-mismatch", plain, |_| {
            head(200, &[("Access-Control-Allow-Origin", "https://app.example.com/")])
        }),
        scene("allow-origin-mismatch", plain, |_| {
            head(200, &[("Access-Control-Allow-Origin", "https://other.example")])
        }),
        scene("allow-origin-mismatch", plain, |_| head(200, &[("Access-Control-Allow-Origin", "*.example.com")])),
        scene("allow-origin-mismatch", put, |_| head(200, &[("Access-Control-Allow-Origin", "https://other.example")])),
        scene("allow-credentials-not-true", include, |_| head(200, &[ALLOW])),
        scene("allow-credentials-not-true", include, |_| {
            head(200, &[ALLOW, ("Access-Control-Allow-Credentials", "True")])
        }),
        scene("preflight-redirect", put, |_| head(301, &[ALLOW, ("Location", "/x")])),
        scene("preflight-redirect", put, |_| head(302, &[ALLOW, ("Location", "https://login.example.com/")])),
        scene("preflight-status", put, |_| head(405, &[ALLOW])),
        scene("preflight-status", token, |_| head(401, &[ALLOW])),
        scene("preflight-invalid-allow-methods", put, |_| {
            head(200, &[ALLOW, ("Access-Control-Allow-Methods", "\"PUT\"")])
        }),
        scene("preflight-invalid-allow-headers", token, |_| {
            head(200, &[ALLOW, ("Access-Control-Allow-Headers", "x token")])
        }),
        scene("method-not-allowed", put, |_| head(200, &[ALLOW, ("Access-Control-Allow-Methods", "GET")])),
        scene("header-not-allowed", token, |_| head(200, &[ALLOW, ("Access-Control-Allow-Headers", "x-other")])),
        scene("header-not-allowed", token, |_| head(200, &[ALLOW])),
        scene("redirect-credentials", plain, |_| head(302, &[ALLOW, ("Location", "https://u:p@other.example/")])),
        scene("redirect-non-http", plain, |_| head(302, &[ALLOW, ("Location", "ftp://other.example/")])),
        scene("invalid-location", plain, |_| head(302, &[ALLOW, ("Location", "https://[")])),
        scene("too-many-redirects", plain, |_| head(302, &[ALLOW, ("Location", "/todos")])),
        scene(
            "redirect-mode-error",
            |init| init.redirect = RedirectMode::Error,
            |_| head(302, &[ALLOW, ("Location", "/x")]),
        ),
        scene("same-origin-mode", |init| init.mode = RequestMode::SameOrigin, |_| head(200, &[])),
        scene(
            "corp",
            |init| init.mode = RequestMode::NoCors,
            |_| head(200, &[("Cross-Origin-Resource-Policy", "same-origin")]),
        ),
        scene("integrity", |init| init.integrity = Integrity::Demanded, |_| head(200, &[ALLOW])),
        scene(
            "redirect-stream-body",
            |init| {
                init.method = Some(b"POST".to_vec());
                init.body = Some(Body::Stream);
            },
            |_| head(307, &[ALLOW, ("Location", "/x"), ("Access-Control-Allow-Headers", "*")]),
        ),
        Scene { url: "https://api.example.com:6000/", ..scene("bad-port", plain, |_| head(200, &[])) },
        Scene { url: "ftp://api.example.com/", ..scene("non-http-scheme", plain, |_| head(200, &[])) },
        Scene {
            url: "http://127.0.0.1:8080/",
            ..scene(
                "lna-permission-denied",
                |init| init.client_address_space = Some(AddressSpace::Public),
                |_| head(200, &[]),
            )
        },
        scene("network-error", plain, |_| Err(NetworkFailure::ConnectionRefused)),
        scene("network-error", plain, |_| Err(NetworkFailure::NameNotResolved)),
        scene("network-error", put, |_| Err(NetworkFailure::ConnectionRefused)),
        scene("network-error", plain, |_| Err(NetworkFailure::TlsCertificate)),
    ]
}

/// What a text may be read as: browsers check in orders of their own, and some say less than others.
fn accepted(reason: &str) -> &'static [&'static str] {
    match reason {
        // Firefox shows a list as one value that does not match, WebKit says the same of every value.
        "multiple-allow-origin" => &["multiple-allow-origin", "allow-origin-mismatch", "missing-allow-origin"],
        "allow-origin-mismatch" => {
            &["allow-origin-mismatch", "invalid-allow-origin", "missing-allow-origin", "multiple-allow-origin"]
        }
        // WebKit looks at the status of a preflight first.
        "missing-allow-origin" => &["missing-allow-origin", "preflight-status", "preflight-redirect"],
        "preflight-redirect" => &["preflight-redirect", "preflight-status"],
        "preflight-invalid-allow-methods" => &["preflight-invalid-allow-methods", "method-not-allowed"],
        "preflight-invalid-allow-headers" => &["preflight-invalid-allow-headers", "header-not-allowed"],
        // Firefox has one line for whatever is no CORS failure; Chromium looks at credentials before it follows.
        "redirect-credentials" => &["redirect-credentials", "network-error", "allow-credentials-not-true"],
        "redirect-non-http" => &["redirect-non-http", "non-http-scheme", "network-error"],
        "invalid-location" => &["network-error", "redirect-non-http"],
        "too-many-redirects" => &["too-many-redirects", "network-error"],
        "no-cors-redirect-mode" => &["redirect-mode-error"],
        "redirect-mode-error" => &["redirect-mode-error", "network-error"],
        "redirect-stream-body" => &["network-error"],
        "bad-port" => &["bad-port", "network-error"],
        "lna-permission-denied" => &["lna-permission-denied"],
        "network-error" => &["network-error", "multiple-allow-origin"],
        "wildcard-origin-with-credentials" => &["wildcard-origin-with-credentials"],
        "allow-credentials-not-true" => &["allow-credentials-not-true"],
        "preflight-status" => &["preflight-status"],
        "method-not-allowed" => &["method-not-allowed"],
        "header-not-allowed" => &["header-not-allowed"],
        "same-origin-mode" => &["same-origin-mode"],
        "non-http-scheme" => &["non-http-scheme"],
        "corp" => &["corp"],
        "integrity" => &["integrity"],
        _ => &[],
    }
}

fn fetch(scene: &Scene, api: Api, user_agent: UserAgent) -> Option<Verdict> {
    let mut init = RequestInit { api, cross_origin: CrossOrigin::Anonymous, ..RequestInit::default() };
    (scene.change)(&mut init);
    let request =
        FetchRequest::new_in(&user_agent, Origin::parse(PAGE).unwrap(), scene.url.parse().unwrap(), init).ok()?;
    let mut browser = Browser::new(user_agent);
    let step = Fetch::start(request, &mut browser, Duration::ZERO);
    Some(step.run_to_end(|head| ((scene.answer)(head), Duration::ZERO)))
}

fn engine(user_agent: &UserAgent) -> Engine {
    match user_agent.name {
        "chromium" => Engine::Chromium,
        "firefox" => Engine::Firefox,
        _ => Engine::WebKit,
    }
}

#[test]
fn every_text_of_the_engine_is_read_as_its_reason() {
    let (mut wrong, mut read_reasons, mut texts) = (Vec::new(), BTreeSet::new(), 0);
    for user_agent in [UserAgent::CHROMIUM, UserAgent::FIREFOX, UserAgent::WEBKIT] {
        for (scene, api) in scenes().iter().flat_map(|scene| APIS.map(|api| (scene, api))) {
            let Some(verdict) = fetch(scene, api, user_agent.clone()) else { continue };
            let Some(blocked) = verdict.blocked() else { continue };
            let text = console::messages(&user_agent, &verdict).join("\n");
            if text.is_empty() {
                continue;
            }
            texts += 1;
            let reason = blocked.reason.name();
            let messages = read_console(&text);
            let read: Vec<_> =
                messages.iter().filter_map(|message| message.reason.as_ref()).map(|reason| reason.name()).collect();
            let is_right = read.first().is_some_and(|first| accepted(reason).contains(first));
            let knows_engine = messages.first().is_some_and(|message| message.engine == Some(engine(&user_agent)));
            let has_causes = messages.first().is_some_and(|message| !explain(message).candidates.is_empty());
            if is_right && knows_engine && has_causes {
                read_reasons.insert((user_agent.name, reason));
            } else {
                wrong.push(format!("{} {api:?} {reason} ({}): {read:?} of {text}", user_agent.name, scene.reason));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {texts}:\n{}", wrong.len(), wrong.join("\n"));
    // What a browser prints, it prints for these: a scene that no longer makes its reason would go unnoticed otherwise.
    for reason in scenes().iter().map(|scene| scene.reason) {
        let is_read = read_reasons.iter().any(|(_, read)| *read == reason);
        assert!(is_read || SILENT.contains(&reason), "no text was read of {reason}");
    }
}

/// Reasons of which no browser's console is told by the engine.
const SILENT: [&str; 3] = ["integrity", "redirect-stream-body", "corp"];
