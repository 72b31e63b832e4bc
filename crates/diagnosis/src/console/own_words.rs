//! What a program says of CORS in words of its own: the last way to read a text, where no phrase is known.
//!
//! A line tells something where it has a word of each of a few sorts: what it is about, and that it was refused.

use preflight_rules::{
    HEADER_NOT_ALLOWED, LIBRARY_MISUSE, METHOD_NOT_ALLOWED, NO_ACAO, NOT_CORS, OPTIONS_NOT_HANDLED, ORIGIN_MISMATCH,
    PREFLIGHT_NEEDS_AUTH, WILDCARD_WITH_CREDENTIALS,
};

use super::message::Message;
use super::reason::ConsoleReason;
use super::saying::Saying;
use super::transcript::Transcript;
use super::voices::null_origin;

/// Longer lines are data, not sentences.
const SENTENCE_LIMIT: usize = 512;

/// As many lines that are about CORS are looked at.
const SENTENCES_LIMIT: usize = 128;

/// What a line is about that may tell something.
const SUBJECTS: [&str; 8] = ["credential", "origin", "cors", "preflight", "options", "csrf", "xsrf", "forgery"];

/// Words of a sentence; a line has to have one of them.
type Words = &'static [&'static str];

/// What a line with these words says.
struct Sentence {
    saying: Saying,
    has: &'static [Words],
}

/// That something was refused.
const REFUSED: Words = &[
    "did not allow",
    "does not allow",
    "doesn't allow",
    "not allowed",
    "not authorized",
    "not authorised",
    "unauthorized",
    "unauthorised",
    "not permitted",
    "not whitelisted",
    "not in the whitelist",
    "not in whitelist",
    "not in allowed",
    "not in the allowed",
    "not in allow",
    "not in the list",
    "not listed",
    "not trusted",
    "untrusted",
    "not accepted",
    "not acceptable",
    "not recognized",
    "not recognised",
    "not registered",
    "not valid",
    "invalid",
    "illegal",
    "rejected",
    "rejecting",
    "reject",
    "denied",
    "denying",
    "deny",
    "refused",
    "refusing",
    "disallowed",
    "forbidden",
    "blocked",
    "blocking",
    "mismatch",
    "does not match",
    "doesn't match",
    "did not match",
    "no match",
    "unknown",
    "unexpected",
    "bad",
    "violation",
    "failed",
    "disapproved",
];

/// That something cannot stand beside something else.
const CONTRADICTS: Words = &[
    "cannot",
    "can't",
    "can not",
    "must not",
    "may not",
    "should not",
    "not allowed",
    "not permitted",
    "not valid",
    "invalid",
    "illegal",
    "incompatible",
    "conflict",
    "conflicts",
    "forbidden",
    "unsafe",
    "insecure",
    "not supported",
    "mutually exclusive",
    "not be used",
    "not compatible",
];

const CREDENTIALS: Words = &[
    "credentials",
    "credential",
    "allow_credentials",
    "allow_credential",
    "supports_credentials",
    "allowcredentials",
    "supportscredentials",
    "access-control-allow-credentials",
];

const WILDCARD: Words = &[
    "wildcard",
    "*",
    "'*'",
    "`*`",
    "(*)",
    "[*]",
    "any origin",
    "all origins",
    "every origin",
    "allow_any",
    "allowanyorigin",
    "origins *",
    "origin *",
    "is *",
    "origins: *",
    "origin: *",
    "origins=*",
    "origin=*",
];

