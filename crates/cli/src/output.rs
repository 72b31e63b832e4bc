//! What a command comes to: one document on stdout, and an exit code. `main` prints it, and nobody else does.

use std::io::{self, IsTerminal, Write};

use preflight_report::{Format, Report, render};

use crate::exit::{Exit, Failure};
use crate::json::text_of;
use crate::terminal::next_line;
use crate::wrap::width;

/// What a command comes to.
pub enum Output {
    /// A report, to be written in this format.
    Report(Box<Report>, Format),
    /// A text that is whole already, with the newline at its end.
    Document(String, Exit),
    /// Everything was written as it went: a server, or a filter of lines.
    Done(Exit),
}

impl Output {
    /// A report in this format.
    pub fn report(report: Report, format: Format) -> Self {
        Self::Report(Box::new(report), format)
    }

    /// A report about nothing, since what was asked was wrong: programs get a document all the same.
    pub fn failed(report: Report, format: Format) -> Self {
        Self::Document(render(&report, format, None), Exit::Usage)
    }

    /// The exit code that it ends with.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Report(report, _) => report.exit(),
            Self::Document(_, exit) | Self::Done(exit) => *exit,
        }
    }

    /// Writes it to stdout. Whoever reads may stop early: a pager that was left has seen enough.
    pub fn print(self) -> Result<Exit, Failure> {
        let (text, exit) = match self {
            Self::Report(report, format) => (render(&report, format, width()), report.exit()),
            Self::Document(text, exit) => (text, exit),
            Self::Done(exit) => return Ok(exit),
        };
        let mut stdout = anstream::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::usage(format!("stdout cannot be written: {error}")))
            }
            _ => Ok(exit),
        }
    }
}

/// Whether a person sits at the terminal who can be asked: what is asked goes to stderr, and the answer comes from stdin.
pub fn is_person_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Says something beside the document, on stderr: a line. What comes from outside is escaped already.
pub fn say(text: &str) {
    say_on(&format!("{text}\n"));
}

/// The same without the end of the line. Nobody may listen, and that is no failure.
pub fn say_on(text: &str) {
    let mut stderr = anstream::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// Asks a person, who answers with a line; none where nothing was answered.
fn ask(question: &str) -> Option<String> {
    say_on(&format!("{question} "));
    let Some(line) = next_line(None) else {
        // Ctrl-D ends no line, and what follows begins one.
        say_on("\n");
        return None;
    };
    let answer = text_of(line.trim_ascii());
    (!answer.is_empty()).then_some(answer)
}

/// So often a question is put to a person whose answer cannot be read.
const ASKING_LIMIT: usize = 3;

/// Asks until the answer can be read; the reader says what is accepted where it cannot. None where nothing was answered, or
/// nothing that can be read.
pub fn ask_until<T>(question: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
    for _ in 0..ASKING_LIMIT {
        match read(&ask(question)?) {
            Ok(answer) => return Some(answer),
            Err(accepted) => say(&accepted),
        }
    }
    say("no answer could be read; it counts as unknown");
    None
}

/// Asks whether something is to be done; nothing is where nobody says so.
pub fn ask_whether(question: &str) -> bool {
    let read = |answer: &str| match answer.to_ascii_lowercase().as_str() {
        "y" | "yes" => Ok(true),
        "n" | "no" => Ok(false),
        _ => Err("answer y for yes, n or Enter for no".to_owned()),
    };
    ask_until(&format!("{question} [y/N]"), read).unwrap_or_default()
}
