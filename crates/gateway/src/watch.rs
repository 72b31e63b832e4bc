//! Reloading when a file changes: an edit, an editor's rename, the swap of a symbolic link.
//!
//! Directories are watched rather than files, since a file that is replaced by renaming takes its watch away with it. What
//! counts as a change is another content, so that neither reading nor neighbours of the file cause a reload.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use preflight_policy_file::{Diagnostic, Diagnostics, InForce};

use crate::changes::ConfigurationChange;
use crate::configuration::ConfigurationErrors;
use crate::gateway::Gateway;
use crate::source::Source;
use crate::watched_files::{Contents, directories};

/// Editors write in several steps; after this much quiet they have finished.
const QUIET: Duration = Duration::from_millis(50);

/// Files beside the policy that change all the time put a reload off no longer than this.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// What became of a change.
#[derive(Debug)]
#[non_exhaustive]
pub enum Reload {
    /// It is in force.
    Applied {
        /// What changed.
        changes: Vec<ConfigurationChange>,
        /// What is allowed but probably not meant.
        warnings: Vec<Diagnostic>,
    },
    /// It has mistakes, and the former configuration stays in force.
    Invalid(Diagnostics),
    /// It cannot be served, and the former configuration stays in force.
    Unusable(ConfigurationErrors),
}

/// Watches until it is dropped.
#[derive(Debug)]
#[must_use = "files are watched until this is dropped"]
pub struct Watch {
    messages: Sender<Message>,
}

/// Why files cannot be watched.
#[derive(Debug)]
pub struct WatchError(notify::Error);

enum Message {
    Event(notify::Result<Event>),
    Reload,
    Stop,
}

impl Gateway {
    /// Reloads whenever a file of `source` changes, and tells `report` what changed or what is wrong. An edit that changes
    /// nothing, such as one of a comment, is not told.
    ///
    /// It works on a thread of its own, since files are read by blocking calls.
    ///
    /// # Errors
    /// [`WatchError`] if the system has no more watches to give.
    pub fn watch(
        &self,
        source: impl Source,
        mut report: impl FnMut(Reload) + Send + 'static,
    ) -> Result<Watch, WatchError> {
        let (messages, received) = mpsc::channel();
        let events = messages.clone();
        // A receiver that is gone means that nobody wants to know.
        let watcher = notify::recommended_watcher(move |event| drop(events.send(Message::Event(event))))?;
        let mut watching = Watching {
            gateway: self.clone(),
            source,
            watcher,
            watched: Vec::new(),
            seen: Contents::default(),
            invalid: None,
            warned: None,
            listener: self.listen_address(),
        };
        watching.watch_directories()?;
        // They may have changed since whoever calls this read them.
        while watching.catch_up(&mut report, Cause::Change) == Read::OfFormerFiles {}
        thread::Builder::new()
            .name("preflight-watch".to_owned())
            .spawn(move || watching.run(&received, report))
            .map_err(|error| WatchError(notify::Error::io(error)))?;
        Ok(Watch { messages })
    }
}

impl Watch {
    /// Reads the files now, whether they changed or not, and tells what came of it, even if that is nothing.
    pub fn reload(&self) {
        // Once it has stopped there is nothing to reload.
        self.messages.send(Message::Reload).ok();
    }
}

impl Reload {
    /// What is wrong with the file, if it is invalid.
    fn diagnostics(&self) -> Option<&Diagnostics> {
        match self {
            Self::Invalid(diagnostics) => Some(diagnostics),
            Self::Applied { .. } | Self::Unusable(_) => None,
        }
    }

    /// What it is warned of, if it is applied. Where a warning stands is left out: an edit above it moves it.
    fn warned_of(&self) -> Option<Vec<String>> {
        match self {
            Self::Applied { warnings, .. } => Some(warnings.iter().map(|warning| warning.message.clone()).collect()),
            Self::Invalid(_) | Self::Unusable(_) => None,
        }
    }

    fn changes_something(&self) -> bool {
        match self {
            Self::Applied { changes, .. } => !changes.is_empty(),
            Self::Invalid(_) => false,
            Self::Unusable(_) => true,
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.messages.send(Message::Stop).ok();
    }
}

/// Whether the files that were read are those to watch: an edit may name another env-file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    OfAllFiles,
    OfFormerFiles,
}

/// Why files are read. What somebody asked for is told in any case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    Change,
    Asked,
}

/// The state of the watching thread.
struct Watching<S> {
    gateway: Gateway,
    source: S,
    watcher: RecommendedWatcher,
    watched: Vec<PathBuf>,
    seen: Contents,
    /// What was wrong with it when it was read last.
    invalid: Option<Diagnostics>,
    /// What it was warned of when it was applied last; none before the first reading, whose warnings a start has told.
    warned: Option<Vec<String>>,
    /// Where the gateway was told to listen: it stays there, whatever a reload says.
    listener: SocketAddr,
}