/// The first that fits counts: the narrowest stand first.
static SENTENCES: &[Sentence] = &[
    Sentence {
        saying: Saying::new("own-words-any-header-with-credentials", "a program, in its own words", &[&WILDCARD_WITH_CREDENTIALS, &HEADER_NOT_ALLOWED])
            .tells(
                "the program says that `*` in `Access-Control-Allow-Headers` and credentials do not go together",
                "`*` does not count for calls with credentials, neither for origins nor for methods and headers",
                "list the request headers in place of `*`, or leave the credentials out",
            )
            .likely(),
        has: &[WILDCARD, CREDENTIALS, CONTRADICTS, &["access-control-allow-headers",
                "allow-headers", "allow_headers", "allowed_headers", "allowed headers", "allowheaders", "allowedheaders"]],
    },
    Sentence {
        saying: Saying::new("own-words-wildcard-with-credentials", "a program, in its own words", &[&WILDCARD_WITH_CREDENTIALS, &LIBRARY_MISUSE])
            .tells(
                "the program says that every origin and credentials do not go together",
                "`*` does not count for calls with credentials, and libraries refuse the pair",
                "list the pages in place of `*`, or leave the credentials out",
            )
            .likely(),
        has: &[WILDCARD, CREDENTIALS, CONTRADICTS],
    },
    Sentence {
        saying: Saying::new("own-words-wildcard-in-list", "a program, in its own words", &[&LIBRARY_MISUSE])
            .tells(
                "the program says that `*` may not stand where the origins are listed",
                "in a list `*` would be the name of an origin, and no page has this name",
                "use the library's own setting for every origin, or list the origins of the pages",
            )
            .likely(),
        has: &[WILDCARD, &["origin", "origins", "allow_origins", "alloworigin", "allowed_origins", "cors"], CONTRADICTS],
    },
    Sentence {
        saying: Saying::new("own-words-forged-request", "a program, in its own words", &[&NOT_CORS])
            .tells(
                "the program's protection against forged requests refused the call; this is not CORS",
                "the token is missing or another one, or the page's origin is not among those that the program trusts",
                "send the program's token with the call, and add the page's origin to its trusted origins",
            )
            .likely(),
        has: &[&["csrf", "xsrf", "cross-site request forgery", "forgery"], REFUSED],
    },
    Sentence {
        saying: Saying::new("own-words-preflight-login", "a program, in its own words", &[&PREFLIGHT_NEEDS_AUTH, &OPTIONS_NOT_HANDLED])
            .tells(
                "the program says that a preflight was asked for a login",
                "a preflight carries no credentials and no token",
                "answer OPTIONS before the login is asked for",
            )
            .likely(),
        has: &[
            &["preflight", "'options'", "options request", "options requests", "method options", "options method"],
            &["401", "unauthorized", "unauthorised", "authentication", "unauthenticated", "token", "login", "authorization"],
            &["401", "unauthorized", "unauthorised", "required", "missing", "failed", "unauthenticated", "no"],
        ],
    },
    Sentence {
        saying: Saying::new("own-words-options", "a program, in its own words", &[&OPTIONS_NOT_HANDLED, &METHOD_NOT_ALLOWED])
            .tells(
                "the program says that it does not take OPTIONS, and a preflight is an OPTIONS request",
                "nothing handles OPTIONS at this path, or something answers before CORS does",
                "let the program's CORS answer OPTIONS before the routes, with 204 and the CORS headers",
            )
            .likely(),
        has: &[
            &["'options'", "method options", "options method", "options request", "http options", "verb options", "options is", "[options]", "(options)", "=options"],
            &[
                "not supported", "not allowed", "unsupported", "not found", "no route", "no handler", "no mapping", "not implemented", "405", "404",
                "501", "invalid", "unknown", "unexpected", "rejected", "denied", "forbidden", "cannot", "not permitted", "disallowed",
            ],
        ],
    },
    Sentence {
        saying: Saying::new("own-words-header", "a program, in its own words", &[&HEADER_NOT_ALLOWED, &ORIGIN_MISMATCH])
            .tells(
                "the program says that its CORS configuration does not allow a request header",
                "the header is not among those that it allows",
                "add the header to the allowed headers of the program's CORS configuration",
            )
            .likely(),
        has: &[&["cors", "preflight", "access-control-request-headers"], &["header", "headers"], REFUSED],
    },
    Sentence {
        saying: Saying::new("own-words-method", "a program, in its own words", &[&METHOD_NOT_ALLOWED, &OPTIONS_NOT_HANDLED, &ORIGIN_MISMATCH])
            .tells(
                "the program says that its CORS configuration does not allow the method",
                "the method is not among those that it allows",
                "add the method to the allowed methods of the program's CORS configuration",
            )
            .likely(),
        has: &[&["cors", "preflight", "access-control-request-method"], &["method", "methods", "verb"], REFUSED],
    },
    Sentence {
        saying: Saying::new("own-words-origin", "a program, in its own words", &[&ORIGIN_MISMATCH, &NOT_CORS, &LIBRARY_MISUSE])
            .tells(
                "the program says that it refuses the origin {origin}",
                "the page's origin is not among those that the program knows, character by character: scheme, host and port",
                "add {origin} to the origins that the program allows, as the browser sends it: scheme, host and port, without a slash at the end",
            )
            .likely(),
        has: &[&["origin", "origins", "origin'", "host origin"], REFUSED],
    },
    Sentence {
        saying: Saying::new("own-words-cors", "a program, in its own words", &[&ORIGIN_MISMATCH, &METHOD_NOT_ALLOWED, &HEADER_NOT_ALLOWED, &NO_ACAO])
            .tells(
                "the program says that its CORS configuration refused a call",
                "the page's origin, the method or a header is not in the configuration; mostly it is the origin",
                "compare the page's origin, the method and the headers of the call with the program's CORS configuration",
            )
            .possible(),
        has: &[&["cors request", "cors check", "cors policy", "cors filter", "cors validation", "cors:", "[cors]", "cors error", "cors preflight", "preflight request", "preflight response", "preflight rejected", "preflight failed"], REFUSED],
    },
];

