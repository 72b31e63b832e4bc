//! `preflight fix`: the smallest edit of the user's own source that allows one call of a page, shown as a diff, and written
//! only if asked.

mod backup;
mod diff;
mod finding;
mod json;
mod listening;
mod offer;
mod outcome;
mod process;
mod server;
mod target;
mod task;
mod text;
mod write;

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use preflight_dialects::{Dialect, Finding, FixError, ImportError, SOURCE_LIMIT, fix_beside, guess};
use preflight_policy_file::{Streams, read_named};
use preflight_report::{Entry, Report, Shape};
use serde_json::{Map, Value};

use crate::arguments::call::CallArgs;
use crate::arguments::output::FormatName;
use crate::exit::{Exit, Failure};
use crate::json::text_of;
use crate::output::{Output, say};
use crate::printable::{printable, printable_path};
use crate::reading_time::in_time;
use crate::redact::given_path;

pub use self::json::comparison as comparison_object;
pub use self::listening::{another_port, takes_port_from_environment};
pub use self::offer::Offer;
pub use self::outcome::Outcome;
use self::outcome::{ByHand, Evidence, Settled, outcome};
use self::server::Now;
pub use self::server::{Seen, Server};
pub use self::task::{Task, of_call};
pub use self::text::comparison as comparison_page;

/// So many bytes of a file are looked at for the words that give its system away; imports stand at the beginning.
const BEGINNING_LIMIT: u64 = 64 << 10;

/// So many files beside one are looked at for that.
const NEIGHBOURS_LIMIT: usize = 200;

/// Arguments of `preflight fix`.
#[derive(Debug, Args)]
#[command(after_help = "The file is read, never run. It is changed with --write only.
  preflight fix server.js --origin http://localhost:5173
  preflight fix app.py --origin http://localhost:5173 -X PUT -H content-type --credentials --write
  preflight fix settings.py --origin https://app.example.com --url :8000/api/todos
Exit codes: 0 nothing to change or changed, 1 a change is shown or has to be made by hand, 2 the arguments or the file are \
wrong, 3 nothing answers at --url.")]
pub struct FixArgs {
    /// The source that sets the server up; `-` for stdin.
    file: PathBuf,

    #[command(flatten)]
    call: CallArgs,

    /// A response header that the page reads; may be given several times.
    #[arg(long, value_name = "NAME")]
    expose: Vec<String>,

    /// The system: express, node, flask, django or aspnet; otherwise guessed from the source.
    #[arg(long, value_name = "SYSTEM", value_parser = str::parse::<Dialect>)]
    from: Option<Dialect>,

    /// The URL that the page calls: the running server is asked first, and its path chooses among the routes.
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    /// Change the file.
    #[arg(long)]
    write: bool,

    /// Show the values of headers in the line that verifies, and whole URLs, secrets too.
    #[arg(long)]
    show_values: bool,

    /// How the answer is written.
    #[arg(long, value_enum, default_value_t)]
    format: FormatName,
}

/// A source and what was found in it.
pub struct Fixed {
    task: Task,
    /// The file's name, not escaped yet.
    name: String,
    source: String,
    dialect: Option<Dialect>,
    pub outcome: Result<Outcome, FixError>,
    is_written: bool,
    /// Why the change is not made: nobody said the method.
    unnamed_method: Option<String>,
}

/// What a file says about a call.
pub struct Comparison<'c> {
    pub name: &'c str,
    pub system: Option<&'static str>,
    /// `allowed`, `refused` or `unknown`, for scripts.
    pub word: &'static str,
    /// The same as a verb.
    pub said: &'static str,
    pub reasons: &'c [String],
}

/// Runs `preflight fix`.
pub fn run(args: &FixArgs) -> Result<Output, Failure> {
    let mut fixed = fixed(task::task(args)?, args.write)?;
    if fixed.is_written {
        task::ask_again(args, &mut fixed.task);
    }
    Ok(Output::report(fixed.report()?, args.format.0))
}

