//! The CORS configurations of other systems: read as policies, and written from policies.
//!
//! ```
//! use preflight_dialects::{Dialect, import};
//!
//! let source = "app.use(cors({ origin: ['https://app.example.com'], credentials: true }))";
//! let imported = import(Dialect::Express, source, "server.js")?;
//! assert_eq!(imported.policies[0].config.origins.entries(), ["https://app.example.com"]);
//! assert!(imported.policies[0].config.credentials);
//! # Ok::<(), preflight_dialects::ImportError>(())
//! ```
//!
//! A source file is read, never run: tree-sitter finds the literals, and what is no literal becomes a [`ConfigurationNote`]. Every
//! difference between the imported policy and the real package is a note with a stable [`Code`], a line and a column.
//!
//! What an import means. The policy grants what the configuration evidently means to grant. Where that is unsafe, the
//! policy is the nearest safe one and a note says what was lost. Where a slip kept the configuration from doing what it
//! says (a trailing slash, a method in lower case), the policy does it and a note says so. What cannot be read grants
//! nothing.
//!
//! This crate opens no file and no socket and starts no process; only its tests start the real packages.

#![forbid(unsafe_code)]

mod dialect;
mod import;
mod export;
mod edit;
mod reach;
mod route_policy;
mod served;
mod note;
mod code;

mod express;
mod node;
mod flask;
mod django;
mod aspnet;

mod draft;
mod origin_expression;
mod pattern_expression;
mod path_expression;
mod usual;
mod losses;

mod javascript;
mod python;
mod csharp;
mod quoted;
mod document;
mod value;

pub use code::{Code, NoteSeverity};
pub use dialect::{Dialect, UnknownDialect};
pub use edit::{
    Edit, Finding, Fix, FixError, InvalidWanted, Lack, Remark, Topic, Wanted, allows, fix, fix_beside, guess,
};
pub use export::{ExportError, Exported, export};
pub use import::{ImportError, Imported, SOURCE_LIMIT, import};
pub use note::ConfigurationNote;
pub use reach::{Place, Reached, Seen};
pub use route_policy::RoutePolicy;
pub use served::served_methods;