/// Words by which a line says that nothing was refused.
const NOT_REFUSED: Words = &[
    "not refused",
    "not rejected",
    "not denied",
    "not blocked",
    "not disallowed",
    "not forbidden",
    "not invalid",
    "no error",
    "no errors",
    "now allowed",
    "is allowed",
    "was allowed",
    "denied=false",
    "rejected=false",
    "refused=false",
    "blocked=false",
    "denied=0",
    "rejected=0",
    "refused=0",
    "blocked=0",
];

/// Words of people, of version control and of installers, which speak of origins and preflights, too.
const OF_OTHERS: Words = &[
    "origin server",
    "preflight checks",
    "preflight check",
    "[preflight]",
    "kubeadm",
    "refused connection",
    "connection refused",
    "upstream",
    "cdn",
    "origin of",
    "bad gateway",
    "invalid option",
    "unknown option",
    "i am",
    "i can",
    "i do",
    "i get",
    "i have",
    "i need",
    "i think",
    "i tried",
    "i try",
    "i use",
    "i want",
    "i'm",
    "my",
    "we",
    "our",
    "git",
    "fatal:",
    "refs",
    "branch",
    "push",
    "pull",
    "remote",
];

/// Marks that source code has and a sentence has not.
const OF_CODE: [&str; 9] = ["=> {", "){", ") {", "();", "});", "];", "</", "app.use", "$request"];

/// What the first line of the text that tells something tells.
pub(super) fn messages(transcript: &Transcript) -> Vec<Message> {
    let lines = transcript.lines().filter(|line| line.len() <= SENTENCE_LIMIT);
    // In capitals it is the method.
    let lines = lines.map(|line| (line, line.replace("OPTIONS", "'options'").to_ascii_lowercase()));
    let lines = lines.filter(|(_, folded)| SUBJECTS.iter().any(|subject| folded.contains(subject)));
    lines.take(SENTENCES_LIMIT).find_map(|(line, folded)| message(line, &folded)).into_iter().collect()
}

fn message(line: &str, folded: &str) -> Option<Message> {
    if OF_CODE.iter().any(|mark| folded.contains(mark))
        || has_one_of(folded, OF_OTHERS)
        || has_one_of(folded, NOT_REFUSED)
    {
        return None;
    }
    let sentence = SENTENCES.iter().find(|sentence| sentence.has.iter().all(|words| has_one_of(folded, words)))?;
    let message = Message { origin: origin_in(line), ..Message::default() };
    let saying = null_origin::of_null(&sentence.saying, &message);
    Some(Message { reason: Some(ConsoleReason::Said(saying)), ..message })
}

/// Whether one of the words stands there, and is no part of a longer one.
fn has_one_of(line: &str, words: Words) -> bool {
    words.iter().any(|word| line.match_indices(word).any(|(at, found)| is_whole(line, at, found)))
}

fn is_whole(line: &str, at: usize, word: &str) -> bool {
    if word == "*" {
        // `*/*`, `**bold**` and `/api/*` are none.
        let is_apart = |c: char| c.is_whitespace() || "'\"`()[],;:.=".contains(c);
        return line[..at].chars().next_back().is_none_or(is_apart)
            && line[at + 1..].chars().next().is_none_or(is_apart);
    }
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    let begins = !word.starts_with(is_letter) || !line[..at].ends_with(|c: char| is_letter(c) || c == '-');
    let ends = !word.ends_with(is_letter) || !line[at + word.len()..].starts_with(|c: char| is_letter(c) || c == '-');
    begins && ends
}

/// The origin that stands right behind the word: `origin=http://nas:3000`, `Origin 'http://…'`.
fn origin_in(line: &str) -> Option<String> {
    let folded = line.to_ascii_lowercase();
    let words = folded.match_indices("origin").map(|(at, word)| &line[at + word.len()..]);
    let mut values = words.map(|rest| rest.trim_start_matches(['"', '\'', '`', ':', '=', ' ', '[', '(']));
    let is_null = |value: &str| value.strip_prefix("null").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let is_one = |value: &&str| value.starts_with("http://") || value.starts_with("https://") || is_null(value);
    let value = values.find(is_one)?;
    if is_null(value) {
        return Some("null".to_owned());
    }
    let end = value.find(|c: char| c.is_whitespace() || "\"'`,;)]}<>".contains(c)).unwrap_or(value.len());
    let url = url::Url::parse(&value[..end]).ok()?;
    Some(url.origin().ascii_serialization())
}
