//! The parameters of queries and fragments whose values are never shown.

use super::hidden::HIDDEN;
use super::shape;
use super::userinfo::without_userinfo;

/// The names, in lower case and without `-` and `_`: `access_token`, `Access-Token` and `accessToken` are one.
pub const NAMES: [&str; 41] = [
    "assertion",
    "auth",
    "authcode",
    "authorization",
    "authkey",
    "awsaccesskeyid",
    "bearer",
    "code",
    "codeverifier",
    "cookie",
    "credentials",
    "devicecode",
    "hmac",
    "jsessionid",
    "jwt",
    "key",
    "nonce",
    "oauthverifier",
    "otp",
    "pass",
    "passcode",
    "passphrase",
    "phpsessid",
    "pin",
    "privatekey",
    "pwd",
    "requesttoken",
    "samlrequest",
    "samlresponse",
    "sas",
    "sid",
    "sig",
    "state",
    "subscriptionkey",
    "ticket",
    "usercode",
    "xamzcredential",
    "xamzsecuritytoken",
    "xamzsignature",
    "xgoogcredential",
    "xgoogsignature",
];

/// What a name may not hold anywhere: `id_token`, `client_secret`, `X-Amz-Signature`.
pub const CONTAINED: [&str; 10] =
    ["token", "secret", "password", "passwd", "signature", "apikey", "accesskey", "session", "credential", "jwt"];

/// Words that name a secret where nothing before them says another thing, and what does: `stripeKey` is one, `sortKey` none.
const OF_NO_SECRET: [(&str, &[&str]); 4] = [
    (
        "key",
        &[
            "cache",
            "column",
            "field",
            "foreign",
            "group",
            "index",
            "lookup",
            "menu",
            "object",
            "order",
            "parent",
            "partition",
            "primary",
            "query",
            "range",
            "row",
            "sort",
            "storage",
            "tab",
            "translation",
        ],
    ),
    (
        "code",
        &[
            "airline",
            "airport",
            "area",
            "bar",
            "category",
            "city",
            "color",
            "country",
            "course",
            "currency",
            "department",
            "error",
            "exit",
            "http",
            "industry",
            "item",
            "lang",
            "language",
            "locale",
            "plan",
            "post",
            "postal",
            "product",
            "province",
            "region",
            "response",
            "school",
            "source",
            "station",
            "status",
            "stock",
            "subject",
            "zip",
        ],
    ),
    ("state", &["address", "app", "country", "game", "home", "initial", "loading", "next", "order", "us", "user"]),
    ("pass", &["boarding", "day", "first", "next", "season"]),
];

/// A value is decoded this often; what is still encoded then is nothing that anybody needs to see.
const DECODINGS: usize = 4;

/// A URL or a part of one with the values of such parameters left out, wherever they stand.
pub(super) fn without_secrets(url: &str) -> String {
    let path_end = url.find(['?', '#']).unwrap_or(url.len());
    // In a query a value may hold slashes and commas.
    let (path, tail) = url.split_at(path_end);
    let (origin, path) = path.split_at(origin_end(path));
    origin.to_owned() + &of_path(path) + &of_tail(tail)
}

/// Where the origin ends, which is no secret: many hosts have a random part, those of previews, buckets and web views. What
/// begins like a token may be one in the wrong place, and so may a name without a dot that no browser has for its own.
fn origin_end(url: &str) -> usize {
    let Some((scheme, rest)) = url.split_once("://") else { return 0 };
    let host = rest.split(['/', '\\', ';', ',', '&']).next().unwrap_or_default();
    let is_of_host = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | ':');
    let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let is_of_network = matches!(scheme, "http" | "https" | "ws" | "wss");
    let is_origin = is_scheme
        && !host.is_empty()
        && host.chars().all(is_of_host)
        && (host.contains('.') || !is_of_network)
        && !shape::is_token(host);
    if is_origin { scheme.len() + "://".len() + host.len() } else { 0 }
}

/// A path, whose segments may be tokens by themselves or by those before them.
fn of_path(path: &str) -> String {
    let mut shown = String::with_capacity(path.len());
    let mut before = Vec::new();
    for piece in path.split_inclusive(['&', ';', '/', '\\', ',']) {
        let (segment, end) = parts(piece);
        if shape::is_of_webhook(&before, segment) {
            shown.extend([HIDDEN, end]);
        } else {
            shown.push_str(&of_piece(piece));
        }
        before.push(segment);
    }
    shown
}

