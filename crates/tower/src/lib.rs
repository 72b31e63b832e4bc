//! CORS for any [Tower](https://docs.rs/tower-service) service: axum, tonic, hyper.
//!
//! [`CorsLayer`] asks a [`Policy`] about each request and performs what it decides. A preflight is answered without
//! calling the inner service; anything else is forwarded and its response edited.
//!
//! ```
//! use axum::{Router, routing::get};
//! use preflight_tower::{Allowed, CorsLayer, Policy, PolicyConfig};
//!
//! let policy = Policy::new(&PolicyConfig {
//!     origins: Allowed::listed(["https://app.example.com", "https://*.example.org"]),
//!     credentials: true,
//!     methods: Allowed::listed(["PUT", "DELETE"]),
//!     request_headers: Allowed::listed(["authorization", "content-type"]),
//!     ..PolicyConfig::default()
//! })?;
//! let app: Router = Router::new().route("/", get(|| async { "hello" })).layer(CorsLayer::new(policy));
//! # Ok::<(), preflight_tower::PolicyErrors>(())
//! ```
//!
//! # What a response gets
//!
//! * Every response is edited, whatever its status: a page can read a 500 only if it carries the CORS fields, and a 304
//!   without them would take them from the cached response.
//! * The policy owns the CORS fields. What a handler sets of them is removed, so that no field stands there twice.
//! * `Vary` is only appended to; lines of the application stay.
//! * An `OPTIONS` request that is not a preflight belongs to the application.
//!
//! # Errors of the inner service
//!
//! An `Err` of the inner service is passed through untouched: there is no response to edit. Frameworks answer such errors
//! outside of this layer, without CORS fields, so turn them into responses inside. axum's handlers do: a handler's
//! `Result<_, E>` becomes a response before it reaches a layer. Layers that fail ([`tower::timeout`], load shedding) need
//! axum's [`HandleErrorLayer`] *below* this one:
//!
//! ```text
//! CorsLayer                 outermost: sees every response
//! └─ HandleErrorLayer       makes a response of an error
//!    └─ TimeoutLayer        may fail
//!       └─ routes
//! ```
//!
//! [`tower::timeout`]: https://docs.rs/tower/latest/tower/timeout/
//! [`HandleErrorLayer`]: https://docs.rs/axum/latest/axum/error_handling/struct.HandleErrorLayer.html
//!
//! What this crate never does: it boxes no future, takes no lock, reads no clock and no environment.

#![forbid(unsafe_code)]

mod future;
mod layer;
mod policy_source;
mod public_origin;
mod service;

pub use future::CorsFuture;
pub use layer::CorsLayer;
pub use policy_source::PolicyHandle;
pub use service::Cors;

pub use preflight_engine::origin::TupleOrigin;
pub use preflight_engine::server::{Allowed, Policy, PolicyConfig, PolicyErrors, WhenRefused};
