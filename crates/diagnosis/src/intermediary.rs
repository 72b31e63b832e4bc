//! Who answered in the place of the server: tunnels, content delivery networks, gateways, firewalls, login proxies and the
//! host checks of development servers, each known by what only it writes.

mod development;
mod edge;
mod gateway;
mod login;
mod sign;
mod tunnel;

use std::fmt;

use preflight_engine::exchange::ResponseHead;

pub(crate) use self::edge::CLOUDFLARE_CHALLENGE;
pub use self::sign::Sign;
pub(crate) use self::tunnel::{DEV_TUNNEL_SKIP, NGROK_SKIP};

/// How much of a body is looked at: a page that explains itself does so at its beginning.
const INTERMEDIARY_BODY_LIMIT: usize = 64 * 1024;

/// Something between page and server that answered by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intermediary {
    /// What it calls itself.
    pub name: &'static str,
    /// What it did with the request.
    pub interference: Interference,
    /// What shows that, each of which the answer has; the most telling first.
    pub signs: &'static [Sign],
    /// What to do, as a sentence without a full stop.
    pub advice: &'static str,
    /// Where its maker or its sources say so.
    pub source: Option<&'static str>,
}

/// What an intermediary did with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Interference {
    /// It showed a page of its own first, which a visitor clicks away.
    Interstitial,
    /// It wants proof that a browser or a person asks.
    Challenge,
    /// It wants a login, and sent the request to one.
    Login,
    /// It could not hand the request on, or knows no such route.
    GatewayError,
    /// It refused the request by a rule.
    Protection,
}

impl Interference {
    /// A stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Interstitial => "interstitial",
            Self::Challenge => "challenge",
            Self::Login => "login",
            Self::GatewayError => "gateway-error",
            Self::Protection => "protection",
        }
    }
}

impl fmt::Display for Interference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Interstitial => "shows a page of its own before it lets a browser through",
            Self::Challenge => "asks for proof that a person is at the browser",
            Self::Login => "asks for a login first",
            Self::GatewayError => "could not pass the request on",
            Self::Protection => "refuses the request",
        })
    }
}

/// Whose answer this is, if it is one of an intermediary that is known and that did not pass the request on; the body as far
/// as it was kept, in any content coding that was taken off.
///
/// An answer that a server gave and an intermediary let through is none, whatever fields the latter added.
///
/// ```
/// use preflight_diagnosis::{Interference, recognise};
/// use preflight_engine::exchange::ResponseHead;
///
/// let headers = [("ngrok-error-code", "ERR_NGROK_6024")].into_iter().collect();
/// let found = recognise(&ResponseHead { status: 200, headers }, b"<!DOCTYPE html>").expect("it is ngrok's page");
/// assert_eq!((found.name, found.interference), ("ngrok", Interference::Interstitial));
/// assert_eq!(found.signs[0].to_string(), "`ngrok-error-code: ERR_NGROK_6024`");
/// ```
pub fn recognise(head: &ResponseHead, body: &[u8]) -> Option<Intermediary> {
    let text = body[..body.len().min(INTERMEDIARY_BODY_LIMIT)].to_ascii_lowercase();
    let is_there = |sign: &Sign| sign.is_in(head, &text);
    rows().find(|row| row.signs.iter().all(is_there)).copied()
}

/// All that are known. What one product says of several causes stands together, the most telling first.
fn rows() -> impl Iterator<Item = &'static Intermediary> {
    [tunnel::ROWS, edge::ROWS, gateway::ROWS, login::ROWS, development::ROWS].into_iter().flatten()
}

#[cfg(test)]
mod tests;
