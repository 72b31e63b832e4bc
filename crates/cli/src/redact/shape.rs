//! Segments of a path, and values, that are secrets by their shape: a token has one, whatever the parameter before it is called.

/// What begins a token and nothing else.
pub const PREFIXES: [&str; 28] = [
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "rk_test_",
    "whsec_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "xoxs-",
    "xapp-",
    "AKIA",
    "ASIA",
    "AIza",
    "ya29.",
    "SG.",
    "sk-",
    "npm_",
    "shpat_",
    "dop_v1_",
    "hf_",
    "xkeysib-",
];

/// How a webhook's path names its token: the names before it, and how many segments in between say whose it is.
const WEBHOOKS: [(&[&str], usize); 6] = [
    (&["services"], 2),
    (&["triggers"], 2),
    (&["webhooks"], 1),
    (&["webhook", "incomingwebhook"], 0),
    (&["hooks", "catch"], 1),
    (&["with", "key"], 0),
];

/// What follows a prefix is no shorter.
const AFTER_PREFIX: usize = 12;

/// Shorter digits of a hexadecimal number name a resource, as those of a database do.
const HEX: usize = 32;

/// Shorter runs of letters and digits are names.
const RANDOM: usize = 24;

/// A random text changes its kind of character this often at the least: once in so many.
const CHANGE_EVERY: usize = 6;

/// The token behind the name of a webhook is no shorter.
const OF_WEBHOOK: usize = 6;

/// Whether some part of a text can be a secret by its shape: soon told, since most texts are long and hold none.
pub(super) fn may_hold_secret(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) || text.contains("eyJ")
}

/// What pages load for everybody: bundlers and font services name such files by a hash of what is in them.
const OF_EVERYBODY: [&str; 10] = ["css", "eot", "js", "map", "mjs", "otf", "ttf", "wasm", "woff", "woff2"];

/// Whether a segment of a path, or a value, is a secret by its shape alone.
pub(super) fn is_secret(text: &str) -> bool {
    let is_of_everybody = text.rsplit_once('.').is_some_and(|(_, extension)| OF_EVERYBODY.contains(&extension));
    is_token(text) || !is_of_everybody && text.split(['.', '~', ':', ' ']).any(is_random)
}

/// Whether a text is made like the tokens of a known service.
pub(super) fn is_token(text: &str) -> bool {
    is_of_bot(text) || has_prefix(text) || is_signed(text)
}

/// Whether the last of these segments is the token of a webhook, by those before it.
pub(super) fn is_of_webhook(before: &[&str], segment: &str) -> bool {
    let is_token = segment.len() >= OF_WEBHOOK
        && segment.contains(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
        && segment.chars().all(is_of_token)
        && !is_uuid(segment);
    is_token && WEBHOOKS.iter().any(|(names, owners)| follows(before, names, *owners))
}

/// Whether the names stand before so many segments that say whose the webhook is, numbers or in capitals.
fn follows(before: &[&str], names: &[&str], owners: usize) -> bool {
    let Some(at) = before.len().checked_sub(owners) else { return false };
    let (before, between) = before.split_at(at);
    let is_owner = |text: &&str| text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase()) && text.len() > 3;
    let mut before = before.iter().rev().filter(|text| !text.contains('@'));
    between.iter().all(is_owner)
        && names.iter().rev().all(|name| before.next().is_some_and(|text| text.eq_ignore_ascii_case(name)))
}

/// `bot123456:AA…` of Telegram, or without `bot`.
fn is_of_bot(text: &str) -> bool {
    let Some((number, token)) = text.split_once(':') else { return false };
    let (number, least) = number.strip_prefix("bot").map_or((number, 30), |number| (number, 5));
    number.len() >= 5
        && number.chars().all(|c| c.is_ascii_digit())
        && token.len() >= least
        && token.chars().all(is_of_token)
}

fn has_prefix(text: &str) -> bool {
    PREFIXES.iter().filter_map(|prefix| text.strip_prefix(prefix)).any(|rest| {
        rest.len() >= AFTER_PREFIX
            && rest.chars().all(|c| is_of_token(c) || c == '.')
            && rest.contains(|c: char| c.is_ascii_digit())
            && (rest.contains(|c: char| c.is_ascii_uppercase()) || !rest.contains('-'))
    })
}

/// A JSON Web Token: two or three parts in base64, the first of which is an object.
fn is_signed(text: &str) -> bool {
    let mut parts = text.split('.');
    parts.next().is_some_and(|head| head.starts_with("eyJ") && head.len() > 10)
        && parts.next().is_some_and(|body| body.len() > 3)
        && text.chars().all(|c| is_of_token(c) || c == '.')
}

