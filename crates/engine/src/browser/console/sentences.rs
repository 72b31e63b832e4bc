//! The sentences of the consoles, a table a browser: one row serves the writer of a console and the reader of a pasted one.

pub mod chromium;
pub mod firefox;
pub mod webkit;
