//! The commands as their users meet them: arguments in, text, JSON and exit codes out, over real sockets.

mod backend;
mod run;

mod check;
mod decide;
mod demo;
#[cfg(feature = "dialects")]
mod fix;
mod explain;
mod hostile;
mod judge;
mod pasted;
mod schema;
mod serve;
mod watch;
mod survey;
#[cfg(not(feature = "dialects"))]
mod full;
