//! What has changed between two recordings of the same cases, by browser and by kind.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use crate::browser::Engine;
use crate::corpus::Case;
use crate::scoring::{Kind, differences};

/// What has changed in one browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// Which browser.
    pub engine: Engine,
    /// Its version in the new recording, if that tells.
    pub version: String,
    /// So many cases stand in both recordings and are stable.
    pub compared: usize,
    /// The cases that changed, by kind.
    pub by_kind: BTreeMap<Kind, Vec<String>>,
}

/// Compares the browsers that both recordings know. Cases that one of them marks as unstable are left out.
pub fn compare(old: &[Case], new: &[Case]) -> Vec<Changes> {
    let old: HashMap<_, _> = old.iter().map(|case| (case.id.as_str(), case)).collect();
    let changes = Engine::ALL.into_iter().map(|engine| changes(engine, &old, new));
    changes.filter(|changes| changes.compared > 0).collect()
}

fn changes(engine: Engine, old: &HashMap<&str, &Case>, new: &[Case]) -> Changes {
    let mut changes = Changes { engine, version: String::new(), compared: 0, by_kind: BTreeMap::new() };
    let key = engine.key();
    for case in new {
        let Some(old) = old.get(case.id.as_str()) else { continue };
        let (Some(before), Some(now)) = (old.observed(key), case.observed(key)) else { continue };
        if old.is_unstable(key) || case.is_unstable(key) {
            continue;
        }
        changes.compared += 1;
        if let Some(version) = now["version"].as_str() {
            changes.version = version.to_owned();
        }
        for kind in differences(case, engine, before, now) {
            changes.by_kind.entry(kind).or_default().push(case.id.clone());
        }
    }
    changes
}

impl Changes {
    /// So many cases changed.
    pub fn changed(&self) -> usize {
        self.by_kind.values().flatten().collect::<BTreeSet<_>>().len()
    }
}

impl fmt::Display for Changes {
    /// A line for the browser, and one for each kind with the ids of the cases.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.engine.name())?;
        if let Some(major) = self.version.split('.').next().filter(|major| !major.is_empty()) {
            // WebKitGTK counts its releases by the second number.
            let is_second_needed = self.engine == Engine::WebKitGtk;
            let minor = self.version.split('.').nth(1).filter(|_| is_second_needed);
            write!(f, " {major}")?;
            minor.map_or(Ok(()), |minor| write!(f, ".{minor}"))?;
        }
        let (changed, kinds, compared) = (self.changed(), self.by_kind.len(), self.compared);
        if changed == 0 {
            return write!(f, " changed none of {compared} answers");
        }
        let (answers, of_kinds) = (counted(changed, "answer"), counted(kinds, "kind"));
        write!(f, " changed {answers} in {of_kinds} (of {compared})")?;
        for (kind, ids) in &self.by_kind {
            write!(f, "\n  {kind} ({}): {}", ids.len(), ids.join(" "))?;
        }
        Ok(())
    }
}

fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::compare;
    use crate::corpus::Case;

    fn case(id: &str, console: &str, cookie: Option<&str>) -> Case {
        let observed =
            json!({ "version": "157.0.1", "results": [], "console": console, "wire": [{ "cookie": cookie }] });
        let line = json!({ "id": id, "request": {}, "script": {}, "observed": { "chromium": observed } });
        Case::new(line.as_object().expect("it is one").clone()).expect("it is one")
    }

    #[test]
    fn changes_are_counted_by_case_and_listed_by_kind() {
        let line = "blocked: has been blocked by CORS policy";
        let old = [case("a", "", None), case("b", "", Some("x")), case("c", "", None), case("gone", "", None)];
        let mut new = [case("a", line, None), case("b", line, None), case("c", "", None), case("new", line, None)];
        let printed = compare(&old, &new)[0].to_string();
        assert_eq!(printed, "Chromium 157 changed 2 answers in 2 kinds (of 3)\n  cookie (1): b\n  console (2): a b");
        new[0].set_unstable("chromium", &["console"]);
        new[1].set_unstable("chromium", &["console"]);
        assert_eq!(compare(&old, &new)[0].to_string(), "Chromium 157 changed none of 1 answers");
    }
}
