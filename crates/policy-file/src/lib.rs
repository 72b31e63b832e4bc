//! Policy files: TOML and JSON ⇄ [`PolicyConfig`](preflight_engine::PolicyConfig) and routes.
//!
//! ```text
//!  preflight.toml ─► syntax ─► document ◄─ PREFLIGHT_* and flags
//!                                 │
//!                  ${…} ◄─────────┤ read: every key, all mistakes at once, each at its line and column
//!                                 ▼
//!                  PolicyFile { policies, routes, … }  or  Diagnostics
//! ```
//!
//! ```
//! use preflight_policy_file::{Context, parse_toml};
//!
//! let text = r#"
//! upstream = "http://127.0.0.1:5000"
//!
//! [policy.app]
//! origins = ["https://app.example.com"]
//! max-age = "2h"
//! "#;
//! let (file, warnings) = parse_toml(text, "preflight.toml", &Context::default())?;
//! assert_eq!(file.routes[0].policy.as_deref(), Some("app"));
//! assert!(warnings.is_empty());
//!
//! let mistyped = text.replace("https://app", "https//app").replace("max-age", "max_age");
//! let diagnostics = parse_toml(&mistyped, "preflight.toml", &Context::default()).unwrap_err();
//! assert_eq!(diagnostics.len(), 2);
//! # Ok::<(), preflight_policy_file::Diagnostics>(())
//! ```
//!
//! Everything works on text and on values that the caller hands over. Files are read in four places, which say so:
//! [`load`], [`read_file`], [`EnvFile::read`] and [`OriginsFile::read`]. The process environment is never read.

#![forbid(unsafe_code)]

mod diagnostic;
mod in_force;
mod load;
mod policy_file;
mod policy_json;
mod upstream;
mod write;

pub mod duration;
mod env_file;
mod env_file_name;
mod environment;
mod origins_file;
mod overrides;
mod named_file;
mod read_file;

mod reading;

mod document;
mod syntax;

mod address;
mod bounded;
mod broad_networks;
mod capacity;
mod expand;
mod exposure;
mod host;
mod oversight;
mod policy;
mod presence;
mod quotable;
mod read;
mod reader;
mod route;
mod suggestion;
mod timeouts;

mod report;
mod site;
mod source;
mod unparsed;
mod unseen;
mod unshown;

pub use diagnostic::{Color, Diagnostic, DiagnosticSeverity, Diagnostics, Excerpt, Place};
pub use env_file::EnvFile;
pub use environment::Environment;
pub use in_force::InForce;
pub use load::{Context, Load, LoadPurpose, Parsed, load, parse_json, parse_toml, without_file};
pub use named_file::{Streams, open_to_change, read_named};
pub use origins_file::OriginsFile;
pub use overrides::Overrides;
pub use policy_file::{Capacity, DEFAULT_LISTEN, NamedPolicy, PolicyFile, Route, Timeouts};
pub use policy_json::{parse_policy_json, policy_to_json};
pub use read_file::{FILE_LIMIT, read_file};
pub use unseen::is_unseen;
pub use upstream::{InvalidUpstream, Scheme, Upstream};
pub use write::{policy_to_toml, to_toml};
