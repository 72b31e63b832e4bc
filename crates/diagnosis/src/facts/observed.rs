//! The headers that a server would have to send for a call: what it sends already, and what is missing.

use preflight_engine::browser::Stage;
use preflight_engine::exchange::{RequestHead, ResponseHead};
use preflight_engine::method;

use super::heads::{ALLOW_ORIGIN, allows_credentials, varies_by_origin};
use super::wire::Wire;
use crate::text::text_of;

/// As many elements of a list are kept.
const KEPT_NAME_LIMIT: usize = 64;

impl Wire<'_> {
    /// The response headers that allow this call and keep what the server allows already; nothing for a page without an
    /// origin, which nobody should allow.
    pub(crate) fn headers_to_send(&self) -> Option<Vec<(String, String)>> {
        let decided = self.decided()?;
        let origin = decided.request.headers.get(b"origin").map(|origin| text_of(&origin))?;
        if origin == "null" {
            return None;
        }
        let (request, response) = (decided.request, decided.response);
        let mut headers = vec![("Access-Control-Allow-Origin".to_owned(), origin)];
        // What stands in a list of the server's stays; a value that is fixed for another origin is replaced.
        let is_any = response.headers.get(ALLOW_ORIGIN.as_bytes()).as_deref() == Some(b"*");
        if is_any && !self.includes_credentials() {
            headers[0].1 = "*".to_owned();
        } else {
            headers.push(("Vary".to_owned(), vary(response)));
        }
        if self.includes_credentials() || allows_credentials(response) && !is_any {
            headers.push(("Access-Control-Allow-Credentials".to_owned(), "true".to_owned()));
        }
        if decided.stage == Stage::Preflight {
            headers.extend(lists(request, response));
        }
        Some(headers)
    }
}

fn vary(response: &ResponseHead) -> String {
    let sent = response.headers.get(b"vary").map(|vary| text_of(&vary)).filter(|vary| !vary.trim().is_empty());
    match sent {
        Some(vary) if varies_by_origin(response) => vary,
        Some(vary) => format!("{vary}, Origin"),
        None => "Origin".to_owned(),
    }
}

/// The lists of a preflight's answer, with what was asked for and needs to be listed.
fn lists(request: &RequestHead, response: &ResponseHead) -> Vec<(String, String)> {
    let lists = [
        ("Access-Control-Allow-Methods", "access-control-request-method"),
        ("Access-Control-Allow-Headers", "access-control-request-headers"),
    ];
    let list = |(name, asked): (&str, &str)| {
        let asked = request.headers.get(asked.as_bytes())?;
        let mut elements = elements(&text_of(&response.headers.get(name.as_bytes()).unwrap_or_default()));
        for element in text_of(&asked).split(',').map(str::trim).filter(|element| !element.is_empty()) {
            if !elements.iter().any(|own| own.eq_ignore_ascii_case(element) && own.len() == element.len())
                && !method::is_cors_safelisted(element.as_bytes())
            {
                elements.push(element.to_owned());
            }
        }
        elements.truncate(KEPT_NAME_LIMIT);
        (!elements.is_empty()).then(|| (name.to_owned(), elements.join(", ")))
    };
    let mut headers: Vec<_> = lists.into_iter().filter_map(list).collect();
    if let Some(age) = response.headers.get(b"access-control-max-age") {
        headers.push(("Access-Control-Max-Age".to_owned(), text_of(&age)));
    }
    headers
}

/// The names of a list, however they are separated and quoted.
pub(crate) fn elements(list: &str) -> Vec<String> {
    let is_name = |name: &&str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&*+-.^_`|~".contains(&byte))
    };
    let separated = list.split([',', ';', ' ', '\t']).map(|name| name.trim_matches(['"', '\'', '[', ']']));
    separated.filter(is_name).map(str::to_owned).collect()
}
