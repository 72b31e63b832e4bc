//! An answer as a good client reads it, and what it should be.

use std::io::{self, BufRead};

/// What is asked, and the answer that it should have.
pub struct Errand {
    /// A sentence for a person.
    pub what: &'static str,
    pub request: &'static str,
    pub status: u16,
    /// Fields, each of which stands there once, with this value.
    pub fields: &'static [(&'static str, &'static str)],
    /// Fields that do not stand there.
    pub absent: &'static [&'static str],
    pub body: &'static str,
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    status: u16,
    /// Names in lower case, and values.
    fields: Vec<(String, String)>,
    body: String,
}

impl Answer {
    /// Reads one whose body has a length, or none.
    pub fn read(stream: &mut impl BufRead) -> io::Result<Self> {
        let first = line(stream)?;
        let status = first.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse().ok());
        let status = status.ok_or_else(|| io::Error::other(format!("`{first}` begins no answer")))?;
        let mut fields = Vec::new();
        while let Some((name, value)) = line(stream)?.split_once(':') {
            fields.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let length = fields.iter().find(|(name, _)| name == "content-length");
        let length = length.map_or(Ok(0), |(_, value)| value.parse()).map_err(io::Error::other)?;
        let mut body = vec![0; length];
        stream.read_exact(&mut body)?;
        Ok(Self { status, fields, body: String::from_utf8_lossy(&body).into_owned() })
    }

    fn values(&self, name: &str) -> Vec<&str> {
        let lines = self.fields.iter().filter(|(found, _)| found == name);
        lines.map(|(_, value)| value.as_str()).collect()
    }
}

impl Errand {
    /// What is wrong with its answer.
    pub fn judge(&self, answer: &Answer) -> Result<(), String> {
        let wrong = |what: &str, found: String| Err(format!("{}: {what} is {found}", self.what));
        if answer.status != self.status {
            return wrong("the status", answer.status.to_string());
        }
        for (name, value) in self.fields {
            if answer.values(name) != [*value] {
                return wrong(name, format!("{:?} instead of {value:?}", answer.values(name)));
            }
        }
        for name in self.absent {
            if !answer.values(name).is_empty() {
                return wrong(name, format!("{:?}, and should not be there", answer.values(name)));
            }
        }
        if answer.body == self.body { Ok(()) } else { wrong("the body", format!("{:?}", answer.body)) }
    }
}

fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the gateway closed the connection"));
    }
    Ok(line.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ERRAND: Errand = Errand {
        what: "an errand",
        request: "",
        status: 200,
        fields: &[("vary", "Origin")],
        absent: &["access-control-allow-origin"],
        body: "ab",
    };

    #[test]
    fn whatever_is_not_as_it_should_be_is_named() {
        for (answer, expected) in [
            ("HTTP/1.1 200 OK\r\nVary: Origin\r\nContent-Length: 2\r\n\r\nab", None),
            ("HTTP/1.1 503 Busy\r\nVary: Origin\r\nContent-Length: 2\r\n\r\nab", Some("the status is 503")),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", Some("vary is []")),
            ("HTTP/1.1 200 OK\r\nVary: Origin\r\nVary: Origin\r\nContent-Length: 2\r\n\r\nab", Some("vary is [")),
            (
                "HTTP/1.1 200 OK\r\nVary: Origin\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 2\r\n\r\nab",
                Some("access-control-allow-origin is [\"*\"]"),
            ),
            ("HTTP/1.1 200 OK\r\nVary: Origin\r\n\r\n", Some("the body is \"\"")),
        ] {
            let found = ERRAND.judge(&Answer::read(&mut answer.as_bytes()).unwrap());
            match expected {
                None => assert_eq!(found, Ok(())),
                Some(part) => assert!(found.as_ref().is_err_and(|found| found.contains(part)), "{found:?}"),
            }
        }
    }

    #[test]
    fn half_an_answer_is_none() {
        for answer in ["", "HTTP/1.1 200 OK\r\nA: 1\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "x\r\n\r\n"]
        {
            assert!(Answer::read(&mut answer.as_bytes()).is_err(), "{answer}");
        }
    }
}
