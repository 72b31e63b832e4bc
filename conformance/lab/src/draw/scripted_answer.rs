//! What the server answers to a drawn request: mostly what lets it pass, and often what nearly does.

use serde_json::{Map, Value, json};

use super::content::content;
use super::dice::Dice;

/// What an answer is drawn for.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    /// The API that asks.
    pub(super) api: String,
    /// The origin that the browser sends, unless a redirect taints it.
    pub(super) origin: String,
    /// The method as written; GET if none was.
    pub(super) method: String,
    /// The names of the page's headers as written.
    pub(super) header_names: Vec<String>,
}

const FINAL_STATUSES: &[(usize, u16)] = &[
    (73, 200),
    (4, 201),
    (4, 204),
    (5, 404),
    (5, 500),
    (2, 401),
    (1, 205),
    (1, 206),
    (1, 304),
    (1, 300),
    (1, 203),
    (1, 410),
    (1, 403),
];
const REDIRECT_STATUSES: &[(usize, u16)] = &[(15, 301), (35, 302), (10, 303), (25, 307), (15, 308)];
const PREFLIGHT_STATUSES: &[(usize, u16)] =
    &[(61, 204), (24, 200), (2, 201), (2, 302), (2, 307), (3, 403), (2, 404), (1, 500), (1, 299), (1, 304), (1, 401)];

const ALLOW_CREDENTIALS: &[(usize, Option<&str>)] = &[
    (40, None),
    (46, Some("true")),
    (4, Some("TRUE")),
    (3, Some("false")),
    (3, Some("true, true")),
    (2, Some("")),
    (2, Some(" true ")),
];
const EXPOSE_HEADERS: &[(usize, Option<&str>)] = &[
    (62, None),
    (12, Some("*")),
    (12, Some("x-r, x-s")),
    (5, Some("X-R")),
    (4, Some("X-R, @")),
    (3, Some("x-r,,x-s")),
    (2, Some("set-cookie, etag")),
];
const MAX_AGES: &[(usize, Option<&str>)] = &[
    (70, None),
    (14, Some("60")),
    (6, Some("0")),
    (3, Some("x")),
    (3, Some("-1")),
    (2, Some("5.5")),
    (2, Some("600")),
];

/// What a response may say about caches.
const CACHE_FIELDS: &[(&str, &str)] = &[
    ("Cache-Control", "max-age=600"),
    ("Cache-Control", "no-store"),
    ("Cache-Control", "no-cache"),
    ("Cache-Control", "max-age=0"),
    ("Cache-Control", "private, max-age=600"),
    ("Expires", "Fri, 01 Jan 2038 00:00:00 GMT"),
    ("Expires", "0"),
    ("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT"),
    ("Pragma", "no-cache"),
];
const VARIES: &[&str] = &["Origin", "*", "Accept", "X-A"];
const RESOURCE_POLICIES: &[&str] = &["same-origin", "same-site", "cross-origin", "Same-Origin", "same-origin, x"];

/// What a page may or may not see.
const SEEN: [(&str, &str); 3] = [("X-R", "1"), ("X-S", "2"), ("ETag", "q")];

/// The last answer of a path. No connection is closed: how often a browser then tries again depends on the connections
/// that earlier cases have left open.
pub(super) fn last(dice: &mut Dice, asker: &Asker) -> Map<String, Value> {
    let mut headers = shared(dice, asker);
    push(&mut headers, "Access-Control-Expose-Headers", dice.weigh(EXPOSE_HEADERS));
    headers.extend(SEEN.map(|(name, value)| json!([name, value])));
    let (kind, body) = content(&asker.api);
    headers.push(json!(["Content-Type", kind]));
    if dice.percent(12) {
        let (name, value) = dice.pick(CACHE_FIELDS);
        headers.push(json!([name, value]));
    }
    if dice.percent(3) {
        headers.push(json!(["Vary", dice.pick(VARIES)]));
    }
    if dice.percent(4) {
        headers.push(json!(["Cross-Origin-Resource-Policy", dice.pick(RESOURCE_POLICIES)]));
    }
    disfigure(dice, &mut headers);
    answer(&[("status", dice.weigh(FINAL_STATUSES).into()), ("headers", headers.into()), ("body", body.into())])
}

/// An answer on the way.
pub(super) fn redirect(dice: &mut Dice, asker: &Asker, location: &str) -> Map<String, Value> {
    let mut headers = shared(dice, asker);
    headers.push(json!(["Location", location]));
    match dice.below(200) {
        0 => headers.push(json!(["Location", location])),
        1 => headers.push(json!(["Location", "/other"])),
        2..6 => headers.push(json!(["Cache-Control", "max-age=600"])),
        _ => {}
    }
    disfigure(dice, &mut headers);
    answer(&[("status", dice.weigh(REDIRECT_STATUSES).into()), ("headers", headers.into()), ("body", "ok".into())])
}

