//! What is to be judged, and what came of it.

use preflight_engine::browser::{FetchRequest, Verdict};
use preflight_engine::page_call::PageCall;
use preflight_recording::Recording;
use preflight_rules::Finding;
use url::Url;

use crate::console::Message;

/// A page's call that ended, and what is known about it.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The call, and how much of it is known.
    pub call: &'a PageCall,
    /// What the browser's model was given to send.
    pub request: &'a FetchRequest,
    /// How it ended. Its exchanges are those that were sent, and no others.
    pub verdict: &'a Verdict,
    /// Whether the request that decides was sent.
    pub deciding: Deciding,
    /// The response headers that the page reads, if that is known.
    pub reads: &'a [String],
    /// The server behind the one that was asked, if there is one: it is asked the same.
    pub upstream: Option<&'a Url>,
    /// What a console said of the call, if that is known.
    pub console: Option<&'a Message>,
    /// The methods that the call may have and that are refused alike, where nobody knows which one it has.
    pub methods: &'a [&'static str],
    /// What the server's source says, if somebody read it.
    pub source: Option<ReadSource<'a>>,
    /// Whose origin the request has.
    pub asker: Asker,
}

/// Whose origin a request has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asker {
    /// The page's own, which somebody named.
    Page,
    /// One that was made up, since nobody named the page: no list of origins was meant to hold it, or one like it.
    StandIn,
}

/// What a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deciding {
    /// Every request that the browser would send was sent.
    Sent,
    /// A request was not sent, since it may change something or lacks a value: the verdict's outcome counts for nothing then,
    /// and only its exchanges are looked at.
    Withheld,
}

/// What a server's source or configuration says, as far as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadSource<'a> {
    /// The file, as the user named it.
    pub file: &'a str,
    /// What it says of the call.
    pub says: SourceSays<'a>,
}

/// What a source says of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SourceSays<'a> {
    /// As it stands, it allows the call.
    AllowsCall,
    /// It allows the call since it was changed, and the server was started before, as far as is known.
    AllowsCallSinceChange,
    /// It configures this library for CORS; what that means for the call was not read.
    ConfiguresLibrary(&'a str),
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// What is wrong, the first cause first; what comes next once that is fixed, after it.
    pub findings: Vec<Finding>,
    /// What took place: the verdict's exchanges, then what was asked besides. Evidence counts these.
    pub recording: Recording,
    /// What is no fault, and worth knowing.
    pub notes: Vec<String>,
}

impl<'a> Case<'a> {
    /// A call whose requests were all sent, and nothing more known about it.
    pub fn new(call: &'a PageCall, request: &'a FetchRequest, verdict: &'a Verdict) -> Self {
        Self {
            call,
            request,
            verdict,
            deciding: Deciding::Sent,
            reads: &[],
            upstream: None,
            console: None,
            methods: &[],
            source: None,
            asker: Asker::Page,
        }
    }
}
