//! What can be known of a call: from its exchanges and from what a server answers when asked, or from a console's sentence.
//! The rules ask here, and nothing is asked twice.

pub(crate) mod body;
pub(crate) mod cookie_line;
pub(crate) mod error_page;
pub(crate) mod error_status;
pub(crate) mod fact;
pub(crate) mod failure;
pub(crate) mod heads;
pub(crate) mod layers;
pub(crate) mod lists;
pub(crate) mod misspelled;
pub(crate) mod observed;
pub(crate) mod origin_value;
pub(crate) mod origin_variants;
pub(crate) mod own_headers;
pub(crate) mod place;
pub(crate) mod redirect_target;
pub(crate) mod said;
pub(crate) mod slip;
pub(crate) mod wire;

use preflight_rules::Evidence;

use failure::Failure;
use said::Said;
use wire::Wire;

/// What is known of a call at first: its exchanges, or a console's sentence alone.
pub(crate) enum Facts<'a> {
    /// Its exchanges, and a network to ask.
    Wire(Box<Wire<'a>>),
    /// A console's sentence.
    Said(Box<Said<'a>>),
}

impl<'a> Facts<'a> {
    /// Why the call failed.
    pub(crate) fn failure(&self) -> &Failure {
        match self {
            Self::Wire(wire) => &wire.failure,
            Self::Said(said) => &said.failure,
        }
    }

    /// The exchanges, if they are known.
    pub(crate) fn wire(&self) -> Option<&Wire<'a>> {
        match self {
            Self::Wire(wire) => Some(wire),
            Self::Said(_) => None,
        }
    }

    /// The page's origin, as the server hears it, if it is known.
    pub(crate) fn origin(&self) -> Option<String> {
        match self {
            Self::Wire(wire) => Some(wire.origin()),
            Self::Said(said) => said.message.origin.clone(),
        }
    }

    /// A line of the response that decided, where exchanges are known.
    pub(crate) fn seen(&self, field: &'static str, note: &str) -> Option<Evidence> {
        self.wire().and_then(|wire| wire.seen(field, note))
    }

    /// Its first line.
    pub(crate) fn seen_status(&self, note: &str) -> Option<Evidence> {
        self.wire().and_then(|wire| wire.seen_status(note))
    }
}
