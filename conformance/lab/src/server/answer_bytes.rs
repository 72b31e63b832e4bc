//! The bytes of an answer. Nothing is added but `Content-Length`.

use preflight_judge::{ScriptedAnswer, bytes};

/// What goes over the socket.
pub fn answer_bytes(answer: &ScriptedAnswer, method: &str) -> Vec<u8> {
    let status = answer.status.unwrap_or(200);
    let reason = answer.reason.as_deref().unwrap_or_else(|| reason_phrase(status));
    let body = body_bytes(answer);
    let mut sent = format!("HTTP/1.1 {status} ").into_bytes();
    sent.extend(bytes(reason));
    sent.extend(b"\r\n");
    for (name, value) in &answer.headers {
        sent.extend([bytes(name), b": ".to_vec(), bytes(value), b"\r\n".to_vec()].concat());
    }
    for line in &answer.raw_lines {
        sent.extend(bytes(line));
        sent.extend(b"\r\n");
    }
    let has_length = answer.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    if !matches!(status, 204 | 304) && !has_length {
        sent.extend(format!("Content-Length: {}\r\n", body.len()).into_bytes());
    }
    sent.extend(b"\r\n");
    if method != "HEAD" {
        sent.extend(body);
    }
    sent
}

/// The body, which some statuses do not have.
pub fn body_bytes(answer: &ScriptedAnswer) -> Vec<u8> {
    match answer.status {
        Some(204 | 205 | 304) => Vec::new(),
        _ => bytes(answer.body.as_deref().unwrap_or("ok")),
    }
}

/// The phrases of RFC 9110 that the cases meet. No browser looks at them, and no rule does.
fn reason_phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        500 => "Internal Server Error",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    use super::answer_bytes;
    use preflight_judge::ScriptedAnswer;

    #[test]
    fn only_the_length_is_added() {
        let answer = |text: &str| serde_json::from_str::<ScriptedAnswer>(text).expect("it is one");
        let table = [
            ("a body is ok if nobody says otherwise", "{}", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
            ("a head has the length alone", "{}", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"),
            ("204 has neither", r#"{"status":204,"body":"x"}"#, "GET", "HTTP/1.1 204 No Content\r\n\r\n"),
            ("205 has none", r#"{"status":205,"reason":"R"}"#, "GET", "HTTP/1.1 205 R\r\nContent-Length: 0\r\n\r\n"),
            (
                "fields go before raw lines, which stand as they are",
                r#"{"headers":[["A","1"]],"raw_lines":["B :\r\n 2"],"body":""}"#,
                "GET",
                "HTTP/1.1 200 OK\r\nA: 1\r\nB :\r\n 2\r\nContent-Length: 0\r\n\r\n",
            ),
        ];
        for (sentence, written, method, expected) in table {
            assert_eq!(String::from_utf8_lossy(&answer_bytes(&answer(written), method)), expected, "{sentence}");
        }
    }
}
