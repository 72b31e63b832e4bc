//! The public suffix list as the crate `psl` carries it: a rule a line, in Unicode.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process::command;

/// The rules, without those that are exceptions to others.
pub struct List {
    rules: BTreeSet<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "only the tests ask for them"))]
    exceptions: BTreeSet<String>,
}

impl List {
    /// Reads the list of the version that `Cargo.lock` names.
    pub fn read() -> Result<Self, Failure> {
        let file = directory_of_psl()?.join("data/rules.txt");
        let text = fs::read_to_string(&file)
            .map_err(|error| Failure::found(format!("{} cannot be read: {error}", file.display())))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, Failure> {
        let (mut rules, mut exceptions) = (BTreeSet::new(), BTreeSet::new());
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
            match line.strip_prefix('!') {
                Some(name) => exceptions.insert(name.to_owned()),
                None if line.strip_prefix("*.").unwrap_or(line).contains('*') => {
                    return Err(Failure::found(format!("`{line}` has a star that is not its first label")));
                }
                None => rules.insert(line.to_owned()),
            };
        }
        Ok(Self { rules, exceptions })
    }

    /// The rules, `*.` being the first label of some.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(String::as_str)
    }

    /// The names that a rule with a star leaves out.
    #[cfg(test)]
    pub fn exceptions(&self) -> impl Iterator<Item = &str> {
        self.exceptions.iter().map(String::as_str)
    }

    /// Whether this is a rule.
    pub fn has_rule(&self, rule: &str) -> bool {
        self.rules.contains(rule)
    }
}

/// Where Cargo keeps the source of the locked version of `psl`. The only crate of the dependency tree with such a name.
fn directory_of_psl() -> Result<PathBuf, Failure> {
    let metadata = command("cargo", &["metadata", "--format-version", "1", "--locked"])
        .output()
        .map_err(|error| Failure::found(format!("cargo metadata does not run: {error}")))?;
    let metadata = String::from_utf8_lossy(&metadata.stdout);
    let manifests = metadata.split("\"manifest_path\":\"").skip(1).filter_map(|rest| rest.split_once('"'));
    let mut directories = manifests.filter_map(|(manifest, _)| Path::new(manifest).parent());
    let found = directories.find(|directory| is_of_psl(directory));
    found.map(Path::to_path_buf).ok_or_else(|| Failure::found("cargo metadata names no source of the crate `psl`"))
}

/// `psl` where dependencies are vendored, `psl-2.1.247` where they come from a registry.
fn is_of_psl(directory: &Path) -> bool {
    let name = directory.file_name().unwrap_or_default().to_string_lossy();
    let version = name.strip_prefix("psl").map(|rest| rest.trim_start_matches('-'));
    version.is_some_and(|version| version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}
