//! One reading from beginning to end: the syntax, the env-file, the overrides, the meaning.

use std::ops::Range;
use std::path::Path;

use preflight_rules::policies;

use crate::diagnostic::Diagnostics;
use crate::document::Table;
use crate::env_file::EnvFile;
use crate::env_file_name::{Presence, read_env_file_name};
use crate::environment::Environment;
use crate::load::{Context, Parsed};
use crate::overrides;
use crate::presence::{Remedies, check_presence};
use crate::read;
use crate::read_file::{self, Unreadable};
use crate::reader::Reader;
use crate::report::{Report, Texts};
use crate::site::{Site, Text};
use crate::syntax::Syntax;
use crate::{quotable, unparsed, unshown};

/// What is read, and with what.
pub(crate) struct Reading<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
    pub(crate) source: Source<'a>,
    pub(crate) context: &'a Context,
}

/// Where the text comes from.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    /// A file; an env-file stands beside it.
    Path(&'a Path),
    /// A text in memory; no file is read.
    Text,
    /// There is no text: the command line says everything.
    CommandLine,
}

impl Reading<'_> {
    pub(crate) fn read(&self, syntax: Syntax) -> Result<Parsed, Diagnostics> {
        let mut report = Report::default();
        let document = match syntax.parse(self.text) {
            Ok(document) => document,
            Err(error) => {
                report.hide(unparsed::unshown(self.text, lines_of(self.text, &error.span)));
                report.error(&policies::INVALID_SYNTAX, &Site::span(Text::Policy, error.span), error.message);
                return report.finish(None, self.texts());
            }
        };
        report.hide(unshown::of_document(&document));
        let (environment, env_file_diagnostics) = self.read_env_file(&document, &mut report);
        let result = self.read_document(document, &environment, report);
        match env_file_diagnostics {
            None => result,
            Some(diagnostics) => Err(Diagnostics::new(match result {
                Ok((_, warnings)) => [diagnostics.into_vec(), warnings].concat(),
                Err(others) => [diagnostics.into_vec(), others.into_vec()].concat(),
            })),
        }
    }

    fn read_document(
        &self,
        document: Table<'_>,
        environment: &Environment,
        mut report: Report,
    ) -> Result<Parsed, Diagnostics> {
        let mut document = document;
        overrides::check_names(environment, &mut report);
        overrides::apply(&mut document, &self.context.overrides, environment, &mut report);
        let mut reader = Reader { environment, report };
        let file = read::read(&mut reader, &document, self.context);
        let remedies = match self.source {
            Source::Path(_) | Source::Text => &Remedies::IN_A_FILE,
            Source::CommandLine => &Remedies::AS_FLAGS,
        };
        check_presence(&mut reader, &document, self.context.purpose, remedies);
        reader.report.finish(Some(file), self.texts())
    }

    /// The environment with the env-file that the document names, and what is wrong inside that file. Its name is read
    /// with the variables of the process alone.
    fn read_env_file(&self, document: &Table<'_>, report: &mut Report) -> (Environment, Option<Diagnostics>) {
        let environment = self.context.environment.clone();
        let Source::Path(policy_file) = self.source else { return (environment, None) };
        // What is wrong with the name is reported when the document is read.
        let mut reader = Reader { environment: &environment, report: Report::default() };
        let Some((env_file, site)) = read_env_file_name(&mut reader, document) else { return (environment, None) };
        let path = env_file.beside(policy_file);
        let name = env_file_shown(&path, policy_file);
        let text = match read_file::read(&path, self.context.load.streams()) {
            Ok(text) => text,
            Err(Unreadable::Missing) => {
                if env_file.presence == Presence::Expected {
                    let message = format!("the env-file `{name}` does not exist, so it sets no variable yet");
                    let help =
                        "create it, which takes effect at once, or write `?` after its name if it may be missing";
                    report.warning_with_help(&policies::MISSING_ENV_FILE, &site, message, Some(help.to_owned()));
                }
                return (environment.missing_env_file(name), None);
            }
            Err(Unreadable::Broken(reason)) => {
                let help = "make it readable, or remove `env-file`".to_owned();
                report.error_with_help(&policies::INVALID_ENV_FILE, &site, format!("`{name}`: {reason}"), Some(help));
                return (environment.lacking_env_file(), None);
            }
        };
        match EnvFile::parse(&text, &path.display().to_string()) {
            Ok(env_file) => (environment.with_env_file(env_file), None),
            Err(diagnostics) => (environment.lacking_env_file(), Some(diagnostics)),
        }
    }

    fn texts(&self) -> Texts<'_> {
        let origins_file = self.context.overrides.origins_file.as_ref();
        let origins = origins_file.map(|file| (file.name(), file.text())).unwrap_or_default();
        Texts { policy: (self.name, self.text), origins }
    }
}

/// The whole lines in which something stands.
fn lines_of(text: &str, span: &Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let [start, end] = [span.start, span.end].map(|byte| byte.min(bytes.len()));
    let begin = bytes[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    begin..bytes[end..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| end + at)
}

/// The env-file in messages: beside the policy file, whose folder may have blanks in its name.
fn env_file_shown(env_file: &Path, policy_file: &Path) -> String {
    let folder = policy_file.parent().filter(|folder| env_file.starts_with(folder));
    let name = folder.and_then(|folder| env_file.strip_prefix(folder).ok()).unwrap_or(env_file);
    let shown = quotable::key(&name.to_string_lossy()).into_owned();
    folder.map_or_else(|| Path::new(&shown).to_owned(), |folder| folder.join(&shown)).display().to_string()
}
