//! One process that runs many applications of a system.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use preflight_dialects::Dialect;
use serde_json::{Value, json};

use crate::install;

static FILES: AtomicUsize = AtomicUsize::new(0);

/// The source of an application.
pub struct Application {
    code: String,
    /// Whether the system's own checks of its settings have to pass.
    is_checked: bool,
}

/// A running server. It ends when it is dropped.
pub struct System {
    process: Child,
    pub port: u16,
}

impl Application {
    /// What was exported, in a small application.
    pub fn of_export(dialect: Dialect, text: &str) -> Self {
        let code = match dialect {
            Dialect::Express => format!("const app = require('express')();\n{text}\napp.listen(0);"),
            Dialect::Node => format!(
                "{text}\nrequire('http').createServer((req, res) => cors(req, res, () => res.end('ok'))).listen(0);"
            ),
            Dialect::Flask => format!("from flask import Flask\napp = Flask(__name__)\n{text}"),
            _ => text.to_owned(),
        };
        Self { code, is_checked: true }
    }

    /// A source as people write it.
    pub fn of_source(text: &str) -> Self {
        Self { code: text.to_owned(), is_checked: false }
    }
}

impl System {
    pub fn start(dialect: Dialect, applications: &[Application]) -> Self {
        let (name, server) = match dialect {
            Dialect::Flask => ("flask_server.py", include_str!("servers/flask_server.py")),
            Dialect::Django => ("django_server.py", include_str!("servers/django_server.py")),
            _ => ("server.js", include_str!("servers/server.js")),
        };
        let number = FILES.fetch_add(1, Ordering::Relaxed);
        let script = install::directory().join(format!("{number}-{name}"));
        fs::write(&script, server).expect("the target directory can be written");
        let sources = install::directory().join(format!("{number}-sources.json"));
        let listed =
            applications.iter().map(|application| json!({"code": application.code, "check": application.is_checked}));
        fs::write(&sources, listed.collect::<Value>().to_string()).expect("the target directory can be written");
        let mut process =
            install::interpreter(dialect).args([&script, &sources]).stdout(Stdio::piped()).spawn().unwrap_or_else(
                |error| panic!("{dialect} cannot be started ({error}); install it, or set PREFLIGHT_SKIP_PACKAGES=1"),
            );
        let mut line = String::new();
        let stdout = process.stdout.take().expect("it is a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("the server writes its port");
        let port = line.trim().parse().unwrap_or_else(|_| panic!("{dialect}: the server does not start"));
        Self { process, port }
    }
}

impl Drop for System {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
