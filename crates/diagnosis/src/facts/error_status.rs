//! What to do about an HTTP error by its status, whoever may read it.

use preflight_engine::exchange::ResponseHead;

use super::heads::field;

/// What to do, as the beginning of a sentence.
pub(crate) fn first_step(status: u16) -> String {
    match status {
        401 => login(None),
        403 => "look at the response and at the server's log: it says who may do this".to_owned(),
        404 | 410 => "check path and method of the URL; the server has nothing there".to_owned(),
        405 => "check the method: the server does not take it at this path".to_owned(),
        413 => "send less, or raise the limit of the server or of the proxy before it".to_owned(),
        429 => "ask less often: `Retry-After` of the response says when again".to_owned(),
        400 | 415 | 422 => {
            "check what the page sends, its body and `Content-Type`; the response says what is wrong".to_owned()
        }
        500.. => "look at the server's log: the error is there".to_owned(),
        _ => "look at the response and at the server's log".to_owned(),
    }
}

/// Whether it is the status of a failure of the server's own.
pub(crate) fn is_of_server(status: u16) -> bool {
    matches!(status, 500 | 505..)
}

/// What a page has to send to a server that answered 401; `answer` is what that was, if it is known.
pub(crate) fn login(answer: Option<&ResponseHead>) -> String {
    let asked = answer.map(|head| field(head, "www-authenticate")).unwrap_or_default();
    match asked.split([' ', ',']).next() {
        Some("bearer") => "send the token that the server asks for: `Authorization: Bearer …`".to_owned(),
        Some("basic") => "send name and password as the server asks for them: `Authorization: Basic …`".to_owned(),
        _ => "send what the server knows the user by: the token in `Authorization`, or its cookie with `credentials: \"include\"`"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_401_says_what_the_page_has_to_send() {
        for (asked, says) in [
            (None, "credentials: \"include\""),
            (Some("Bearer realm=\"api\""), "`Authorization: Bearer …`"),
            (Some("Basic realm=x"), "`Authorization: Basic …`"),
            (Some("Negotiate"), "credentials: \"include\""),
        ] {
            let headers = asked.map(|value| ("WWW-Authenticate", value)).into_iter().collect();
            let said = login(Some(&ResponseHead { status: 401, headers }));
            assert!(said.contains(says), "{asked:?}: {said}");
        }
    }
}
