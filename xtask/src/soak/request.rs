//! A request as the upstream reads it: what it asks for, and how long its body was.

use std::io::{self, BufRead, Read};

/// A request whose body was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub body_length: u64,
}

/// The next request; none if the gateway sends no more.
pub fn read(stream: &mut impl BufRead) -> io::Result<Option<Request>> {
    let first = line(stream)?;
    let mut words = first.split(' ');
    let (Some(method), Some(path)) = (words.next().filter(|method| !method.is_empty()), words.next()) else {
        return Ok(None);
    };
    let (mut length, mut is_chunked) = (0, false);
    loop {
        let field = line(stream)?;
        let Some((name, value)) = field.split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().map_err(io::Error::other)?,
            "transfer-encoding" => is_chunked = true,
            _ => {}
        }
    }
    let body_length = if is_chunked { skip_chunks(stream)? } else { skip(stream, length)? };
    Ok(Some(Request { method: method.to_owned(), path: path.to_owned(), body_length }))
}

fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
}

fn skip(stream: &mut impl BufRead, length: u64) -> io::Result<u64> {
    match io::copy(&mut stream.take(length), &mut io::sink())? {
        all if all == length => Ok(all),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn skip_chunks(stream: &mut impl BufRead) -> io::Result<u64> {
    let mut all = 0;
    loop {
        let size = u64::from_str_radix(&line(stream)?, 16).map_err(io::Error::other)?;
        if size == 0 {
            while !line(stream)?.is_empty() {}
            return Ok(all);
        }
        all += skip(stream, size)?;
        line(stream)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_measured_and_the_next_request_is_found() {
        let mut stream = &b"POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc\
            POST /b HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\na\r\n0123456789\r\n1\r\nx\r\n0\r\nTrailer: 1\r\n\r\n\
            GET /c HTTP/1.1\r\nHost: a\r\n\r\n"[..];
        let mut found = Vec::new();
        while let Some(request) = read(&mut stream).unwrap() {
            found.push((request.method, request.path, request.body_length));
        }
        let expected = [("POST", "/a", 3), ("POST", "/b", 11), ("GET", "/c", 0)];
        assert_eq!(found, expected.map(|(method, path, length)| (method.to_owned(), path.to_owned(), length)));
    }

    #[test]
    fn a_body_that_ends_early_is_an_error() {
        for request in [
            "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na",
        ] {
            assert!(read(&mut request.as_bytes()).is_err(), "{request}");
        }
    }
}
