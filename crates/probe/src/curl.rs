//! [`to_curl`]: a request as a command line.

use preflight_engine::exchange::RequestHead;
use url::Url;

use crate::raw_head::{REDACTED, is_secret_field};
use crate::request::{InvalidRequest, check, declared_body};

/// The request as one `curl` command line for a POSIX shell, which shows the response head and body.
///
/// The values of `Authorization`, `Cookie` and `Proxy-Authorization` are written as `…`, to be filled in by whoever
/// runs it; secrets in the URL's query or in the body stay. What no quotes can hold (bytes that are not UTF-8, control
/// bytes) is written with `printf`. `curl` adds `User-Agent` and `Accept` of its own where the request has none.
///
/// ```
/// use preflight_engine::{exchange::RequestHead, header_list::HeaderList};
///
/// let request = RequestHead {
///     method: b"PUT".to_vec(),
///     url: "https://api.example/items?id=1&all".parse()?,
///     headers: HeaderList::from_iter([("Authorization", "Bearer x"), ("Content-Type", "application/json")]),
///     is_preflight: false,
///     includes_credentials: true,
///     has_body: true,
/// };
/// assert_eq!(
///     preflight_probe::to_curl(&request, Some(b"{}"))?,
///     "curl -i -X PUT -H 'Authorization: …' -H 'Content-Type: application/json' --data-binary '{}' \
///      'https://api.example/items?id=1&all'"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`InvalidRequest`] where [`Probe::exchange`](crate::Probe::exchange) refuses the request as well.
pub fn to_curl(request: &RequestHead, body: Option<&[u8]>) -> Result<String, InvalidRequest> {
    check(request)?;
    let body = declared_body(request, body);
    let mut command = Command { pipe: String::new(), words: vec!["curl".to_owned()] };
    command.push_method(request);
    command.push_headers(request, body.is_some());
    if request.headers.contains(b"accept-encoding") {
        // Else a terminal shows what the server compressed.
        command.push(&["--compressed"]);
    }
    if let Some(body) = body {
        command.push_body(body);
    }
    command.push_url(&request.url);
    Ok(command.pipe + &command.words.join(" "))
}

struct Command {
    /// What feeds curl's standard input.
    pipe: String,
    words: Vec<String>,
}

impl Command {
    fn push(&mut self, words: &[&str]) {
        self.words.extend(words.iter().map(|&word| word.to_owned()));
    }

    /// `-X HEAD` would wait for a body that never comes; `--head` does not, and shows the head by itself.
    fn push_method(&mut self, request: &RequestHead) {
        let is_head_request = request.method == b"HEAD";
        self.push(&[if is_head_request { "--head" } else { "-i" }]);
        if !is_head_request {
            self.push(&["-X", &quote_word(&request.method)]);
        }
    }

    fn push_headers(&mut self, request: &RequestHead, has_body: bool) {
        for (name, value) in request.headers.iter() {
            let field = match (is_secret_field(name), value) {
                (true, _) => [name, b": ", REDACTED.as_bytes()].concat(),
                // "Name:" would take the field away.
                (false, b"") => [name, b";"].concat(),
                (false, _) => [name, b": ", value].concat(),
            };
            self.push(&["-H", &quote(&field)]);
        }
        // Else curl would say that the body is a form.
        if has_body && !request.headers.contains(b"content-type") {
            self.push(&["-H", "Content-Type:"]);
        }
    }

    fn push_body(&mut self, body: &[u8]) {
        match is_printable(body) {
            // An @ at the beginning would name a file.
            true if body.starts_with(b"@") => self.push(&["--data-raw", &quote(body)]),
            true => self.push(&["--data-binary", &quote(body)]),
            // No argument can hold a NUL, and $(…) drops line ends: only a pipe carries every byte.
            false => {
                self.pipe = format!("printf '{}' | ", printf_format(body));
                self.push(&["--data-binary", "@-"]);
            }
        }
    }

    /// Userinfo and fragment stay away, since the probe does not send them; curl would send the former.
    fn push_url(&mut self, url: &Url) {
        let mut url = url.clone();
        url.set_fragment(None);
        // These two fail for URLs without a host only, which have no userinfo.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        if url.as_str().contains(['[', ']', '{', '}']) {
            self.push(&["--globoff"]);
        }
        self.push(&[&quote(url.as_str().as_bytes())]);
    }
}

/// As [`quote`], without quotes where a shell needs none.
fn quote_word(bytes: &[u8]) -> String {
    match str::from_utf8(bytes) {
        Ok(word) if bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte)) => word.to_owned(),
        _ => quote(bytes),
    }
}

/// One word of a POSIX shell that holds exactly these bytes, if no NUL and no LF at the end is among them.
fn quote(bytes: &[u8]) -> String {
    match str::from_utf8(bytes) {
        Ok(text) if is_printable(bytes) => format!("'{}'", text.replace('\'', r"'\''")),
        _ => format!("\"$(printf '{}')\"", printf_format(bytes)),
    }
}

/// Whether these bytes are UTF-8 without control characters, so that quotes hold them on one line.
fn is_printable(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_ok_and(|text| !text.chars().any(char::is_control))
}

/// A format of `printf` for these bytes that is safe between single quotes, and no option even if they begin with `-`.
fn printf_format(bytes: &[u8]) -> String {
    let escape = |&byte: &u8| match byte {
        b'%' => "%%".to_owned(),
        b'\'' | b'\\' | b'-' => format!("\\{byte:03o}"),
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("\\{byte:03o}"),
    };
    bytes.iter().map(escape).collect()
}
