//! A browser that refused a method which its console does not name: which it may have been.

use preflight_diagnosis::ConsoleReason;

use crate::arguments::call::Asked;

/// The methods that pages use and that a server has to list, the most frequent first.
pub const LISTED_METHODS: [&str; 3] = ["PUT", "PATCH", "DELETE"];

/// Whether a browser said that the method is not listed, and the text does not name it.
pub fn is_method_refused(asked: &Asked) -> bool {
    let said = asked.console.as_ref().and_then(|message| message.reason.as_ref());
    asked.call.method.is_unknown() && matches!(said, Some(ConsoleReason::MethodNotAllowed { method: None }))
}
