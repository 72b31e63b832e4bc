//! The server half: from what a person wrote to what a response carries.
//!
//! ```
//! use http::{HeaderMap, HeaderValue, Method, header};
//! use preflight_engine::server::{Allowed, CorsRequest, Decision, OwnOrigin, Policy, PolicyConfig};
//!
//! let policy = Policy::new(&PolicyConfig {
//!     origins: Allowed::listed(["https://app.example.com"]),
//!     methods: Allowed::listed(["PUT"]),
//!     ..PolicyConfig::default()
//! })?;
//!
//! let mut headers = HeaderMap::new();
//! headers.insert(header::ORIGIN, HeaderValue::from_static("https://app.example.com"));
//! headers.insert(header::ACCESS_CONTROL_REQUEST_METHOD, HeaderValue::from_static("PUT"));
//! let request = CorsRequest::classify(&Method::OPTIONS, &headers, OwnOrigin::default());
//!
//! let Decision::Answer(answer) = policy.decide(request) else { panic!("a preflight is answered") };
//! assert_eq!(answer.status(), 204);
//! assert_eq!(answer.into_headers()[header::ACCESS_CONTROL_ALLOW_METHODS], "PUT");
//! # Ok::<(), preflight_engine::server::PolicyErrors>(())
//! ```

mod answers;
mod config;
mod cors_request;
mod decision;
mod exact_origins;
mod header_edits;
mod key_table;
mod origin_set;
mod pattern_set;
mod policy;
mod policy_error;
mod policy_warning;
mod requested_headers;

pub use config::{Allowed, PolicyConfig, WhenRefused};
pub use cors_request::{CorsRequest, OwnOrigin, Preflight, RequestOrigin};
pub use decision::{Answer, Decision, Forward, Kind, Refusal};
pub use header_edits::{HeaderEdits, OwnedHeaderEdits};
pub use policy::Policy;
pub use policy_error::{Field, MAX_AGE_LIMIT, ORIGINS_LIMIT, PolicyError, PolicyErrors};
pub use policy_warning::PolicyWarning;
pub use requested_headers::{ECHOED_HEADERS_LIMIT, EMPTY_ELEMENTS_LIMIT};