/// A query and a fragment. Some servers end a value at a `;`, and to a browser it is a part of it, like another `?`: what may be
/// the rest of a secret is left out with it.
fn of_tail(tail: &str) -> String {
    let mut shown = String::with_capacity(tail.len());
    let mut is_rest_of_secret = false;
    for piece in tail.split_inclusive(['?', '&', '#', ';']) {
        let end = piece.chars().next_back().filter(|end| matches!(end, '&' | '#'));
        if is_rest_of_secret {
            shown.extend(end);
        } else {
            shown.push_str(&of_piece_of_tail(piece));
        }
        let is_secret = is_rest_of_secret || shown.trim_end_matches([';', '?']).ends_with(HIDDEN);
        is_rest_of_secret = is_secret && end.is_none();
        if is_rest_of_secret {
            shown.truncate(shown.trim_end_matches([';', '?']).len());
        }
    }
    shown
}

/// A value is no longer than a line.
const VALUE_LENGTH: usize = 100;

/// Nor is a word in it: a UUID has so many characters.
const WORD_LENGTH: usize = 36;

/// A parameter of a query or a fragment: only a value of plain words is shown. JSON, a query of GraphQL or a token may stand
/// under any name.
fn of_piece_of_tail(piece: &str) -> String {
    let body = piece.trim_end_matches(['?', '&', '#', ';']);
    let (name, value) = body.split_once('=').unwrap_or(("", body));
    let end = &piece[body.len()..];
    // `filter\[name\]` is how `curl` is told that the brackets are no pattern.
    match (is_plain(name, "[]\\"), is_plain(value, "")) {
        (true, true) => of_piece(piece),
        (true, false) if body.len() > value.len() => format!("{name}={HIDDEN}{end}"),
        _ => format!("{HIDDEN}{end}"),
    }
}

/// Whether a text is of plain words, once it is decoded.
fn is_plain(text: &str, also: &str) -> bool {
    const MARKS: &str = " -_.~:/,+@*!?=%|$&#…";
    let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let decoded = layers(text).pop().unwrap_or_default();
    decoded.chars().all(|c| c.is_alphanumeric() || MARKS.contains(c) || also.contains(c))
        && decoded.chars().count() <= VALUE_LENGTH
        && decoded.split(|c| !is_of_word(c)).all(|word| word.chars().count() <= WORD_LENGTH)
        && !decoded.match_indices(':').any(|(at, _)| {
            let name = decoded[..at].rsplit(|c| !is_of_word(c)).next().unwrap_or_default();
            !decoded[at + 1..].is_empty() && is_secret(name)
        })
}

/// A parameter, and the mark that ends it.
fn of_piece(piece: &str) -> String {
    let (body, end) = parts(piece);
    match body.split_once('=') {
        Some((name, value)) if !value.is_empty() && (is_secret(name) || holds_secret(value)) => {
            format!("{name}={HIDDEN}{end}")
        }
        // The mark between name and value is encoded, or the name is.
        _ if holds_secret(body) => format!("{HIDDEN}{end}"),
        _ => piece.to_owned(),
    }
}

fn parts(piece: &str) -> (&str, &str) {
    match piece.char_indices().next_back() {
        Some((at, '?' | '&' | '#' | ';' | '/' | '\\' | ',')) => piece.split_at(at),
        _ => (piece, ""),
    }
}

/// Whether a parameter of this name holds a secret, percent-encoded or not.
pub(super) fn is_secret(name: &str) -> bool {
    let decoded = layers(name).pop().unwrap_or_default();
    let plain: String = decoded.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    NAMES.contains(&plain.as_str()) || CONTAINED.iter().any(|part| plain.contains(part))
}

/// Whether the name of a variable or a member is that of a secret: as the name of a parameter is, with its path, or by its last
/// word.
pub(super) fn is_of_secret(name: &str) -> bool {
    is_secret(name)
        || name.split('.').any(|part| is_secret(part) || is_secret(last_word(part)) && !is_of_no_secret(part))
}

