//! A cache answers with what another origin got.

use preflight_engine::browser::Stage;
use preflight_engine::exchange::ResponseHead;
use preflight_engine::header_list::HeaderList;
use preflight_recording::Purpose;
use preflight_rules::{CACHE_WITHOUT_VARY, Certainty, Evidence, Finding};

use crate::console::Engine;
use crate::facts::Facts;
use crate::facts::fact::Fact;
use crate::facts::failure::Failure;
use crate::facts::heads::{ALLOW_ORIGIN, FOREIGN_ORIGIN, allow_origin, field, is_from_cache, varies_by_origin};
use crate::facts::origin_value::is_of_another_page;
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::{Heard, Wire};
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &CACHE_WITHOUT_VARY,
    role: Role::Cause,
    topic: Topic::Elsewhere,
    why: "the browser or a CDN kept an answer that was made for a request without this Origin",
    question: "does it work with the cache disabled in the developer tools?",
    fix: "send `Vary: Origin` with every answer, also without an Origin, and let the CDN's cache key hold Origin",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => has_answered(wire).or_else(|| may_answer(wire)).into(),
        Facts::Said(said) => Judged::maybe(likelihood(said)),
    }
}

/// Asked past the cache, the server allows the origin.
fn has_answered(wire: &Wire<'_>) -> Option<Finding> {
    let is_wanted = match wire.failure {
        Failure::AllowOriginMismatch(_) => {
            wire.is_blocked_at(Stage::Response) && !wire.is_led_away() && wire.cache_has_answered() == Fact::Known(true)
        }
        _ => wire.is_silent_success() && !wire.reads_login() && wire.is_answered_by_cache(),
    };
    let decided = wire.decided().filter(|_| is_wanted)?;
    let whose = match allow_origin(decided.response) {
        Some(value) => format!("what `{value}` got"),
        None => "what a request without an Origin got".to_owned(),
    };
    let from = if is_from_cache(decided.response) { " (see `Age` or `X-Cache`)" } else { "" };
    let message =
        format!("a cache answers with {whose}{from}; asked past the cache, the server allows `{}`", wire.origin());
    Some(
        JUDGE
            .yes(Certainty::Certain, message, JUDGE.fix)
            .seen_in(wire.seen(ALLOW_ORIGIN, "not what the server answers to this page")),
    )
}

/// The call is allowed, and the next page may get what this one got.
fn may_answer(wire: &Wire<'_>) -> Option<Finding> {
    wire.visible()?;
    let (_, request, response) = wire.last()?;
    if request.method != b"GET" || request.has_body || !may_be_kept(response) {
        return None;
    }
    let mine = allow_origin(response);
    if !varies_by_origin(response)
        && let Some(evidence) = differs_by_origin(wire, mine.as_deref())
    {
        return Some(found("by the origin", evidence));
    }
    // An answer without an Origin needs the word as well: it is the one that an image puts into the cache.
    let without = wire.last_from(Purpose::WithoutOrigin, None).known()?;
    let differs = allow_origin(&without.head) != mine && !varies_by_origin(&without.head) && may_be_kept(&without.head);
    differs.then(|| {
        let evidence = without.seen(None, "what an image without `crossorigin` puts into the cache");
        found("by whether there is an Origin", evidence)
    })
}

/// What a head alone shows of it: a cache answered, and nothing says that it tells origins apart.
pub fn kept_for_another(headers: &HeaderList) -> Option<Finding> {
    let head = ResponseHead { status: 200, headers: headers.clone() };
    let allowed = allow_origin(&head);
    if !is_from_cache(&head) || varies_by_origin(&head) || allowed.as_deref() == Some("*") {
        return None;
    }
    let whose = match allowed {
        Some(value) => format!("this is for `{value}`, and other pages may get it"),
        None => "this may be what a request without an Origin got".to_owned(),
    };
    let message =
        format!("a cache answered (see `Age` or `X-Cache`), and no `Vary: Origin` tells origins apart: {whose}");
    Some(JUDGE.yes(Certainty::Possible, message, JUDGE.fix))
}

/// The answer to a stranger that is not the page's, as it came or as it comes past caches.
fn differs_by_origin(wire: &Wire<'_>, mine: Option<&str>) -> Option<Evidence> {
    if mine == Some("*") {
        return None;
    }
    let is_other = |heard: &Heard| allow_origin(&heard.head).as_deref() != mine;
    if let Some(foreign) = wire.last_from(Purpose::ForeignOrigin, Some(FOREIGN_ORIGIN)).known().filter(is_other) {
        return Some(
            foreign.seen(None, format!("this is for {FOREIGN_ORIGIN}, and no `Vary: Origin` tells them apart")),
        );
    }
    let fresh = wire.last_past_caches(FOREIGN_ORIGIN).known()?;
    let is_found = fresh.head.status < 400 && is_other(&fresh);
    is_found.then(|| fresh.seen(None, format!("asked past the cache, this is for {FOREIGN_ORIGIN}")))
}

/// Whether a cache would keep it: it says how long, or has what a guess needs.
fn may_be_kept(head: &ResponseHead) -> bool {
    let control = field(head, "cache-control");
    if control.contains("no-store") || control.contains("max-age=0") && !control.contains("s-maxage") {
        return false;
    }
    let says_so = ["max-age", "s-maxage", "public", "immutable"].into_iter().any(|word| control.contains(word));
    let has = |name: &str| head.headers.contains(name.as_bytes());
    says_so
        || is_from_cache(head)
        || !control.contains("no-cache") && (has("expires") || has("last-modified") || has("etag"))
}

fn found(by: &str, evidence: Evidence) -> Finding {
    let message = format!(
        "the answer may be cached and differs {by}, but no `Vary: Origin` says so: the next page gets this one's"
    );
    JUDGE.yes(Certainty::Likely, message, JUDGE.fix).seen_in([evidence])
}

fn likelihood(said: &Said<'_>) -> u8 {
    use Silence::Response;
    let is_get = said.message.method.as_deref().is_none_or(|method| method == "GET");
    match (said.silence(), &said.failure) {
        _ if !is_get => 0,
        (Some(Response(Status::Unknown)), _) if said.is_redirected() => 0,
        (Some(Response(Status::Unknown)), _) => {
            if said.is_call_of_script() {
                20
            } else {
                70
            }
        }
        // Firefox asks again where Chromium takes the cached answer.
        (Some(Response(Status::Success | Status::NoContent)), _) => {
            if said.is_of(Engine::Firefox) {
                48
            } else {
                50
            }
        }
        (None, Failure::AllowOriginMismatch(value)) => {
            let origin = said.message.origin.as_deref().unwrap_or_default();
            let may_be = !said.message.is_preflight && origin != "null" && is_of_another_page(value, origin);
            if may_be && !said.is_redirected() { 60 } else { 0 }
        }
        _ => 0,
    }
}