impl<S: Source> Watching<S> {
    fn run(mut self, messages: &Receiver<Message>, mut report: impl FnMut(Reload)) {
        let mut read = Read::OfAllFiles;
        loop {
            let first = match read {
                Read::OfAllFiles => wait_for_change(messages),
                Read::OfFormerFiles => Some(Cause::Change),
            };
            let Some(cause) = first.and_then(|first| Some(first.max(wait_for_quiet(messages)?))) else { return };
            if cause == Cause::Asked || self.has_changed() {
                read = self.catch_up(&mut report, cause);
            }
        }
    }

    /// Whether there may be something new to read. What was invalid may need a file that was not there, and so is not among
    /// the watched ones.
    fn has_changed(&self) -> bool {
        self.invalid.is_some() || self.directories() != self.watched || Contents::read(&self.files()) != self.seen
    }

    /// Reads the files as they are now.
    fn catch_up(&mut self, report: &mut impl FnMut(Reload), cause: Cause) -> Read {
        // Watched before they are read: what changes after the reading is another event.
        if let Err(error) = self.watch_directories() {
            tracing::warn!(%error, "some changes of the policy file may go unseen");
        }
        let files = self.files();
        self.seen = Contents::read(&files);
        let reload = self.reload();
        let invalid = reload.diagnostics().cloned();
        let warned = reload.warned_of();
        let is_warned_anew = warned.as_ref().is_some_and(|warned| self.adds_to_former(warned));
        let is_news = invalid != self.invalid || reload.changes_something() || is_warned_anew;
        if is_news || cause == Cause::Asked {
            report(reload);
        }
        self.warned = warned.or_else(|| self.warned.take());
        self.invalid = invalid;
        if self.files() == files { Read::OfAllFiles } else { Read::OfFormerFiles }
    }

    fn reload(&mut self) -> Reload {
        let in_force = InForce::of(&self.gateway.policy_file()).listening_on(self.listener);
        match self.source.load(in_force) {
            Err(diagnostics) => Reload::Invalid(diagnostics),
            Ok((file, warnings)) => match self.gateway.reload(&file) {
                Ok(changes) => Reload::Applied { changes, warnings },
                Err(errors) => Reload::Unusable(errors),
            },
        }
    }

    /// Watches where the files are now: a link may lead elsewhere, and another env-file may be named.
    fn watch_directories(&mut self) -> Result<(), WatchError> {
        let directories = self.directories();
        for gone in self.watched.iter().filter(|watched| !directories.contains(watched)) {
            // It may have been deleted, and its watch with it.
            self.watcher.unwatch(gone).ok();
        }
        for new in directories.iter().filter(|directory| !self.watched.contains(directory)) {
            self.watcher.watch(new, RecursiveMode::NonRecursive)?;
        }
        self.watched = directories;
        Ok(())
    }

    /// The directories of the files, or where one does not exist yet, the nearest that does: its making shows there.
    fn directories(&self) -> Vec<PathBuf> {
        let mut existing: Vec<_> = directories(&self.files()).iter().map(|directory| nearest(directory)).collect();
        existing.sort();
        existing.dedup();
        existing
    }

    /// Whether there is a warning that the configuration before did not have.
    fn adds_to_former(&self, warned: &[String]) -> bool {
        self.warned.as_ref().is_some_and(|former| warned.iter().any(|warning| !former.contains(warning)))
    }

    fn files(&self) -> Vec<PathBuf> {
        self.source.files(&self.gateway.policy_file())
    }
}

/// The directory, or the nearest one above it that exists.
fn nearest(directory: &Path) -> PathBuf {
    let existing = directory.ancestors().find(|ancestor| ancestor.is_dir());
    existing.map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// Waits until something happened; none once nobody watches any more.
fn wait_for_change(messages: &Receiver<Message>) -> Option<Cause> {
    loop {
        match messages.recv() {
            Ok(Message::Event(event)) if is_change(&event) => return Some(Cause::Change),
            Ok(Message::Event(_)) => {}
            Ok(Message::Reload) => return Some(Cause::Asked),
            Ok(Message::Stop) | Err(_) => return None,
        }
    }
}

/// Waits until nothing happens any more; none once nobody watches any more.
fn wait_for_quiet(messages: &Receiver<Message>) -> Option<Cause> {
    let deadline = Instant::now() + LONGEST_WAIT;
    let mut cause = Cause::Change;
    while Instant::now() < deadline {
        match messages.recv_timeout(QUIET) {
            Ok(Message::Event(_)) => {}
            Ok(Message::Reload) => cause = Cause::Asked,
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    Some(cause)
}

/// An error may mean that events were lost, so it counts; that somebody read a file does not.
fn is_change(event: &notify::Result<Event>) -> bool {
    !matches!(event, Ok(Event { kind: EventKind::Access(_), .. }))
}

impl From<notify::Error> for WatchError {
    fn from(error: notify::Error) -> Self {
        Self(error)
    }
}

impl fmt::Display for WatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "changes of the policy file cannot be watched: {}; restart to apply them", self.0)
    }
}

impl std::error::Error for WatchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}
