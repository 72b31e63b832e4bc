//! `Access-Control-Allow-Origin` is there and does not fit, or credentials are not allowed.

use preflight_engine::OriginPattern;
use preflight_engine::browser::{BlockReason, Blocked, Verdict};

use crate::cause::Cause;
use crate::diagnose::field_evidence;
use crate::finding::{Certainty, Finding};
use crate::missing_allow_origin::origin_sent;
use crate::text::text_of;

const FIELD: &str = "access-control-allow-origin";

pub(crate) fn explain(verdict: &Verdict, blocked: &Blocked) -> Finding {
    let origin = verdict.evidence().map(origin_sent).unwrap_or_default();
    let is_tainted = origin == "null" && was_sent_otherwise(verdict);
    let (cause, certainty, message, field, note) = match &blocked.reason {
        BlockReason::WildcardOriginWithCredentials => (
            Cause::WildcardWithCredentials,
            Certainty::Certain,
            "the server allows `*`, which does not count when credentials are included".to_owned(),
            FIELD,
            "must be the page's origin, spelled out".to_owned(),
        ),
        BlockReason::AllowCredentialsNotTrue { value } => (
            Cause::AllowCredentialsMissing,
            Certainty::Certain,
            credentials_message(value.as_deref()),
            "access-control-allow-credentials",
            "must be exactly `true`".to_owned(),
        ),
        BlockReason::MultipleAllowOrigin { value } => {
            let lines = verdict.evidence().and_then(|exchange| exchange.answer.as_ref().ok());
            let is_doubled =
                lines.is_some_and(|head| head.headers.lines(FIELD.as_bytes()).count() > 1) || is_twice_in_one(value);
            let cause = if is_doubled { Cause::AllowOriginDuplicated } else { Cause::AllowOriginListOrPattern };
            let what = if is_doubled { "is sent more than once" } else { "holds a list" };
            let message = format!("Access-Control-Allow-Origin {what}: `{}`", text_of(value));
            (cause, Certainty::Certain, message, FIELD, "must be one origin".to_owned())
        }
        BlockReason::AllowOriginMismatch { value } => {
            let (cause, note) = mismatch(&text_of(value), &origin, is_tainted);
            let message = format!("the server allows `{}`, the request's origin is `{origin}`", text_of(value));
            (cause, Certainty::Certain, message, FIELD, note)
        }
        reason => (Cause::OriginMismatch, Certainty::Possible, reason.to_string(), FIELD, String::new()),
    };
    Finding { cause, certainty, message, evidence: field_evidence(blocked, field, note), fix: fix(cause, &origin) }
}

/// Whether one line holds what two layers sent: the same value twice, or a `*` beside another value.
fn is_twice_in_one(value: &[u8]) -> bool {
    let values: Vec<_> = value.split(|&byte| byte == b',').map(<[u8]>::trim_ascii).collect();
    values.contains(&b"*".as_slice()) || values.iter().enumerate().any(|(place, value)| values[..place].contains(value))
}

fn credentials_message(value: Option<&[u8]>) -> String {
    match value {
        None => "credentials are included, and the server does not say that they may be".to_owned(),
        Some(value) => format!("Access-Control-Allow-Credentials is `{}`, not `true`", text_of(value)),
    }
}

/// Which cause, and the difference in words.
fn mismatch(allowed: &str, origin: &str, is_tainted: bool) -> (Cause, String) {
    if is_tainted {
        return (Cause::RedirectTaintsOrigin, "a redirect through another origin made it null".to_owned());
    }
    if origin == "null" {
        return (Cause::FileOriginNull, "the page has no origin: it is a file or a sandboxed frame".to_owned());
    }
    if is_variable(allowed) {
        return (Cause::OriginMismatch, "the name of a variable, where its value was due".to_owned());
    }
    if is_list_or_pattern(allowed) {
        return (Cause::AllowOriginListOrPattern, "browsers know no patterns and no lists here".to_owned());
    }
    (Cause::OriginMismatch, difference(allowed, origin))
}

/// Whether it is a list or a pattern rather than one origin: of spaces, or in the words of globs and regular expressions.
fn is_list_or_pattern(allowed: &str) -> bool {
    let has = |characters: &[char]| allowed.contains(characters);
    has(&['*', ' ', ';', '|', '^', '$', '(', '\\'])
        || allowed.starts_with(['/', '.'])
        || allowed.starts_with('[') && allowed.ends_with(']')
}

/// Whether it is what a template, a shell or a web server would have replaced: `${ORIGIN}`, `$http_origin`, `{{ origin }}`,
/// `%ORIGIN%`; or what JavaScript and Python write where there is no value.
fn is_variable(allowed: &str) -> bool {
    let is_name = |text: &str| {
        let text = text.trim();
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
    };
    let between = |open: &str, close: &str| {
        allowed.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(is_name)
    };
    between("${", "}")
        || between("{{", "}}")
        || between("%", "%")
        || between("%{", "}e")
        || allowed.strip_prefix('$').is_some_and(is_name)
        || matches!(allowed, "undefined" | "None" | "[object Object]")
}

/// Names the near miss: the rule of origins that the value breaks, or the part that differs.
pub(crate) fn difference(allowed: &str, origin: &str) -> String {
    if let Err(invalid) = OriginPattern::parse(allowed)
        && invalid.suggestion.as_deref() == Some(origin)
    {
        return invalid.rule.rule().to_owned();
    }
    let (allowed_scheme, allowed_rest) = allowed.split_once("://").unwrap_or(("", allowed));
    let (scheme, rest) = origin.split_once("://").unwrap_or(("", origin));
    let (allowed_host, host) = (host_of(allowed_rest), host_of(rest));
    if allowed_rest == rest {
        format!("the scheme differs: {allowed_scheme}, not {scheme}")
    } else if allowed_scheme == scheme && allowed_host == host {
        "the port differs".to_owned()
    } else if allowed_host.strip_prefix("www.") == Some(host) || host.strip_prefix("www.") == Some(allowed_host) {
        "www makes another origin".to_owned()
    } else if is_loopback(allowed_host) && is_loopback(host) {
        format!("{allowed_host} and {host} are different origins, though the same machine")
    } else {
        "this is another origin".to_owned()
    }
}

fn host_of(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

fn fix(cause: Cause, origin: &str) -> String {
    match cause {
        Cause::AllowCredentialsMissing => {
            "send `Access-Control-Allow-Credentials: true`, on the preflight's answer too".to_owned()
        }
        Cause::WildcardWithCredentials => format!(
            "send `Access-Control-Allow-Origin: {origin}`, `Access-Control-Allow-Credentials: true` and `Vary: Origin`, or leave credentials out"
        ),
        Cause::AllowOriginDuplicated => {
            "let one layer send the header: the application or the proxy, not both".to_owned()
        }
        Cause::RedirectTaintsOrigin => {
            "call the final URL, or redirect within one origin; allowing `null` would allow everybody".to_owned()
        }
        Cause::FileOriginNull => {
            "serve the page over http from localhost; allowing `null` would allow everybody".to_owned()
        }
        _ => format!("send `Access-Control-Allow-Origin: {origin}` and `Vary: Origin`"),
    }
}

/// Whether an earlier request of this fetch carried a real origin.
fn was_sent_otherwise(verdict: &Verdict) -> bool {
    verdict.exchanges.len() > 1
        && verdict.exchanges.windows(2).any(|pair| pair[0].request.url.origin() != pair[1].request.url.origin())
}
