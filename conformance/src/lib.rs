//! What holds the engine to its word: vectors that other people wrote, and its two halves against each other.
//!
//! Nothing in the workspace uses this crate, and it is never published. The vectors stand in `corpus/`; a vector that
//! is meant to fail stands in `corpus/expected_failures.toml` with a reason, and if it succeeds the test fails too.

#![forbid(unsafe_code)]

pub mod corpus;
pub mod expected_failures;

pub mod page_request;
pub mod fetch_vector;
pub mod cache_sequence;
pub mod server_vector;
pub mod configuration_vector;
pub mod origin_vector;

pub mod browser_recording;
pub mod console_lines;
pub mod browser_score;
pub mod browser_evidence;
pub mod browser_table;

pub mod pair;

pub mod spelled_path;
