//! The commands as their users meet them: arguments in, text, JSON and exit codes out, over real sockets.

mod backend;
mod run;
mod shells;
#[cfg(unix)]
mod terminal;

mod check;
mod decide;
mod demo;
#[cfg(feature = "dialects")]
mod fix;
#[cfg(all(unix, feature = "dialects"))]
mod fix_write;
mod explain;
#[cfg(feature = "dialects")]
mod hard_sources;
#[cfg(feature = "dialects")]
mod found_source;
mod formats;
mod hand_over;
mod hostile;
mod json;
mod judge;
#[cfg(not(feature = "dialects"))]
mod lacking;
mod long_redirects;
mod on_the_wire;
mod paste;
mod pasted;
mod pasted_calls;
#[cfg(feature = "dialects")]
mod readme;
mod schema;
mod secrets;
mod serve;
#[cfg(unix)]
mod special_files;
#[cfg(unix)]
mod questions;
mod undetermined;
mod unnamed_page;
mod watch;
mod survey;