/// Whether the word before the last one says that it is no secret.
fn is_of_no_secret(name: &str) -> bool {
    let last = last_word(name);
    let before = last_word(&name[..name.rfind(last).unwrap_or_default()]);
    let (last, before) = (last.to_ascii_lowercase(), before.to_ascii_lowercase());
    let is_plain = |&(word, others): &(&str, &[&str])| last == word && others.contains(&before.as_str());
    OF_NO_SECRET.iter().any(is_plain)
}

/// `stripeKey`, `STRIPE_KEY`: what kind of thing it is stands at the end.
pub(super) fn last_word(name: &str) -> &str {
    let name = name.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let begins = |(at, c): (usize, char)| {
        let is_hump = c.is_ascii_uppercase() && name[..at].ends_with(|c: char| c.is_ascii_lowercase());
        if is_hump { Some(at) } else { (!c.is_ascii_alphanumeric()).then_some(at + c.len_utf8()) }
    };
    let start = name.char_indices().filter_map(begins).next_back().unwrap_or_default();
    &name[start..]
}

/// Whether a text is a secret by its shape, or holds a parameter with one or a URL with userinfo, encoded however often.
fn holds_secret(text: &str) -> bool {
    let layers = layers(text);
    layers.len() > DECODINGS
        || layers.iter().any(|layer| {
            shape::may_hold_secret(layer) && layer.split(['/', '?', '&', '=']).any(shape::is_secret)
                || has_userinfo(layer)
                || has_secret_parameter(layer)
        })
}

fn has_userinfo(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| at > 0 && text[..at].contains("//")) && without_userinfo(text) != text
}

fn has_secret_parameter(text: &str) -> bool {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '[' | ']' | '%');
    text.match_indices('=').any(|(at, _)| {
        let before = &text[..at];
        let begin = before
            .rfind(|c| !is_of_name(c))
            .map_or(0, |last| last + before[last..].chars().next().map_or(1, char::len_utf8));
        at + 1 < text.len() && is_secret(&before[begin..])
    })
}

