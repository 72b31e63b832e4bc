//! Backends in their real packages: those of Node in one process, those of Flask in another, and one for each of Django.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use preflight_dialects::Dialect;
use serde_json::{Value, json};

use crate::install;

/// One source to be run.
pub struct Source {
    pub id: String,
    pub dialect: Dialect,
    pub file_name: String,
    pub text: String,
}

/// What runs. It ends when it is dropped.
pub struct Running {
    processes: Vec<Child>,
    ports: BTreeMap<String, u16>,
}

/// Starts all of them and waits until each listens or has said that it does not.
pub fn start(sources: &[Source]) -> Running {
    let mut running = Running { processes: Vec::new(), ports: BTreeMap::new() };
    let of =
        |wanted: &dyn Fn(Dialect) -> bool| sources.iter().filter(|source| wanted(source.dialect)).collect::<Vec<_>>();
    let mut groups = vec![
        (
            Dialect::Node,
            "node_backends.mjs",
            include_str!("node_backends.mjs"),
            of(&|dialect| matches!(dialect, Dialect::Express | Dialect::Node)),
        ),
        (
            Dialect::Flask,
            "flask_backends.py",
            include_str!("flask_backends.py"),
            of(&|dialect| dialect == Dialect::Flask),
        ),
    ];
    // Django has one set of settings in a process.
    for source in of(&|dialect| dialect == Dialect::Django) {
        groups.push((Dialect::Django, "django_backend.py", include_str!("django_backend.py"), vec![source]));
    }
    let started: Vec<_> = groups.into_iter().enumerate().map(|(number, group)| spawn(number, group)).collect();
    for (mut process, count) in started {
        let stdout = process.stdout.take().expect("it is a pipe");
        running.processes.push(process);
        for line in BufReader::new(stdout).lines().take(count) {
            let line = line.expect("the backends write lines");
            if let Some((id, port)) = line.rsplit_once(' ')
                && let Ok(port) = port.parse()
            {
                running.ports.insert(id.to_owned(), port);
            }
        }
    }
    running
}

type Group<'s> = (Dialect, &'static str, &'static str, Vec<&'s Source>);

/// Starts a process; it writes as many lines as it has backends.
fn spawn(number: usize, (dialect, script_name, script, sources): Group<'_>) -> (Child, usize) {
    // Modules of Node look for packages in the folders above them.
    let folder = match dialect {
        Dialect::Node => install::directory().join("node/backends"),
        _ => install::directory().join("backends").join(number.to_string()),
    };
    fs::create_dir_all(&folder).expect("the target directory can be written");
    let script_path = write(&folder, script_name, script);
    let listed: Vec<Value> = sources
        .iter()
        .enumerate()
        .map(|(place, source)| {
            let file = write(&folder, &format!("backend_{place}_{}", source.file_name), &source.text);
            json!({ "id": source.id, "file": file })
        })
        .collect();
    let list = write(&folder, "backends.json", &json!(listed).to_string());
    let mut command: Command = install::interpreter(dialect);
    let process = command.args([&script_path, &list]).stdout(Stdio::piped()).spawn();
    (process.unwrap_or_else(|error| panic!("{dialect} cannot be started: {error}")), sources.len())
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).expect("the target directory can be written");
    path
}

impl Running {
    /// The port of a backend; none if it did not start.
    pub fn port(&self, id: &str) -> Option<u16> {
        self.ports.get(id).copied()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for process in &mut self.processes {
            // What fails here has ended before.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}
