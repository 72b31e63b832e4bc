//! The modules of a package: which file holds what a path names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Source;
use super::imports::{Import, imports, named_paths};

/// How many times a name is followed from one file to the next.
const FOLLOWED_LIMIT: usize = 16;

/// The modules by their paths, that of the package's root being empty.
pub(super) struct Modules<'s> {
    by_path: BTreeMap<Vec<String>, Module<'s>>,
}

struct Module<'s> {
    file: &'s Path,
    imports: Vec<Import>,
    named: Vec<Vec<String>>,
}

impl<'s> Modules<'s> {
    pub(super) fn of(sources: &'s [Source]) -> Self {
        let by_path = sources.iter().map(|source| {
            let module =
                Module { file: &source.path, imports: imports(&source.code), named: named_paths(&source.code) };
            (module_path(&source.path), module)
        });
        Self { by_path: by_path.collect() }
    }

    /// For each file the files of the same package that it imports from.
    pub(super) fn uses(&self) -> BTreeMap<&'s Path, BTreeSet<&'s Path>> {
        let used = |(path, module): (&Vec<String>, &Module<'s>)| {
            // What is only passed on is used by whoever asks for it.
            let imported = module.imports.iter().filter(|import| !import.is_passed_on).map(|import| &import.path);
            let paths = imported.chain(&module.named);
            let found = paths.filter_map(|used| self.file_of(path, used, FOLLOWED_LIMIT));
            (module.file, found.filter(|file| *file != module.file).collect())
        };
        self.by_path.iter().map(used).collect()
    }

    /// The file that holds what `path` means where it is written; none if that is of another package.
    fn file_of(&self, from: &[String], path: &[String], steps: usize) -> Option<&'s Path> {
        let mut place = self.start(from, path)?;
        let names = &path[usize::from(path[0] == "crate" || path[0] == "self")..];
        let names: Vec<_> = names.iter().skip_while(|name| *name == "super").collect();
        let mut rest = names.as_slice();
        while let [name, below @ ..] = rest {
            let mut child = place.clone();
            child.push((*name).clone());
            if !self.by_path.contains_key(&child) {
                break;
            }
            (place, rest) = (child, below);
        }
        let module = self.by_path.get(&place)?;
        let passed_on = rest.first().and_then(|name| module.imports.iter().find(|import| import.name == **name));
        match passed_on {
            Some(import) if steps > 0 => self.file_of(&place, &import.path, steps - 1),
            _ => Some(module.file),
        }
    }

    /// The module at which a path begins.
    fn start(&self, from: &[String], path: &[String]) -> Option<Vec<String>> {
        match path.first()?.as_str() {
            "crate" => Some(Vec::new()),
            "self" => Some(from.to_vec()),
            "super" => {
                let above = path.iter().take_while(|name| *name == "super").count();
                Some(from[..from.len().checked_sub(above)?].to_vec())
            }
            child => {
                let mut path = from.to_vec();
                path.push(child.to_owned());
                self.by_path.contains_key(&path).then(|| from.to_vec())
            }
        }
    }
}

/// `fix/text.rs` is `fix::text`; `lib.rs` and `main.rs` are the root.
fn module_path(file: &Path) -> Vec<String> {
    let names = file.with_extension("");
    let names: Vec<_> = names.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    match names.as_slice() {
        [root] if root == "lib" || root == "main" => Vec::new(),
        [above @ .., last] if last == "mod" => above.to_vec(),
        names => names.to_vec(),
    }
}
