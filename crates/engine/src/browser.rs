//! The browser half: what a page's request puts on the wire, and what becomes of the answers.
//!
//! A [`Fetch`] is a state machine without I/O. It asks for one exchange at a time and ends in a [`Verdict`]:
//!
//! ```
//! use std::time::Duration;
//! use preflight_engine::browser::{Browser, Fetch, FetchRequest, Outcome, RequestInit, Step, UserAgent};
//! use preflight_engine::exchange::ResponseHead;
//! use preflight_engine::Origin;
//!
//! let page = Origin::parse("https://app.example.com")?;
//! let init = RequestInit { method: Some(b"PUT".to_vec()), ..RequestInit::default() };
//! let request = FetchRequest::new(page, "https://api.example.com/todos".parse()?, init)?;
//!
//! let mut browser = Browser::new(UserAgent::STANDARD);
//! let Step::Send { head, awaiting } = Fetch::start(request, &mut browser, Duration::ZERO) else { panic!() };
//! assert_eq!(head.method, b"OPTIONS");
//!
//! let not_found = ResponseHead { status: 404, headers: Default::default() };
//! let Step::Done(verdict) = awaiting.receive(not_found, Duration::ZERO) else { panic!() };
//! let Outcome::Blocked(blocked) = verdict.outcome else { panic!() };
//! assert_eq!(blocked.reason.name(), "missing-allow-origin");
//! assert_eq!(blocked.exchange, Some(0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod request;
mod request_body;
mod request_error;
mod api;
mod client;
mod step;
mod fetch;
mod request_origin;
mod question;
mod safelist;
mod preflight;
mod response_head;
mod cors_check;
mod redirect;
mod redirected_headers;
mod filtered_response;
mod resource_policy;
mod bad_port;
mod mixed_content;
mod service_worker;
mod preflight_cache;
mod remembered_preflight;
mod http_cache;
mod attempt;
mod http2_servers;
mod integrity;
mod address_space;
mod cookies;
mod user_agent;
mod sender;
mod identity;
mod verdict;
mod block_reason;
mod standard_step;
mod fetch_record;
mod element_event;
mod json_text;
mod media_type;
mod opaque_blocking;

pub mod console;

pub use address_space::{AddressSpace, AddressSpaces, LocalNetworkPermission};
pub use api::{Api, CrossOrigin};
pub use block_reason::BlockReason;
pub use client::Client;
pub use cookies::{Cookie, CookieJar, SameSite, is_same_site};
pub use element_event::ElementEvent;
pub use fetch::{Browser, Fetch};
pub use fetch_record::FetchRecord;
pub use filtered_response::{FilteredResponse, ResponseType};
pub use http_cache::{CacheMode, HttpCache};
pub use http2_servers::Http2Servers;
pub use identity::Identity;
pub use preflight_cache::PreflightCache;
pub use redirect::REDIRECT_LIMIT;
pub use request::{CredentialsMode, FetchRequest, Integrity, RedirectMode, ReferrerPolicy, RequestInit, RequestMode};
pub use request_body::Body;
pub use request_error::{DroppedHeader, RequestError};
pub use sender::Sender;
pub use service_worker::ServiceWorker;
pub use standard_step::StandardStep;
pub use step::{Awaiting, Step};
pub use user_agent::{
    CachedWildcard, Console, EmptyLocation, Fact, OpaqueOrigin, OpaqueScripts, RedirectedPreflight, RedirectedSite,
    RepeatedLocation, StreamUpload, ThirdPartyCookies, UserAgent,
};
pub use verdict::{Blocked, Outcome, Stage, Verdict};
