//! A page's own `Access-Control-…` headers, which make a preflight of a request that needs none.

use preflight_engine::browser::FetchRequest;
use preflight_recording::Purpose;

use super::heads::{actual, allows};
use super::wire::Wire;
use crate::text::text_of;

/// The names of the page's headers that belong to a response.
pub(crate) fn own_names(request: &FetchRequest) -> Vec<String> {
    request.headers().iter().map(|(name, _)| name).filter(|name| is_own(name)).map(text_of).collect()
}

/// Whether a header belongs to a response.
pub(crate) fn is_own(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with(b"access-control-") && !name.starts_with(b"access-control-request-")
}

impl Wire<'_> {
    /// Whether the server allows the call without the page's own headers, as a request that needs no preflight.
    pub(crate) fn is_allowed_without_own_headers(&self) -> bool {
        let Some(decided) = self.decided().filter(|_| !own_names(self.case.request).is_empty()) else { return false };
        let origin = self.origin();
        let mut head = actual(self.case.request, &decided.request.url, &origin);
        head.headers.retain(|name| !is_own(name));
        self.ask(Purpose::Actual, head).known_and(|heard| allows(&heard.head, &origin))
    }
}
