//! WebKitGTK, whose MiniBrowser prints its console: a view under automation would not.

use std::fs::File;
use std::io::{self, Read};
use std::thread;
use std::time::Duration;

use preflight_authority::Authority;
use serde_json::Value;

use super::{Event, Message, Remote, mark};
use crate::browser::Browser;

/// How often is looked whether something was printed.
const PAUSE: Duration = Duration::from_millis(100);

/// What stands before source, level and text, after the place where there is one.
const CONSOLE: &str = "CONSOLE ";

/// The levels; what comes before one is a source. The page's own messages have none.
const LEVELS: [&str; 5] = ["LOG", "DEBUG", "INFO", "WARN", "ERROR"];

/// The log of a MiniBrowser, followed.
pub(super) struct PrintedConsole {
    version: String,
    log: File,
    /// A line whose end is still to come.
    unfinished: Vec<u8>,
}

impl PrintedConsole {
    pub(super) fn follow(browser: &Browser) -> io::Result<Self> {
        Ok(Self { version: browser.printed_version(), log: browser.log_file()?, unfinished: Vec::new() })
    }

    /// The lines that were finished since the last call.
    fn lines(&mut self) -> io::Result<Vec<String>> {
        self.log.read_to_end(&mut self.unfinished)?;
        let end = self.unfinished.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1);
        let finished: Vec<_> = self.unfinished.drain(..end).collect();
        Ok(String::from_utf8_lossy(&finished).lines().map(str::to_owned).collect())
    }
}

impl Remote for PrintedConsole {
    fn version(&self) -> &str {
        &self.version
    }

    /// It was started so.
    fn trust(&mut self, _: &Authority) -> io::Result<()> {
        Ok(())
    }

    /// It was started there: nobody can lead it.
    fn visit(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn listen(&mut self) -> io::Result<Vec<Event>> {
        thread::sleep(PAUSE);
        Ok(self.lines()?.iter().filter_map(|line| event(line)).collect())
    }

    fn evaluate(&mut self, _: &str) -> io::Result<Value> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn saved_console(&mut self) -> io::Result<String> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// `PLACE: CONSOLE SOURCE LEVEL TEXT`
fn event(line: &str) -> Option<Event> {
    let (place, rest) = line.split_once(CONSOLE)?;
    let (first, after) = rest.split_once(' ')?;
    let (source, level, text) = if LEVELS.contains(&first) {
        ("console-api", first, after)
    } else {
        let (level, text) = after.split_once(' ')?;
        (first, level, text)
    };
    // White space at the end of a value is not told from the end of the line.
    let text = text.trim_end();
    mark(text).or_else(|| {
        let url = place.trim_end().trim_end_matches(':').to_owned();
        let (source, level) = (source.to_ascii_lowercase(), level.to_ascii_lowercase());
        Some(Event::Message(Message { text: text.to_owned(), level, source, url, time: None }))
    })
}

#[cfg(test)]
mod tests {
    use super::event;
    use crate::remote::{Event, Message};

    #[test]
    fn printed_lines_are_marks_messages_or_nothing() {
        let message = |source: &str, url: &str| {
            let (text, level) = ("Status code: 404".to_owned(), "error".to_owned());
            Event::Message(Message { text, level, source: source.to_owned(), url: url.to_owned(), time: None })
        };
        let table = [
            ("http://a/p:1:2: CONSOLE LOG preflight-lab begin x-1", Some(Event::Begins("x-1".to_owned()))),
            ("CONSOLE LOG preflight-lab end x-1", Some(Event::Ends)),
            ("CONSOLE SECURITY ERROR Status code: 404", Some(message("security", ""))),
            ("http://a/p:1:2: CONSOLE ERROR Status code: 404", Some(message("console-api", "http://a/p:1:2"))),
            ("libEGL warning: no screen", None),
        ];
        for (line, expected) in table {
            assert_eq!(event(line), expected, "{line}");
        }
    }
}
