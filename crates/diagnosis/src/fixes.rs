//! What a server has to allow, written for its framework: small, for this origin only.
//!
//! Never a `*` with credentials, never an echo of whatever asks. What the server was seen to allow already stays.

mod observed;
mod grant;
mod framework;
mod remedy;

mod neutral;

mod express;
mod node;
mod koa;
mod flask;
mod django;
mod fastapi;
mod aspnet;
mod spring;
mod rails;
mod laravel;
mod nginx;
mod gateway;

pub use framework::Framework;
pub use grant::{Grant, PLACEHOLDER_ORIGIN};
pub use neutral::header_lines;
pub use observed::Observed;
pub use remedy::{remedy, snippet};

/// Items in double quotes with commas between; what stands in them needs no escaping (see [`Grant`]).
fn double_quoted(items: &[String]) -> String {
    items.iter().map(|item| format!("\"{item}\"")).collect::<Vec<_>>().join(", ")
}

/// The same in single quotes.
fn single_quoted(items: &[String]) -> String {
    items.iter().map(|item| format!("'{item}'")).collect::<Vec<_>>().join(", ")
}

/// A line if credentials are allowed, nothing otherwise.
fn if_credentials(grant: &Grant, line: &str) -> String {
    if grant.credentials() { format!("{line}\n") } else { String::new() }
}

/// A line under a condition, nothing otherwise.
fn line(is_there: bool, text: impl Fn() -> String) -> String {
    if is_there { format!("{}\n", text()) } else { String::new() }
}
