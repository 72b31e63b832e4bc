//! The development proxy is there, and the call does not go through it.

use preflight_engine::browser::Stage;
use preflight_rules::{Certainty, DEV_PROXY_MISUSED, Finding};

use crate::facts::Facts;
use crate::facts::failure::{Failure, RedirectRefusal};
use crate::facts::origin_value::is_of_another_page;
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &DEV_PROXY_MISUSED,
    role: Role::Cause,
    topic: Topic::Redirect,
    why: "the development server redirects to the API instead of fetching it for the page",
    question: "does the page call its own development server, and get a redirect?",
    fix: "let the proxy rewrite redirects (`changeOrigin`, `autoRewrite`), or call the final path through it",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => Judged::maybe(likelihood(said)),
    }
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let is_of_cors =
        !matches!(wire.failure, Failure::NoResponse(_) | Failure::None | Failure::Unsaid | Failure::MixedContent);
    let is_led_away = is_of_cors && !wire.is_blocked_at(Stage::Preflight) && wire.is_led_away();
    let decided = wire.decided().filter(|_| is_led_away)?;
    let message = format!(
        "the page's own server redirects the call to {}, past the proxy, and there CORS begins",
        decided.request.url
    );
    Some(
        JUDGE
            .yes(Certainty::Likely, message, JUDGE.fix)
            .seen_in(wire.seen_status("this is another origin than the page's")),
    )
}

fn likelihood(said: &Said<'_>) -> u8 {
    match (&said.failure, said.silence()) {
        (Failure::AllowOriginMismatch(value), _) => match (said.message.origin.as_deref(), said.is_led_away()) {
            (Some(origin), true) if origin != value && origin != "null" => 90,
            (Some(_), _) => {
                if said.place.is_redirected_to_another_origin() {
                    60
                } else {
                    0
                }
            }
            (None, _) => {
                if is_of_another_page(value, "") {
                    50
                } else {
                    0
                }
            }
        },
        (_, Some(Silence::Response(Status::Unknown))) if said.is_led_away() => 90,
        (_, Some(Silence::Response(Status::Unknown))) if said.is_redirected() => 50,
        (_, Some(Silence::Response(Status::Success | Status::NoContent))) if said.is_led_away() => 96,
        (Failure::RedirectRefused(RedirectRefusal::ModeError), _) => 0,
        (Failure::RedirectRefused(_) | Failure::SameOriginMode, _) => 60,
        _ => 0,
    }
}
