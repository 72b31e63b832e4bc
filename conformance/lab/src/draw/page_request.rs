//! What a drawn page asks for.

use serde_json::{Map, Value, json};

use super::dice::Dice;
use super::scene::Scene;

const METHODS: &[(usize, Option<&str>)] = &[
    (12, None),
    (20, Some("GET")),
    (5, Some("HEAD")),
    (16, Some("POST")),
    (12, Some("PUT")),
    (9, Some("DELETE")),
    (6, Some("PATCH")),
    (4, Some("patch")),
    (3, Some("put")),
    (3, Some("delete")),
    (2, Some("get")),
    (2, Some("pOsT")),
    (3, Some("OPTIONS")),
    (3, Some("CHICKEN")),
    (1, Some("TRACE")),
];

const MODES: &[(usize, Option<&str>)] =
    &[(78, Some("cors")), (3, None), (11, Some("no-cors")), (8, Some("same-origin"))];

const CREDENTIALS: &[(usize, Option<&str>)] =
    &[(38, Some("omit")), (26, Some("same-origin")), (34, Some("include")), (2, None)];

const REDIRECTS: &[(usize, Option<&str>)] = &[(82, Some("follow")), (7, Some("error")), (8, Some("manual")), (3, None)];

/// Headers whose name or value decides about a preflight.
const HEADERS: &[(&str, &str)] = &[
    ("X-A", "1"),
    ("X-B", "2"),
    ("x-a", "3"),
    ("X-Zed-9", "z"),
    ("Authorization", "Bearer q"),
    ("Content-Type", "application/json"),
    ("Content-Type", "text/plain"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("content-type", "application/x-www-form-urlencoded"),
    ("Content-Type", "multipart/form-data; boundary=b"),
    ("Content-Type", "TEXT/PLAIN"),
    ("Content-Type", "text/html"),
    ("Content-Type", "text/plain; a=\"b"),
    ("Content-Type", ""),
    ("Accept", "application/json"),
    ("Accept", "text/html, */*;q=0.1"),
    ("Accept", "{}"),
    ("Accept-Language", "en-US,en;q=0.5"),
    ("Accept-Language", "en_US"),
    ("Content-Language", "de"),
    ("Content-Language", "de-AT, en"),
    ("Range", "bytes=0-9"),
    ("Range", "bytes=-9"),
    ("Range", "bytes=5-"),
    ("Range", "bytes=0-1,3-4"),
    ("Pragma", "no-cache"),
    ("Cache-Control", "no-cache"),
    ("If-None-Match", "\"e\""),
    ("X-Requested-With", "XMLHttpRequest"),
    ("Save-Data", "on"),
    ("DPR", "2"),
    ("Cookie", "x=y"),
    ("Origin", "http://evil.example"),
    ("Sec-Fetch-Mode", "cors"),
    ("Accept-Charset", "utf-8"),
    ("X-Empty", ""),
    ("X-Trim", "  a b  "),
    ("X-Http-Method-Override", "PUT"),
    ("Content-Encoding", "x"),
    ("Content-Location", "/x"),
    ("If-Modified-Since", "Mon, 01 Jan 2024 00:00:00 GMT"),
    ("User-Agent", "x"),
];

/// Headers on the border of a rule: odd bytes, parameters, ranges, client hints.
const ODD_HEADERS: &[(&str, &str)] = &[
    ("Accept", "text/\u{e9}"),
    ("Accept", "a\tb"),
    ("Accept", "a\u{1}b"),
    ("Accept", "\u{ff}"),
    ("Accept", "a@b"),
    ("Accept-Language", "de\u{e9}"),
    ("Accept-Language", "de;q=0.5"),
    ("Accept-Language", "*"),
    ("Content-Language", "de/at"),
    ("Content-Type", "text/plain;a=\u{e9}"),
    ("Content-Type", "text/plain;"),
    ("Content-Type", "text/plain; ;"),
    ("Content-Type", "text/plain;;a=b"),
    ("Content-Type", "text/plain;a=b,c"),
    ("Content-Type", "text/plain,text/plain"),
    ("Content-Type", "text/plain a"),
    ("Content-Type", "text /plain"),
    ("Content-Type", "text/plain\t; a=b"),
    ("Content-Type", "multipart/form-data;boundary=(x)"),
    ("Content-Type", "text"),
    ("Range", "bytes=0-"),
    ("Range", "bytes=9-5"),
    ("Range", "BYTES=0-9"),
    ("Range", "bytes= 0-9"),
    ("Range", "bytes=+0-9"),
    ("Range", "bytes=0-9,"),
    ("Range", "bytes=0-9223372036854775808"),
    ("Range", "items=0-9"),
    ("DPR", "1.5"),
    ("DPR", "x"),
    ("Width", "100"),
    ("Viewport-Width", "100"),
    ("Viewport-Width", "1.5"),
    ("Device-Memory", "0.5"),
    ("Downlink", "1"),
    ("RTT", "50"),
    ("ECT", "4g"),
    ("ECT", "5g"),
    ("Save-Data", "off"),
    ("Intervention", "x"),
    ("X-Odd", "\u{e9}\u{ff}"),
    ("X-Odd", "a\tb"),
    ("X-A", ""),
    ("Purpose", "prefetch"),
    ("Last-Event-ID", "1"),
    ("Proxy-X", "1"),
    ("Sec-X", "1"),
    ("TE", "trailers"),
    ("X-Method-Override", "TRACE"),
    ("x-1", "1"),
    ("~", "1"),
    ("A-Rather-Long-Header-Name-For-A-Hash", "1"),
];

const CACHE_MODES: &[&str] = &["no-store", "reload", "no-cache", "force-cache", "default"];

const BODIES: &[(&str, &str, Option<&str>)] = &[
    ("text", "x", None),
    ("text", "{\"a\":1}", None),
    ("text", "", None),
    ("urlsearch", "a=b", None),
    ("formdata", "x", None),
    ("arraybuffer", "x", None),
    ("blob", "x", None),
    ("blob", "x", Some("application/json")),
    ("blob", "x", Some("text/plain")),
];

const ELEMENTS: &[&str] = &["img", "script", "module", "stylesheet", "eventsource", "beacon", "preload"];

/// How a page's service worker answers; it lets the request pass, if not at all.
const SERVICE_WORKERS: &[Option<&str>] = &[None, Some("fetch"), Some("no-cors"), Some("answer"), Some("fail")];

const CROSSORIGIN: &[(usize, Option<&str>)] = &[(45, None), (35, Some("anonymous")), (20, Some("use-credentials"))];

const REFERRER_POLICIES: &[&str] = &["no-referrer", "origin", "unsafe-url", "same-origin", "strict-origin"];

/// A value of this length makes `Accept` and its like unsafe; one shorter by a byte does not.
const UNSAFE_LENGTH: usize = 129;

/// A request of the scene's page to a URL.
pub(super) fn draw(dice: &mut Dice, scene: &Scene, url: &str) -> Map<String, Value> {
    if scene.has_document() && dice.percent(8) {
        return element(dice, scene, url);
    }
    let is_xhr = dice.percent(12);
    let method = dice.weigh(METHODS).or(is_xhr.then_some("GET"));
    let mut request = Map::new();
    let mut set = |key: &str, value: Value| drop(request.insert(key.to_owned(), value));
    set("api", if is_xhr { "xhr" } else { "fetch" }.into());
    set("page_origin", scene.origin.into());
    set("page_kind", scene.kind.into());
    set("url", url.into());
    set("method", method.into());
    set("headers", headers(dice).into());
    set("mode", if is_xhr { Some("cors") } else { dice.weigh(MODES) }.into());
    set("credentials", dice.weigh(CREDENTIALS).into());
    set("redirect", if is_xhr { Some("follow") } else { dice.weigh(REDIRECTS) }.into());
    set("body", body(dice, method));
    if is_xhr && dice.percent(25) {
        set("upload_listener", dice.pick(&["loadstart", "progress", "load"]).into());
    }
    if scene.is_controlled() {
        set("service_worker", dice.pick(SERVICE_WORKERS).into());
    }
    if !is_xhr && dice.percent(4) {
        set("referrerPolicy", dice.pick(REFERRER_POLICIES).into());
    }
    if !is_xhr && dice.percent(5) {
        set("cache", dice.pick(CACHE_MODES).into());
    }
    if !is_xhr && dice.percent(1) {
        set("keepalive", true.into());
    }
    request
}

/// A request of an element, which an attribute makes a CORS request.
fn element(dice: &mut Dice, scene: &Scene, url: &str) -> Map<String, Value> {
    let request = json!({
        "api": dice.pick(ELEMENTS), "page_origin": scene.origin, "page_kind": scene.kind, "url": url, "method": null,
        "headers": [], "mode": "cors", "credentials": "same-origin", "redirect": "follow", "body": null,
        "crossorigin": dice.weigh(CROSSORIGIN),
    });
    let Value::Object(request) = request else { unreachable!("it was made one") };
    request
}

/// A request like this one, or a little different: what caches know decides.
pub(super) fn draw_again(dice: &mut Dice, request: &Map<String, Value>) -> Map<String, Value> {
    let mut again = request.clone();
    let is_xhr = again["api"] == "xhr";
    let mut set = |key: &str, value: Value| drop(again.insert(key.to_owned(), value));
    match dice.below(14) {
        0 => set("credentials", "include".into()),
        1 => set("credentials", "omit".into()),
        2 => set("method", "PUT".into()),
        3 => set("headers", json!([["X-A", "1"]])),
        4 => set("headers", json!([])),
        5 if !is_xhr => set("cache", dice.pick(CACHE_MODES).into()),
        6 if !is_xhr => set("mode", "no-cors".into()),
        7 => set("method", "GET".into()),
        _ => {}
    }
    again
}

fn headers(dice: &mut Dice) -> Vec<Value> {
    let count = dice.weigh(&[(45, 0), (30, 1), (17, 2), (8, 3)]);
    let pick = |dice: &mut Dice| {
        let headers = if dice.percent(12) { ODD_HEADERS } else { HEADERS };
        dice.pick(headers)
    };
    let mut headers: Vec<_> = (0..count).map(|_| pick(dice)).map(|header| json!(header)).collect();
    if !headers.is_empty() && dice.percent(5) {
        let repeated = headers[dice.below(headers.len())].clone();
        headers.push(repeated);
    }
    if dice.percent(1) {
        // All of them together are too long.
        headers.extend((0..9).map(|_| json!(["Accept", "a".repeat(UNSAFE_LENGTH - 1)])));
    }
    if dice.percent(3) {
        let name = dice.pick(&["Accept", "Accept-Language", "Content-Language", "X-Long"]);
        let length = UNSAFE_LENGTH - dice.below(2);
        headers.push(json!([name, "a".repeat(length)]));
    }
    headers
}

/// A body, seldom with a method that cannot have one.
fn body(dice: &mut Dice, method: Option<&str>) -> Value {
    let may_have_one = !matches!(method, None | Some("GET" | "HEAD" | "get"));
    if !dice.percent(if may_have_one { 45 } else { 1 }) {
        return Value::Null;
    }
    let (kind, value, content_type) = dice.pick(BODIES);
    let mut body = json!({ "kind": kind, "value": value });
    if let Some(content_type) = content_type {
        body["type"] = content_type.into();
    }
    body
}
