//! JavaScript and what is written like it: the calls of `fetch()` and of the libraries that call it.

mod axios;
mod builtin;
mod callee;
mod cut;
mod dart;
mod data;
mod expression;
mod fetch;
mod form;
mod function;
mod jquery;
mod keys;
mod options;
mod outside;
mod scope;
mod superagent;
mod tokens;
mod walk;
mod xml_http_request;

pub(crate) use data::{holds_part, json_value};
pub(crate) use options::set_header;
pub(crate) use walk::read;

/// Brackets that stand deeper in one another are not read.
const DEPTH_LIMIT: usize = 32;

/// All strings that are put together while one text is read: an honest text has a few hundred bytes of them.
const JOINED_LIMIT: usize = 1024 * 1024;

/// The value of one JSON text.
pub(crate) fn value_of(text: &str) -> Option<crate::value::Value> {
    let tokens = tokens::Tokens::of(text);
    let scope = scope::Scope::default();
    let end = tokens.close_of(0)?;
    let mut reader = expression::Reader::new(&tokens, &scope, 0);
    Some(reader.value(end + 1))
}