/// Whether a text is as random as a key: many hexadecimal digits, or letters and digits that no words make.
fn is_random(text: &str) -> bool {
    let text = text.trim_end_matches('=');
    let has = |is_it: fn(&char) -> bool| text.chars().any(|c| is_it(&c));
    if text.len() < RANDOM || is_uuid(text) || is_ordered_id(text) || !has(char::is_ascii_digit) {
        return false;
    }
    if text.chars().all(|c| c.is_ascii_hexdigit()) {
        return text.len() >= HEX && has(char::is_ascii_alphabetic);
    }
    // In words, a letter is followed by one of its kind.
    text.chars().all(is_of_token) && changes(text) * CHANGE_EVERY >= text.len()
}

/// How often one kind of character follows another, but for where a word in camel case begins.
fn changes(text: &str) -> usize {
    let kind = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase());
    let begins_word = |at: usize| {
        let next = text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_lowercase);
        next && text.as_bytes()[at].is_ascii_uppercase()
    };
    let is_change = |(at, pair): &(usize, &[u8])| {
        let is_of_words = pair[0].is_ascii_alphanumeric() && pair[1].is_ascii_alphanumeric();
        let is_in_word = begins_word(*at) || pair[0].is_ascii_lowercase() && begins_word(at + 1);
        is_of_words && !is_in_word && kind(pair[0]) != kind(pair[1])
    };
    text.as_bytes().windows(2).enumerate().filter(is_change).count()
}

fn is_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '=')
}

/// A UUID names a resource.
fn is_uuid(text: &str) -> bool {
    let mut groups = text.split('-');
    [8, 4, 4, 4, 12].into_iter().all(|length| {
        groups.next().is_some_and(|group| group.len() == length && group.chars().all(|c| c.is_ascii_hexdigit()))
    }) && groups.next().is_none()
}

/// So does a ULID, which begins with the time.
fn is_ordered_id(text: &str) -> bool {
    text.len() == 26 && text.starts_with('0') && text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_known_by_their_shape() {
        for text in [
            "bot6984532978:AAGfX3kdpQ8-zVn2LrT0yWbE5sHu7JcMiOq",
            "bot65098:AAEtyz",
            "6984532978:AAGfX3kdpQ8-zVn2LrT0yWbE5sHu7JcMiOq",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            concat!("sk_", "live_51HqLyjWDarjtT1zdp7dc"),
            concat!("ghp", "_16C7e42F292c6912E7710c838347Ae178B4a"),
            concat!("AKI", "AIOSFODNN7EXAMPLE"),
            "b1946ac92492d2347c6235b4d2611184",
            "b1946ac92492d2347c6235b4d2611184.pdf",
            concat!("ghp", "_16C7e42F292c6912E7710c838347Ae178B4a.js"),
            "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
            "Z4bq9TkXw2LmPv7RsYc1NdHe",
            "k3j9x0q2m4v8z1b7n5c6t2w9",
            "q3J9-xT_0mV8zB7nC6tW9k2LpR4s",
        ] {
            assert!(is_secret(text), "{text}");
        }
    }

    #[test]
    fn words_numbers_and_names_of_resources_stay() {
        for text in [
            "todos",
            "752fab944adc529b0813c1b5c4890dd4849fa44b.woff2",
            "cJZKeOuBrn4kERxqtaUH3bO3LdcAZYWl9Si6vvxL-qU.woff",
            "main.b1946ac92492d2347c6235b4d2611184.js",
            "v2",
            "sendMessage",
            "getUserProfileWithSettingsByIdV2",
            "how-to-fix-cors-errors-in-spring-boot-3-and-angular-17",
            "How-To-Fix-CORS-Errors-In-Spring-Boot-3",
            "top-10-tips-2024-for-node-18-users",
            "p_Bucknell_CGUpdate_2024_Version12",
            "7b9c2f0e-3d4a-4e5f-8a1b-2c3d4e5f6a7b",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "507f1f77bcf86cd799439011",
            "845082576963895306",
            "123456789012345678901234567890123456",
            "main.3f2a9c81b0d4.chunk.js",
            "api.example.com:8443",
            "sk-learn-tutorial-2024",
            "AKIArticles",
            "2024-05-17T12:30:00.000Z",
            "bot123",
            "ghp_readme",
            "com.example.android.application.MainActivity2",
            "users:list:all",
            "HelloWorldFunction20240517v2Handler",
            "arn:aws:lambda:eu-central-1:123456789012:function",
        ] {
            assert!(!is_secret(text), "{text}");
        }
    }
}
