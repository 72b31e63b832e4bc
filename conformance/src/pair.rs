//! The two halves of the engine against each other, in memory: what the server half allows is what the browser half
//! shares, and nothing else.
//!
//! A [`Scenario`] is made from bytes, so that a property test and a fuzzer draw from the same distribution.

mod scenario;
mod server;
mod relations;

pub use scenario::Scenario;
