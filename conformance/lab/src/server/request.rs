//! A request as it came over a socket: its head line by line, its body only counted unless it is ours.

use std::io::{self, BufRead, Read};

use preflight_judge::text;

/// A head may have so many bytes; the longest of the corpus has 20 KB.
const HEAD_LIMIT: u64 = 256 * 1024;

/// A body may have so many bytes: the results of a batch have about 100 KB.
const BODY_LIMIT: u64 = 16 * 1024 * 1024;

/// How a TLS connection begins ([RFC 8446](https://www.rfc-editor.org/rfc/rfc8446#section-5.1)). It has no line to wait for.
const TLS_HANDSHAKE: u8 = 22;

/// A request.
#[derive(Debug)]
pub struct Request {
    /// The method.
    pub method: String,
    /// What is asked for: path and query.
    pub target: String,
    /// The fields, in order, names as they were written.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// Reads the next request of a connection; none at its end.
    pub fn read(connection: &mut impl BufRead) -> io::Result<Option<Self>> {
        if connection.fill_buf()?.first() == Some(&TLS_HANDSHAKE) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut head = connection.take(HEAD_LIMIT);
        let Some(line) = line(&mut head)? else { return Ok(None) };
        let mut words = line.split(' ');
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        let (method, target) = (method.to_owned(), target.to_owned());
        let mut headers = Vec::new();
        while let Some(line) = self::line(&mut head)?.filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            headers.push((name.to_owned(), value.trim_matches([' ', '\t']).to_owned()));
        }
        let mut request = Self { method, target, headers, body: Vec::new() };
        let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        if length > BODY_LIMIT {
            return Err(io::ErrorKind::InvalidData.into());
        }
        connection.take(length).read_to_end(&mut request.body)?;
        Ok(Some(request))
    }

    /// The value of a field: its lines joined.
    pub fn header(&self, name: &str) -> Option<String> {
        let of_name = self.headers.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name));
        let values: Vec<_> = of_name.map(|(_, value)| value.as_str()).collect();
        if values.is_empty() { None } else { Some(values.join(", ")) }
    }

    /// The host that is asked, without the port.
    pub fn host(&self) -> String {
        let host = self.header("host").unwrap_or_default();
        host.rsplit_once(':').map_or(host.as_str(), |(host, _)| host).to_owned()
    }

    /// The target without its query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The id and the hop that a path of a case names; what is not a number is hop 0.
    pub fn case(&self) -> Option<(&str, usize)> {
        let (id, rest) = self.path().strip_prefix("/c/")?.split_once('/')?;
        let hop = rest.split('/').next().and_then(|segment| segment.parse().ok());
        Some((id, hop.unwrap_or(0)))
    }

    /// Whether it asks whether another request may be sent.
    pub fn is_preflight(&self) -> bool {
        self.method == "OPTIONS" && self.header("access-control-request-method").is_some()
    }
}

/// A line without its end; none at the end of the connection.
fn line(head: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if head.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.pop() != Some(b'\n') {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(Some(text(&line)))
}

#[cfg(test)]
mod tests {
    use super::Request;

    #[test]
    fn requests_follow_each_other_on_a_connection() {
        let mut connection =
            &b"PUT /c/a-1/2?q HTTP/1.1\r\nX-A: 1\r\nx-a:  2 \r\nContent-Length: 2\r\n\r\nokGET / HTTP/1.1\r\n\r\n"[..];
        let put = Request::read(&mut connection).expect("it is whole").expect("there is one");
        assert_eq!((put.method.as_str(), put.path(), put.body.as_slice()), ("PUT", "/c/a-1/2", &b"ok"[..]));
        assert_eq!(put.header("x-a").as_deref(), Some("1, 2"));
        assert_eq!(put.case(), Some(("a-1", 2)));
        let get = Request::read(&mut connection).expect("it is whole").expect("there is one");
        assert_eq!((get.method.as_str(), get.case()), ("GET", None));
        assert!(Request::read(&mut connection).expect("it is the end").is_none());
    }
}