/// An answer to a preflight.
pub(super) fn preflight(dice: &mut Dice, asker: &Asker) -> Map<String, Value> {
    let mut headers = shared(dice, asker);
    push(&mut headers, "Access-Control-Allow-Methods", allow_methods(dice, asker).as_deref());
    push(&mut headers, "Access-Control-Allow-Headers", allow_headers(dice, asker).as_deref());
    push(&mut headers, "Access-Control-Max-Age", dice.weigh(MAX_AGES));
    let status = dice.weigh(PREFLIGHT_STATUSES);
    disfigure(dice, &mut headers);
    answer(&[("status", status.into()), ("headers", headers.into()), ("body", "".into())])
}

/// Seldom does to one field what servers and proxies do: writes it twice, in lower case, with odd bytes or white space.
fn disfigure(dice: &mut Dice, headers: &mut Vec<Value>) {
    if headers.is_empty() || !dice.percent(6) {
        return;
    }
    let place = dice.below(headers.len());
    let field = headers[place].clone();
    let [name, value] = [&field[0], &field[1]].map(|part| part.as_str().unwrap_or_default().to_owned());
    match dice.below(7) {
        0 => headers.push(field),
        1 => headers.push(json!([name, ""])),
        2 => headers[place] = json!([name.to_ascii_lowercase(), value]),
        3 => headers[place] = json!([name, format!(" {value}\t ")]),
        4 => headers[place] = json!([name, format!("{value}\u{e9}")]),
        5 => headers[place] = json!([format!("{name} "), value]),
        _ => headers.push(json!([name, "x"])),
    }
}

/// `Access-Control-Allow-Origin` and `-Credentials`.
fn shared(dice: &mut Dice, asker: &Asker) -> Vec<Value> {
    let mut headers = Vec::new();
    let origin = asker.origin.as_str();
    let drawn = match dice.below(100) {
        0..58 => Some(origin.to_owned()),
        58..74 => Some("*".to_owned()),
        74..79 => Some("null".to_owned()),
        79..83 => None,
        83..86 => Some(format!("{origin}/")),
        86..88 => Some(origin.to_ascii_uppercase()),
        88..90 => Some(format!("{origin}, *")),
        90..92 => Some(format!("{origin} {origin}")),
        92..95 => Some("http://127.0.0.1:9102".to_owned()),
        95..97 => Some(String::new()),
        97..98 => Some("127.0.0.1:9101".to_owned()),
        _ => {
            push(&mut headers, "Access-Control-Allow-Origin", Some("*"));
            Some(origin.to_owned())
        }
    };
    push(&mut headers, "Access-Control-Allow-Origin", drawn.as_deref());
    push(&mut headers, "Access-Control-Allow-Credentials", dice.weigh(ALLOW_CREDENTIALS));
    headers
}

fn allow_methods(dice: &mut Dice, asker: &Asker) -> Option<String> {
    let method = asker.method.as_str();
    match dice.below(100) {
        0..45 => Some(method.to_ascii_uppercase()),
        45..60 => Some(format!("GET, {method}")),
        60..72 => Some("*".to_owned()),
        72..80 => None,
        80..84 => Some(method.to_owned()),
        84..88 => Some(method.to_ascii_lowercase()),
        88..91 => Some(format!("{method},")),
        91..94 => Some("GET, POST".to_owned()),
        94..96 => Some(format!("{method}; PUT")),
        96..98 => Some(format!("*, {method}")),
        _ => Some(String::new()),
    }
}

fn allow_headers(dice: &mut Dice, asker: &Asker) -> Option<String> {
    let names = asker.header_names.join(", ");
    match dice.below(100) {
        0..40 => Some(format!("{names}, content-type").trim_start_matches(", ").to_ascii_lowercase()),
        40..52 => Some(names.to_ascii_uppercase()),
        52..66 => Some("*".to_owned()),
        66..76 => Some("*, authorization".to_owned()),
        76..83 => None,
        83..89 => Some("x-a, x-b".to_owned()),
        89..92 => Some(names.replace(", ", " ")),
        92..94 => Some(format!(", {names}")),
        94..96 => Some(format!("{names}, @")),
        96..98 => Some(String::new()),
        _ => Some("content-type".to_owned()),
    }
}

fn push(headers: &mut Vec<Value>, name: &str, value: Option<&str>) {
    headers.extend(value.map(|value| json!([name, value])));
}

fn answer(keys: &[(&str, Value)]) -> Map<String, Value> {
    keys.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}
