//! The commands as their users meet them: arguments in, text, JSON and exit codes out, over real sockets.

mod backend;
mod check;
mod decide;
mod pasted;
mod run;
mod serve;