/// A text, and what it is once decoded, again and again until nothing is left to decode.
fn layers(text: &str) -> Vec<String> {
    let mut layers = vec![text.to_owned()];
    while layers.len() <= DECODINGS {
        let last = layers.last().map(String::as_str).unwrap_or_default();
        let decoded = percent_decoded(last);
        if decoded == last {
            break;
        }
        layers.push(decoded);
    }
    layers
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digit = |place: usize| after.get(place).and_then(|&byte| char::from(byte).to_digit(16));
        match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high << 4 | low) as u8);
                rest = &after[2..];
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_codes_are_secrets_unless_their_name_says_of_what_they_are() {
        for name in [
            "api_key",
            "apiKey",
            "accessToken",
            "authCode",
            "AUTH_CODE",
            "secretKey",
            "stripeKey",
            "key",
            "code",
            "state",
            "verificationCode",
            "config.apiKey",
            "encryptionKey",
            "userPass",
            "sortToken",
            "pageToken",
        ] {
            assert!(is_of_secret(name), "{name}");
        }
        for name in [
            "countryCode",
            "COUNTRY_CODE",
            "country-code",
            "sortKey",
            "orderBy",
            "statusCode",
            "zipCode",
            "zipcode",
            "primaryKey",
            "keyword",
            "params.sortKey",
            "orderState",
            "author",
            "keyboard",
            "postcode",
        ] {
            assert!(!is_of_secret(name), "{name}");
        }
    }

    #[test]
    fn tokens_in_a_path_are_known_by_their_shape_and_place() {
        for (url, shown) in [
            (
                "https://api.telegram.org/bot65098:AAEtyz/sendMessage?chat_id=1",
                "https://api.telegram.org/…/sendMessage?chat_id=1",
            ),
            ("https://api.telegram.org/bot65098%3AAAEtyz/getMe", "https://api.telegram.org/…/getMe"),
            (
                "https://hooks.slack.com/services/T024BE7LD/B08M4P1QZ/XoVq7hRz",
                "https://hooks.slack.com/services/T024BE7LD/B08M4P1QZ/…",
            ),
            (
                "https://discord.com/api/webhooks/845082576963895306/a-B7_x9?wait=true",
                "https://discord.com/api/webhooks/845082576963895306/…?wait=true",
            ),
            ("https://hooks.zapier.com/hooks/catch/123456/o2abcd/", "https://hooks.zapier.com/hooks/catch/123456/…/"),
            ("https://maker.ifttt.com/trigger/x/with/key/cA9dEf", "https://maker.ifttt.com/trigger/x/with/key/…"),
            ("https://a.test/services/T024BE7LD/users", "https://a.test/services/T024BE7LD/users"),
            (
                "https://a.test/api/webhooks/845082576963895306/deliveries",
                "https://a.test/api/webhooks/845082576963895306/deliveries",
            ),
            ("/x?next=5e884898da28047151d0e56f8dc6292773603d0d", "/x?next=…"),
        ] {
            assert_eq!(without_secrets(url), shown);
        }
    }

    #[test]
    fn secrets_are_known_by_the_name_of_their_parameter() {
        for (url, shown) in [
            ("/x?page=2&token=s", "/x?page=2&token=…"),
            ("/x?Access-Token=s&a", "/x?Access-Token=…&a"),
            ("/x?accessToken=s#id_token=t&v=1", "/x?accessToken=…#id_token=…&v=1"),
            ("/x?X-Amz-Signature=s&client_secret=t", "/x?X-Amz-Signature=…&client_secret=…"),
            ("/x?%74oken=s", "/x?%74oken=…"),
            ("/x?user[token]=s", "/x?user[token]=…"),
            ("/x;jsessionid=s?y=1", "/x;jsessionid=…?y=1"),
            ("/x?next=https://idp.example/cb?code=s", "/x?next=https://idp.example/cb?code=…"),
            ("/x?next=https%3A%2F%2Fidp.example%3Fcode%3Ds", "/x?next=…"),
            ("/x?next=https%3A%2F%2Fu:s%40idp.example", "/x?next=…"),
            ("/x?n=http%253A%252F%252Fb%252F%253Fcode%253DC", "/x?n=…"),
            ("/x?n=http%25253A%25252F%25252Fu%25253AC%252540b", "/x?n=…"),
            ("/x?n=%2F%2Fu:C%40b", "/x?n=…"),
            ("/x?n=//u:C@b", "/x?n=…"),
            ("/x?code%3DC&a=1", "/x?…&a=1"),
            ("/x?code%253DC", "/x?…"),
            ("/x?%2563ode=C", "/x?%2563ode=…"),
            ("/x?token=a/b,c", "/x?token=…"),
            ("/x?token=a;C&b=1", "/x?token=…&b=1"),
            ("/x?token=a?C#token=a;C", "/x?token=…#token=…"),
            ("/x?b=1;c=2?d=3", "/x?b=1;c=2?d=3"),
            ("/x?a=b,token=C", "/x?a=…"),
            ("http://h/code=C/x", "http://h/code=…/x"),
            ("/x;a=b,token=C", "/x;a=b,token=…"),
            ("/x/code%3DC/y", "/x/…/y"),
            ("/x?data={\"token\":\"C\"}&a=1", "/x?data=…&a=1"),
            ("/x?data=%7B%22a%22:%22C;C?C%22%7D&a=1", "/x?data=…&a=1"),
            ("/x?query={login(password:\"C\")}", "/x?query=…"),
            ("/x?{login(p:\"C\",q=1)}#{\"a\":\"C\"}", "/x?…#…"),
            ("/x?a=0123456789abcdef0123456789abcdef01234567&b=filter%5Bpin%5D", "/x?a=…&b=…"),
            ("/x?q=password:C&t=10:30", "/x?q=…&t=10:30"),
            (
                "/x?id=123e4567-e89b-12d3-a456-426614174000&since=2024-01-01T00:00:00.000Z&f[a]=1",
                "/x?id=123e4567-e89b-12d3-a456-426614174000&since=2024-01-01T00:00:00.000Z&f[a]=1",
            ),
            (r"/x?page\[limit\]=40&type\[\]=dogs&f\[token\]=s", r"/x?page\[limit\]=40&type\[\]=dogs&f\[token\]=…"),
            (r"/x?limit=\40&a\={b}", r"/x?limit=…&a\=…"),
            ("/x?q=a%20b&r=100%25&mail=me@a.example", "/x?q=a%20b&r=100%25&mail=me@a.example"),
            ("/x?q=a=b&author=me&key=", "/x?q=a=b&author=me&key="),
        ] {
            assert_eq!(without_secrets(url), shown);
        }
    }
}
