//! A change that was shown and not made yet: whoever saw it may want it.

use std::path::{Path, PathBuf};

use preflight_dialects::Reached;
use preflight_report::{Page, Role};

use super::outcome::Outcome;
use super::write::write;
use super::{Fixed, tell_link};
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
        let Ok(Outcome::Change(fix)) = &self.outcome else { return None };
        let is_open = !self.is_written && !fix.edits.is_empty() && self.task.file != Path::new("-");
        (is_open && fix.after == Reached::Allowed).then(|| Offer {
            file: self.task.file.clone(),
            old: self.source.clone(),
            new: fix.text.clone(),
            check: self.task.check.clone(),
        })
    }
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