/// What a source says about a call, beside what the server was seen to do; it is written only if asked.
pub fn fixed(mut task: Task, write: bool) -> Result<Fixed, Failure> {
    let name = text_of(task.file.as_os_str().as_encoded_bytes());
    let source = read(&task.file, &printable(given_path(&task.file).as_bytes()))?;
    if let Some(server) = &mut task.server {
        server.compare_age(task.port, &task.file);
    }
    if let Some((port, named)) = task.port.and_then(|port| Some((port, another_port(&source, port)?))) {
        let note = match takes_port_from_environment(&source) {
            true => format!(
                "{name} listens on port {named} where its environment names no other, and the call goes to {port}: make sure that it is this server"
            ),
            false => format!("{name} listens on port {named} and the call goes to {port}: another server answers it"),
        };
        task.notes.push(note);
    }
    let finding = find(&task, &source, &name)?;
    let dialect = task.dialect.or_else(|| guess(&source, &name));
    let evidence =
        Evidence { server: task.server.as_ref(), was_blocked: task.was_blocked, settled: settled(dialect, &source) };
    let outcome = outcome(finding, evidence);
    let is_over = task.was_blocked && matches!(outcome, Ok(Outcome::Allowed { .. }));
    if is_over && let Some(now) = task.server.as_ref().and_then(Server::allows_now) {
        task.notes.push(text::allowed_now(now).to_owned());
    }
    let unnamed_method = match &outcome {
        Ok(Outcome::Change(fix)) if task.lacks_method => offer::unnamed_method(&task, dialect, &name, fix),
        _ => None,
    };
    if let Some(reason) = unnamed_method.as_ref().filter(|_| write) {
        task.notes.push(format!("not written: {reason}"));
    }
    let mut is_written = false;
    if let Ok(Outcome::Change(fix)) = &outcome
        && write
        && unnamed_method.is_none()
        && !fix.edits.is_empty()
    {
        tell_link(&task.file, write::write(&task.file, &source, &fix.text)?);
        is_written = true;
    }
    Ok(Fixed { task, name, source, dialect, outcome, is_written, unnamed_method })
}

/// Says which file was changed, where the one that was named leads to it.
fn tell_link(file: &Path, target: Option<PathBuf>) {
    if let Some(target) = target {
        let (link, target) = (printable_path(file), printable_path(&target));
        say(&format!("note: {link} is a link; the file that it leads to was changed: {target}"));
    }
}

/// Flask-CORS, django-cors-headers and ASP.NET Core answer a preflight and the call by the same policy.
fn settled(dialect: Option<Dialect>, source: &str) -> Settled {
    let has_one_policy = matches!(dialect, Some(Dialect::Flask | Dialect::Django | Dialect::AspNet));
    match has_one_policy && !source.to_ascii_lowercase().contains("access-control-") {
        true => Settled::WithThePreflight,
        false => Settled::WithTheCall,
    }
}

fn find(task: &Task, source: &str, name: &str) -> Result<Result<Finding, FixError>, Failure> {
    let shown = printable(name.as_bytes());
    let (dialect, wanted, source, name) = (task.dialect, task.wanted.clone(), source.to_owned(), name.to_owned());
    let seen = match task.server.as_ref().map(|server| &server.seen) {
        Some(Seen::PreflightAllowed) => preflight_dialects::Seen::PreflightAllowed,
        _ => preflight_dialects::Seen::Nothing,
    };
    in_time(&shown, move || fix_beside(dialect, &source, &name, &wanted, seen))
}

/// The system that `fix` can edit in a file, by its beginning; nothing is parsed.
pub fn can_edit(path: &Path) -> Option<Dialect> {
    let bytes = read_named(path, BEGINNING_LIMIT, Streams::Refused).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    guess(&text, &path.to_string_lossy())
}

/// One byte more than the limit is enough to see that there are too many.
fn read(file: &Path, name: &str) -> Result<String, Failure> {
    let limit = SOURCE_LIMIT as u64 + 1;
    let read = if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().take(limit).read_to_end(&mut bytes).map(|_| bytes)
    } else {
        read_named(file, limit, Streams::Read)
    };
    let bytes = read.map_err(|error| Failure::usage(format!("{name} cannot be read: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::usage(format!("{name} is not UTF-8 text: byte {at} belongs to no character"))
            .with_help("hand over the source in which the server is set up; save it as UTF-8")
    })?;
    // Edits are of lines, and such a text has one line for every parser but JavaScript's.
    if !text.contains('\n') && text.trim_end().contains('\r') {
        return Err(Failure::usage(format!("{name} has the line ends of old Macs: a carriage return alone"))
            .with_help("save it with LF or CRLF, and run this again"));
    }
    Ok(text)
}

