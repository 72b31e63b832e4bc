//! The parameters of queries and fragments whose values are never shown.

use super::HIDDEN;

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

/// A URL or a part of one with the values of such parameters left out, wherever they stand.
pub(super) fn without_secrets(url: &str) -> String {
    let mut shown = String::with_capacity(url.len());
    for piece in url.split_inclusive(['?', '&', '#', ';']) {
        let (body, end) = match piece.char_indices().next_back() {
            Some((at, '?' | '&' | '#' | ';')) => piece.split_at(at),
            _ => (piece, ""),
        };
        match body.split_once('=') {
            Some((name, value)) if !value.is_empty() && (is_secret(name) || holds_secret(value)) => {
                shown.extend([name, "=", HIDDEN]);
            }
            _ => shown.push_str(body),
        }
        shown.push_str(end);
    }
    shown
}

/// Whether a parameter of this name holds a secret, percent-encoded or not.
fn is_secret(name: &str) -> bool {
    let decoded = percent_decoded(name);
    let plain: String = decoded.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    NAMES.contains(&plain.as_str()) || CONTAINED.iter().any(|part| plain.contains(part))
}

/// Whether an encoded value is a URL with a secret of its own.
fn holds_secret(value: &str) -> bool {
    let decoded = percent_decoded(value);
    let has_userinfo = decoded
        .split_once("://")
        .is_some_and(|(_, rest)| rest.split(['/', '?', '#']).next().is_some_and(|host| host.contains('@')));
    has_userinfo || decoded != value && without_secrets(&decoded) != decoded
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
            ("/x?q=a=b&author=me&key=", "/x?q=a=b&author=me&key="),
        ] {
            assert_eq!(without_secrets(url), shown);
        }
    }
}
