//! `Access-Control-Allow-Origin` is there, and its value is not the page's origin.

use preflight_engine::Origin;

use crate::cause::Cause;
use crate::console::{Engine, Message};

use super::place::Place;
use super::suspects::Suspects;

/// More than one value: from two layers, or a list in one of them.
pub(super) fn multiple(value: Option<&str>, engine: Option<Engine>) -> Suspects {
    let Some(value) = value else {
        // Firefox counts header lines, WebKit looks for a comma.
        return match engine {
            Some(Engine::Firefox) => Suspects::Certain(Cause::AllowOriginDuplicated),
            _ => Suspects::one_of(&[Cause::AllowOriginDuplicated, Cause::AllowOriginListOrPattern]),
        };
    };
    let values: Vec<&str> = value.split([',', ' ']).filter(|value| !value.is_empty()).collect();
    let is_repeated = values.iter().enumerate().any(|(place, value)| values[..place].contains(value));
    let is_star_and_more = values.len() > 1 && values.contains(&"*");
    // Browsers join lines with a comma and a space; what is written otherwise stood in one line.
    let is_one_line = value.split(',').skip(1).any(|next| !next.starts_with(' ')) || !value.contains(',');
    if is_repeated || is_star_and_more && !is_one_line {
        Suspects::Certain(Cause::AllowOriginDuplicated)
    } else if is_star_and_more {
        Suspects::one_of(&[Cause::AllowOriginListOrPattern, Cause::AllowOriginDuplicated])
    } else if is_one_line || values.iter().any(|value| value.contains('*')) {
        Suspects::Certain(Cause::AllowOriginListOrPattern)
    } else {
        Suspects::one_of(&[Cause::AllowOriginListOrPattern, Cause::AllowOriginDuplicated])
    }
}

/// One value, and another one than the page's origin.
pub(super) fn mismatch(value: &str, message: &Message, place: &Place) -> Suspects {
    if value.contains(['*', '|', '^', '(']) {
        return Suspects::Certain(Cause::AllowOriginListOrPattern);
    }
    let Some(origin) = message.origin.as_deref() else { return of_unknown_origin(value) };
    if origin == "null" {
        return Suspects::Certain(Cause::FileOriginNull);
    }
    if message.redirected_from.is_none() && message.redirects_to.is_none() {
        return Suspects::Certain(Cause::OriginMismatch);
    }
    if origin == value {
        Suspects::Certain(Cause::RedirectTaintsOrigin)
    } else if place.is_redirected_to_another_origin() && value != "null" {
        Suspects::one_of(&[Cause::OriginMismatch, Cause::RedirectTaintsOrigin])
    } else {
        Suspects::Certain(Cause::OriginMismatch)
    }
}

/// Firefox shows the value, and not what it should have been.
fn of_unknown_origin(value: &str) -> Suspects {
    // What no browser ever sends as an origin is wrong for every page; so is `null`, which would fit a page of that origin.
    let can_be_right = value != "null" && Origin::parse(value).is_ok_and(|origin| origin.as_str() == value);
    if can_be_right {
        Suspects::one_of(&[Cause::OriginMismatch, Cause::RedirectTaintsOrigin, Cause::FileOriginNull])
    } else {
        Suspects::Certain(Cause::OriginMismatch)
    }
}
