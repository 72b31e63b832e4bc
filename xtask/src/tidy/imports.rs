//! The paths that a file imports or names.

/// A path as it is written, and the name under which it is known from then on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    pub path: Vec<String>,
    /// The last name, or that after `as`; `*` for all.
    pub name: String,
    /// Whether others see it under this name: `pub use`, to whomever.
    pub is_passed_on: bool,
}

/// What the `use` declarations of this code say, one entry a name.
pub(super) fn imports(code: &str) -> Vec<Import> {
    declarations(code).flat_map(|(tree, is_passed_on)| leaves(tree, &[], is_passed_on)).collect()
}

/// The trees between `use` and `;`, and whether `pub` stands before them.
fn declarations(code: &str) -> impl Iterator<Item = (&str, bool)> {
    code.match_indices("use ").filter_map(|(place, _)| {
        let before = code[..place].trim_end();
        let is_start = before.is_empty() || before.ends_with([';', '}', '{', ']', ')']) || before.ends_with("pub");
        let is_passed_on = before.ends_with("pub") || before.ends_with(')') && before.contains("pub(");
        let tree = code[place + "use ".len()..].split(';').next()?;
        is_start.then_some((tree, is_passed_on))
    })
}

fn leaves(tree: &str, above: &[String], is_passed_on: bool) -> Vec<Import> {
    let tree = tree.trim();
    if let Some((stem, branches)) = tree.split_once('{') {
        let mut path = above.to_vec();
        path.extend(segments(stem.trim_end().trim_end_matches("::")));
        let branches = branches.trim_end().strip_suffix('}').unwrap_or(branches);
        return split(branches).flat_map(|branch| leaves(branch, &path, is_passed_on)).collect();
    }
    if tree.is_empty() {
        return Vec::new();
    }
    let (written, alias) = tree.split_once(" as ").map_or((tree, None), |(path, alias)| (path, Some(alias.trim())));
    let mut path = above.to_vec();
    path.extend(segments(written));
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let name = alias.map(str::to_owned).or_else(|| path.last().cloned()).unwrap_or_default();
    vec![Import { path, name, is_passed_on }]
}

fn segments(path: &str) -> impl Iterator<Item = String> + '_ {
    path.split("::").map(str::trim).filter(|segment| !segment.is_empty()).map(str::to_owned)
}

/// The branches between the commas that stand in no braces.
fn split(branches: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    branches.split(move |c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    })
}

/// The paths that begin at the package or at a module above, wherever they stand.
pub(super) fn named_paths(code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for start in ["crate::", "super::"] {
        for (place, _) in code.match_indices(start) {
            let is_start = !code[..place].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
            if is_start {
                let end = code[place..].find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
                paths.push(segments(&code[place..end.map_or(code.len(), |end| place + end)]).collect());
            }
        }
    }
    paths
}
