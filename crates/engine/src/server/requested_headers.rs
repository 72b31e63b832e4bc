//! `Access-Control-Request-Headers` against what a policy lists, within a byte budget.
//!
//! Browsers send sorted, lower-case, unique names without spaces. Proxies and other tools do not, and a list may stand on
//! several lines; all of that is accepted.

use http::{HeaderMap, header};

use super::decision::Refusal;
use crate::token::{is_token, trim_optional_whitespace};

/// At most this many bytes of names are sent back to a credentialed preflight where a policy allows any request header.
/// Servers commonly refuse heads of 16 KiB, so an honest question is shorter.
pub const ECHOED_HEADERS_LIMIT: usize = 16 * 1024;

/// A list may have at most this many empty elements, over all lines. The grammar wants a "reasonable number" accepted
/// ([RFC 9110 section 5.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1.2)).
pub const EMPTY_ELEMENTS_LIMIT: usize = 16;

/// The names that a policy lists.
#[derive(Debug)]
pub(super) struct HeaderNames {
    /// Sorted, in lower case.
    names: Box<[Box<str>]>,
    /// The same, joined by commas.
    list: Box<str>,
    /// A question that asks for listed names only is no longer than this.
    budget: usize,
}

impl HeaderNames {
    pub(super) fn new<'a>(names: impl IntoIterator<Item = &'a String>) -> Self {
        let mut names: Vec<Box<str>> = names.into_iter().map(|name| name.to_ascii_lowercase().into()).collect();
        names.sort_unstable();
        names.dedup();
        let list: Box<str> = names.join(",").into();
        // Twice the whole list, since Firefox repeats a name that a page sets twice, and room for white space and empty
        // elements.
        Self { budget: 2 * (list.len() + names.len() + 1) + 256, list, names: names.into() }
    }

    /// The list as a policy answers it.
    pub(super) fn list(&self) -> &str {
        &self.list
    }

    /// Whether every requested name is listed.
    pub(super) fn allow(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        check(headers, self.budget, |line| line == self.list.as_bytes(), |name| self.contains(name))
    }

    /// Whether a name is listed, in any case. Browsers send lower case, so the text as it came is tried first.
    fn contains(&self, name: &[u8]) -> bool {
        let lower = || name.iter().map(u8::to_ascii_lowercase);
        self.names.binary_search_by(|listed| listed.as_bytes().cmp(name)).is_ok()
            || name.iter().any(u8::is_ascii_uppercase)
                && self.names.binary_search_by(|listed| listed.bytes().cmp(lower())).is_ok()
    }
}

/// Whether the requested names are names, and few enough to be sent back.
pub(super) fn check_for_echo(headers: &HeaderMap) -> Result<(), Refusal> {
    check(headers, ECHOED_HEADERS_LIMIT, |_| false, is_token)
}

fn check(
    headers: &HeaderMap,
    budget: usize,
    is_whole_list: impl Fn(&[u8]) -> bool,
    is_allowed: impl Fn(&[u8]) -> bool,
) -> Result<(), Refusal> {
    let mut bytes = 0;
    let mut empty_elements = 0;
    for line in headers.get_all(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        bytes += line.len() + ",".len();
        if bytes > budget {
            return Err(Refusal::RequestHeadersTooLong);
        }
        if is_whole_list(line.as_bytes()) {
            continue;
        }
        for element in line.as_bytes().split(|&byte| byte == b',').map(trim_optional_whitespace) {
            if element.is_empty() {
                empty_elements += 1;
                if empty_elements > EMPTY_ELEMENTS_LIMIT + 1 {
                    return Err(Refusal::RequestHeadersTooLong);
                }
            } else if !is_allowed(element) {
                return Err(Refusal::RequestHeaderNotAllowed);
            }
        }
    }
    Ok(())
}
