//! A change that was shown and not made yet: whoever saw it may want it.

use std::path::{Path, PathBuf};

use preflight_dialects::{Dialect, Finding, Fix, Reached};
use preflight_report::{Page, Role};

use super::outcome::{ByHand, Outcome};
use super::write::write;
use super::{Fixed, Seen, Task, tell_link};
use crate::command::check::LISTED_METHODS;
use crate::exit::Failure;
use crate::printable::printable_path;

/// What a file is to hold in place of what it held when it was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    file: PathBuf,
    old: String,
    new: String,
    /// The command that checks it.
    check: Vec<String>,
}

impl Fixed {
    /// The change that allows the call, where it is in the file and not made yet.
    pub fn offer(&self) -> Option<Offer> {
        let fix = self.open_change()?;
        (fix.after == Reached::Allowed && self.unnamed_method.is_none() && self.is_reached()).then(|| Offer {
            file: self.task.file.clone(),
            old: self.source.clone(),
            new: fix.text.clone(),
            check: self.task.check.clone(),
        })
    }

    /// Why a change that is shown is not offered, and what makes it.
    pub fn why_not_offered(&self) -> Option<String> {
        if let Ok(Outcome::ByHand(ByHand { proposal: Some(_), reason, .. })) = &self.outcome {
            return Some(format!("{reason}; make it by hand, and run the check above"));
        }
        let fix = self.open_change()?;
        let reason = match (&self.unnamed_method, &fix.after) {
            (Some(reason), _) => return Some(reason.clone()),
            (None, Reached::Allowed) if self.is_reached() => return None,
            (None, Reached::Allowed) => "the server was not reached".to_owned(),
            (None, Reached::NotRead(place)) => format!("whether this change is enough was not read: {}", place.what),
            (None, Reached::Refused(_) | Reached::NotFollowed) => {
                "whether this change is enough was not followed through the file".to_owned()
            }
        };
        Some(format!("{reason}; the command above with `--write` makes it"))
    }

    /// Whether the server that was named answered.
    fn is_reached(&self) -> bool {
        self.task.server.as_ref().is_none_or(|server| server.seen != Seen::Unreachable)
    }

    fn open_change(&self) -> Option<&Fix> {
        let Ok(Outcome::Change(fix)) = &self.outcome else { return None };
        let is_open = !self.is_written && !fix.edits.is_empty() && self.task.file != Path::new("-");
        is_open.then_some(fix)
    }
}

/// Why nothing is written for a call whose method nobody said: this change is not enough for every method that it may have.
pub fn unnamed_method(task: &Task, dialect: Option<Dialect>, name: &str, fix: &Fix) -> Option<String> {
    let allows = |method: &str| {
        let wanted = task.wanted.clone().with_method(method).ok()?;
        let found = preflight_dialects::fix(dialect, &fix.text, name, &wanted).ok()?;
        match found {
            Finding::Allowed => Some(()),
            Finding::Fix(fix) => (fix.before == Reached::Allowed).then_some(()),
        }
    };
    let missing = LISTED_METHODS.into_iter().find(|method| allows(method).is_none());
    missing.filter(|_| task.lacks_method).map(|missing| {
        format!("the method of the call is not known, and this change is not known to be enough for {missing}: name it with -X")
    })
}

impl Offer {
    /// The question whether it is to be made.
    pub fn question(&self) -> String {
        format!("write this to {}?", printable_path(&self.file))
    }

    /// Whether both make the same change.
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.file, &self.new) == (&other.file, &other.new)
    }

    /// Makes it, and says what is left to do.
    pub fn write(self) -> Result<Page, Failure> {
        tell_link(&self.file, write(&self.file, &self.old, &self.new)?);
        let mut page = Page::default();
        page.labelled(Role::Good, "written", printable_path(&self.file));
        page.labelled(Role::Label, "next", "restart the server, then check it:");
        page.command(self.check);
        Ok(page)
    }
}
