//! The line that settles which cause it is: the same request, asked by a tool that shows the whole answer.

use preflight_diagnosis::{ConsoleReason, Message};

use crate::shell::quoted;

/// Commands for a shell.
pub struct Know {
    /// `preflight check …`
    pub check: String,
    /// `curl …`
    pub curl: String,
}

/// What to run; nothing where no URL is known that a tool can call.
pub fn know(message: &Message) -> Option<Know> {
    let url = message.redirected_from.as_ref().or(message.url.as_ref())?;
    let url = match url.split_once("://") {
        Some(("http" | "https", _)) => url.clone(),
        // A source link of Chromium's, which leaves the scheme out.
        None if url.contains('/') && !url.contains(':') || url.starts_with("localhost:") => format!("http://{url}"),
        _ => return None,
    };
    let url = quoted(&url);
    let mut check = format!("preflight check {url}");
    let mut curl = String::from("curl -si");
    if let Some(origin) = &message.origin {
        check.push_str(&format!(" --origin {}", quoted(origin)));
    }
    let origin = message.origin.as_deref().unwrap_or("ORIGIN");
    let method = method(message);
    if let Some(method) = method {
        check.push_str(&format!(" -X {}", quoted(method)));
    }
    let header = header(message);
    if let Some(header) = header {
        check.push_str(&format!(" -H {}", quoted(header)));
    }
    if includes_credentials(message) {
        check.push_str(" --credentials include");
    }
    if message.is_preflight {
        curl.push_str(&format!(" -X OPTIONS -H 'Access-Control-Request-Method: {}'", method.unwrap_or("GET")));
        if let Some(header) = header {
            curl.push_str(&format!(" -H {}", quoted(&format!("Access-Control-Request-Headers: {header}"))));
        }
    }
    curl.push_str(&format!(" -H {} {url}", quoted(&format!("Origin: {origin}"))));
    Some(Know { check, curl })
}

/// The method, where the message names one that is not the usual.
fn method(message: &Message) -> Option<&str> {
    let named = match &message.reason {
        Some(ConsoleReason::MethodNotAllowed { method }) => method.as_deref(),
        _ => message.method.as_deref(),
    };
    named
        .filter(|method| !matches!(*method, "GET" | "OPTIONS") && method.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

fn includes_credentials(message: &Message) -> bool {
    matches!(
        message.reason,
        Some(ConsoleReason::WildcardOriginWithCredentials | ConsoleReason::AllowCredentialsNotTrue { .. })
    )
}

/// The header that was refused, if a page can set it at all.
fn header(message: &Message) -> Option<&str> {
    match &message.reason {
        Some(ConsoleReason::HeaderNotAllowed { name }) => {
            Some(name.as_str()).filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case("origin"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use preflight_diagnosis::read_console;

    use super::*;

    #[test]
    fn the_lines_ask_what_the_page_asked() {
        for (text, check, curl) in [
            (
                "Access to fetch at 'http://a.example/x' from origin 'http://b.example' has been blocked by CORS policy: Request header field x-token is not allowed by Access-Control-Allow-Headers in preflight response.",
                "preflight check http://a.example/x --origin http://b.example -H x-token",
                "curl -si -X OPTIONS -H 'Access-Control-Request-Method: GET' -H 'Access-Control-Request-Headers: x-token' -H 'Origin: http://b.example' http://a.example/x",
            ),
            (
                "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://a.example/x. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.",
                "preflight check http://a.example/x",
                "curl -si -H 'Origin: ORIGIN' http://a.example/x",
            ),
            (
                "Access to fetch at 'http://a.example/$(x)' from origin 'http://b.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present",
                "preflight check 'http://a.example/$(x)' --origin http://b.example",
                "curl -si -H 'Origin: http://b.example' 'http://a.example/$(x)'",
            ),
        ] {
            let know = know(&read_console(text)[0]).unwrap();
            assert_eq!((know.check.as_str(), know.curl.as_str()), (check, curl));
        }
    }

    #[test]
    fn what_no_tool_can_call_gives_no_line() {
        let text = "Access to fetch at 'file:///etc/x' from origin 'null' has been blocked by CORS policy: Cross origin requests are only supported for protocol schemes: http.";
        assert!(know(&read_console(text)[0]).is_none());
    }
}