impl Fixed {
    /// The report; what is wrong with the file itself is an error.
    pub fn report(&self) -> Result<Report, Failure> {
        let exit = self.exit()?;
        let object = match json::object(self) {
            Some(Value::Object(members)) => members,
            _ => Map::new(),
        };
        let entry = Entry {
            title: self.name.as_str().into(),
            place: Some(self.name.as_str().into()),
            verdict: json::verdict(self).unwrap_or_default(),
            findings: finding::findings(self),
            object,
            exit,
        };
        Ok(Report { command: "fix", shape: Shape::Object, entries: vec![entry], page: text::page(self) })
    }

    /// Whether an edit of the file itself is shown.
    pub fn shows_change(&self) -> bool {
        match &self.outcome {
            Ok(Outcome::Change(fix)) => !fix.edits.is_empty(),
            Ok(Outcome::ByHand(by_hand)) => by_hand.proposal.is_some(),
            Ok(Outcome::Allowed { .. }) | Err(_) => false,
        }
    }

    /// The exit code; what is wrong with the file itself is an error.
    fn exit(&self) -> Result<Exit, Failure> {
        if self.task.server.as_ref().is_some_and(|server| server.seen == Seen::Unreachable) {
            return Ok(Exit::Unreachable);
        }
        match &self.outcome {
            Ok(Outcome::Allowed { .. }) => Ok(Exit::Good),
            Ok(Outcome::Change(_)) if self.is_written => Ok(Exit::Good),
            Ok(Outcome::Change(_) | Outcome::ByHand(_)) => Ok(Exit::Findings),
            Err(error) => Err(self.unusable(error)),
        }
    }

    /// What the file says, to be held against the server.
    pub fn comparison<'c>(&'c self, word: &'static str, said: &'static str, reasons: &'c [String]) -> Comparison<'c> {
        Comparison { name: &self.name, system: self.dialect.map(Dialect::name), word, said, reasons }
    }

    /// What to paste, or the change that allows the call whatever the part does that was not read.
    fn snippet(&self, by_hand: &ByHand) -> String {
        match &by_hand.proposal {
            Some(fix) => diff::plain(&self.name, &self.source, &fix.text),
            None => by_hand.snippet.clone(),
        }
    }

    /// The first file beside this one that can be edited.
    fn neighbour(&self) -> Option<(PathBuf, Dialect)> {
        let folder = self.task.file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let files = std::fs::read_dir(folder).ok()?.flatten().take(NEIGHBOURS_LIMIT);
        let mut paths: Vec<_> = files.map(|file| file.path()).filter(|path| path.is_file()).collect();
        paths.sort();
        paths.into_iter().find_map(|path| can_edit(&path).map(|dialect| (path, dialect)))
    }

    /// The error that a file is by itself.
    pub fn unusable(&self, error: &FixError) -> Failure {
        let message = printable(error.to_string().as_bytes());
        let failure = Failure::usage(format!("{}: {message}", printable(self.name.as_bytes())));
        if matches!(error, FixError::UnknownSystem { .. } | FixError::Empty)
            && let Some((path, dialect)) = self.neighbour()
        {
            return failure.with_help(format!("{} beside it is of {dialect}: name that file", printable_path(&path)));
        }
        match error {
            FixError::UnknownSystem { .. } => failure.with_help(
                "`--from express|node|flask|django|aspnet` names the system; `preflight explain --for …` has snippets for others",
            ),
            FixError::OtherSystem { .. } => failure.with_help(
                "`preflight explain --for koa|fastapi|spring|rails|laravel|nginx` writes the snippet to paste; `preflight serve` goes in front of any server",
            ),
            FixError::Unreadable(ImportError::Syntax { .. } | ImportError::TooHard { .. }) => {
                failure.with_help("fix the syntax first; or name the system if it is another one, with `--from`")
            }
            _ => failure,
        }
    }
}
