//! The key `env-file`: a path beside the policy file, and a `?` after it where the file may be missing.

use std::path::{Path, PathBuf};

use preflight_rules::policies;

use crate::document::Table;
use crate::reader::Reader;
use crate::site::Site;

/// After the path of a file that may be missing.
const MAY_BE_MISSING: char = '?';

/// The env-file of a policy file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EnvFileName {
    path: PathBuf,
    pub(crate) presence: Presence,
}

/// Whether somebody wants to know that the file is missing. Closed: they do or they do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// A missing file is a warning: it may be added while the gateway runs.
    Expected,
    /// A missing file is as good as an empty one.
    Optional,
}

impl EnvFileName {
    /// What a path says, as it is written.
    pub(crate) fn new(written: &Path) -> Self {
        match written.to_str().and_then(|text| text.strip_suffix(MAY_BE_MISSING)) {
            Some(path) => Self { path: path.into(), presence: Presence::Optional },
            None => Self { path: written.to_owned(), presence: Presence::Expected },
        }
    }

    pub(crate) fn as_written(&self) -> PathBuf {
        let mut written = self.path.clone().into_os_string();
        if self.presence == Presence::Optional {
            written.push(MAY_BE_MISSING.to_string());
        }
        written.into()
    }

    /// The path of the file, which is written relative to the policy file.
    pub(crate) fn beside(&self, policy_file: &Path) -> PathBuf {
        policy_file.parent().unwrap_or(Path::new("")).join(&self.path)
    }
}

/// The env-file that a document names, and where it stands.
pub(crate) fn read_env_file_name(reader: &mut Reader<'_>, document: &Table<'_>) -> Option<(EnvFileName, Site)> {
    let node = document.get("env-file")?;
    let phrase = reader.phrase("env-file", node)?;
    let name = EnvFileName::new(Path::new(&*phrase.text));
    if name.path.as_os_str().is_empty() || phrase.text.contains('\0') {
        let help = Some("write `env-file = \".env\"`, or remove it".to_owned());
        reader.report.error_with_help(&policies::INVALID_ENV_FILE, &node.site, "this is not a path of a file", help);
        return None;
    }
    Some((name, node.site.clone()))
}
