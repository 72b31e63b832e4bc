//! Says what is wrong with a page's call: findings with a stable code, how sure they are, the line that shows them, and what
//! fixes them.
//!
//! ```text
//!  Case, Network ──► facts (each asked at most once) ──► rules, in one order ──► Judgement { findings, recording, notes }
//!  console text ──► read_console ──► Message ──► the same rules, over that one fact ──► Explanation { candidates, … }
//!  URL, Network ──► survey ──► Survey { origins, methods, request_headers, … }
//! ```
//!
//! A rule is one file in `rules/`, with its texts; the order is one list, in `order`. What this crate never does: it sends
//! nothing, reads no file and prints nothing.

#![forbid(unsafe_code)]

mod case;
mod network;
mod host_lists;
mod intermediary;
mod text;

mod console;
mod facts;
mod fixes;
mod judged;
mod rules;
mod order;

mod judge;
mod next;
mod notes;
mod explain;
mod survey;

pub use case::{Asker, Case, Deciding, Judgement, ReadSource, SourceSays};
pub use console::{
    ConsoleReason, Engine, Looks, MESSAGE_LIMIT, Message, NetError, NetErrorClass, PastedExchange, PastedHead, Saying,
    SentBy, TEXT_LIMIT, is_cut_url, looks_like, page_call, read_console, read_heads,
};
pub use explain::{CANDIDATE_LIMIT, Candidate, Explanation, explain};
pub use fixes::{Framework, Grant, Observed, PLACEHOLDER_ORIGIN, header_lines, remedy, snippet};
pub use intermediary::{Interference, Intermediary, Sign, recognise};
pub use judge::{is_fixed_by_headers, judge, usual_fix, usual_reason};
pub use network::{Inquiry, Network, NoNetwork, PolicyNetwork, RecordedNetwork, Reply, ScriptedNetwork};
pub use rules::cache_without_vary::kept_for_another;
pub use survey::{ShownList, Survey, Told, survey};
pub use text::text_of;
