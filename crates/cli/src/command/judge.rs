//! `preflight judge`: the offline browser. A page's requests and a scripted server a line in, what a browser does out.

use std::io::{self, BufRead, Write};

use clap::{Args, ValueEnum};
use preflight_engine::UserAgent;
use preflight_judge::read_and_judge;

use crate::exit::{Exit, Failure};
use crate::json::to_line;
use crate::output::say;
use crate::printable::printable;

/// A line may be this long; the longest case of the corpus has 4 kB.
const LINE_LIMIT: u64 = 64 * 1024 * 1024;

/// Arguments of `preflight judge`.
#[derive(Debug, Args)]
#[command(after_help = "A line in:   {\"id\":1,\"request\":{\"page_origin\":\"https://app.example.com\",\
\"url\":\"https://api.example.com/c/1/0\"},\"script\":{\"responses\":[{\"status\":200,\"headers\":[]}]}}
A line out:  {\"id\":1,\"engine\":\"chromium\",\"results\":[…],\"wire\":[…],\"console\":\"…\",\"reason\":…,\"stage\":…}
A line that cannot be read is reported with its number on stderr, the rest goes on, and the exit code is 2.")]
pub struct JudgeArgs {
    /// Which browser judges.
    #[arg(long, value_enum, default_value_t = Engine::Standard)]
    engine: Engine,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// The Fetch standard to the letter.
    Standard,
    /// Chromium, Chrome, Edge.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKit, as recorded from WebKitGTK.
    #[value(name = "webkit")]
    WebKit,
}

/// Runs `preflight judge` on stdin and stdout. What it holds in memory is one line.
pub fn run(args: &JudgeArgs) -> Result<Exit, Failure> {
    let user_agent = args.engine.user_agent();
    let mut exit = Exit::Good;
    let mut stdin = io::stdin().lock();
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    for number in 1u64.. {
        if !read_line(&mut stdin, &mut line, number)? {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match read_and_judge(&line, &user_agent) {
            Ok(answer) => writeln!(stdout, "{}", to_line(&answer)).map_err(|error| unwritable(&error))?,
            Err(error) => {
                say(&format!("line {number}: {}", printable(error.to_string().as_bytes())));
                exit = Exit::Usage;
            }
        }
    }
    stdout.flush().map_err(|error| unwritable(&error))?;
    Ok(exit)
}

impl Engine {
    fn user_agent(self) -> UserAgent {
        match self {
            Self::Standard => UserAgent::STANDARD,
            Self::Chromium => UserAgent::CHROMIUM,
            Self::Firefox => UserAgent::FIREFOX,
            Self::WebKit => UserAgent::WEBKIT,
        }
    }
}

/// Reads the next line into `line`; false at the end.
fn read_line(stdin: &mut impl BufRead, line: &mut Vec<u8>, number: u64) -> Result<bool, Failure> {
    line.clear();
    let read = io::Read::take(&mut *stdin, LINE_LIMIT)
        .read_until(b'\n', line)
        .map_err(|error| Failure::usage(format!("line {number}: stdin cannot be read: {error}")))?;
    if read as u64 == LINE_LIMIT && !line.ends_with(b"\n") {
        return Err(Failure::usage(format!("line {number} is longer than {LINE_LIMIT} bytes")));
    }
    Ok(read > 0)
}

fn unwritable(error: &io::Error) -> Failure {
    Failure::usage(format!("stdout cannot be written: {error}"))
}
