//! The source that stands in the folder where a text is pasted: which method it has, which folder it is in, which port.

use std::path::Path;
use std::process::Stdio;

use crate::backend::Backend;
use crate::run::preflight;
use crate::terminal::Terminal;

const PREFLIGHT: &str = "has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.";

const EXPRESS: &str = "const express = require('express');\nconst cors = require('cors');\nconst app = express();\n";

fn bare(_: &str) -> String {
    "204 No Content\r\nAllow: GET".to_owned()
}

fn message(url: &str) -> String {
    format!("Access to fetch at '{url}' from origin 'http://localhost:5173' {PREFLIGHT}")
}

fn told(folder: &Path, url: &str) -> String {
    let mut command = preflight();
    command.current_dir(folder).arg(message(url)).stdin(Stdio::null());
    let output = command.output().expect("the binary runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn folder_with(name: &str, source: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(name);
    std::fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
    std::fs::write(file, source).expect("it can be written");
    folder
}

#[test]
fn the_only_route_of_a_path_says_the_method() {
    let backend = Backend::start(bare);
    let source = format!("{EXPRESS}app.use(cors({{ origin: 'http://a.example' }}));\napp.put('/x', f);\n");
    let folder = folder_with("server.js", &source);
    let shown = told(folder.path(), &backend.url("/x"));
    assert!(shown.contains("server.js has PUT alone at this path"), "{shown}");
    assert!(shown.contains("-X PUT") && !shown.contains("-X POST"), "{shown}");
}

#[test]
fn of_several_routes_one_that_the_source_has_is_assumed() {
    let backend = Backend::start(|_| "404 Not Found".to_owned());
    let routes = "app.get('/x', f);\napp.put('/x', f);\n";
    let folder =
        folder_with("server.js", &format!("{EXPRESS}app.use(cors({{ origin: 'http://a.example' }}));\n{routes}"));
    let shown = told(folder.path(), &backend.url("/x"));
    assert!(shown.contains("PUT with `content-type: application/json` is assumed"), "{shown}");
    assert!(shown.contains("-X PUT") && !shown.contains("-X POST"), "{shown}");
}

#[test]
fn nothing_is_written_for_a_method_that_nobody_said() {
    let backend = Backend::start(bare);
    let source =
        format!("{EXPRESS}app.use(cors({{ origin: 'http://a.example', methods: ['GET'] }}));\napp.all('/x', f);\n");
    let folder = folder_with("server.js", &source);
    let file = folder.path().join("server.js");
    let mut terminal = Terminal::start(preflight().current_dir(folder.path()).arg(message(&backend.url("/x"))));
    terminal.answer("the change is not offered: the method of the call is not known", "");
    let (shown, _) = terminal.end();
    assert!(!shown.contains("write this to"), "{shown}");
    let written = preflight()
        .current_dir(folder.path())
        .args(["fix", "server.js", "--origin", "http://localhost:5173", "--preflighted", "--write"])
        .args(["--url", &backend.url("/x")])
        .output()
        .expect("the binary runs");
    let out = String::from_utf8_lossy(&written.stdout);
    assert!(out.contains("not written: the method of the call is not known"), "{out}");
    assert_eq!(std::fs::read_to_string(file).expect("it is there"), source, "{out}");
}

#[test]
fn the_folder_is_searched_where_nothing_listens() {
    let settings = "INSTALLED_APPS = ['corsheaders']\nMIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']\nCORS_ALLOWED_ORIGINS = ['http://a.example']\n";
    let flask = "from flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\nCORS(app, origins=['http://a.example'])\n";
    let express = format!("{EXPRESS}app.use(cors({{ origin: 'http://a.example' }}));\n");
    for (name, source) in [("settings.py", settings), ("app.py", flask), ("server.js", &express)] {
        let folder = folder_with(name, source);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let shown = told(folder.path(), &format!("http://127.0.0.1:{port}/x"));
        assert!(shown.contains("unreachable") && shown.contains(&format!("refused  {name}")), "{name}: {shown}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_inside_of_the_project_alone() {
    use std::os::unix::fs::symlink;
    let backend = Backend::start(bare);
    let source = format!("{EXPRESS}app.use(cors({{ origin: 'http://a.example' }}));\n");
    let folder = folder_with("services/one/index.js", &source);
    symlink("services/one", folder.path().join("server")).expect("a link");
    symlink(".", folder.path().join("src")).expect("a link");
    let shown = told(folder.path(), &backend.url("/x"));
    assert!(shown.contains("refused  server/index.js"), "{shown}");
    let outside = tempfile::tempdir().expect("a folder");
    symlink(folder.path(), outside.path().join("server")).expect("a link");
    let shown = told(outside.path(), &backend.url("/x"));
    assert!(shown.contains("`server` was not looked through, since the link leads out of this folder"), "{shown}");
}

#[test]
fn a_port_of_the_environment_excludes_no_source() {
    let backend = Backend::start(bare);
    for (listen, is_read) in [("process.env.PORT || 3", true), ("3", false)] {
        let source = format!("{EXPRESS}app.use(cors({{ origin: 'http://a.example' }}));\napp.listen({listen});\n");
        let folder = folder_with("server.js", &source);
        let shown = told(folder.path(), &backend.url("/x"));
        assert_eq!(shown.contains("refused  server.js"), is_read, "{listen}: {shown}");
    }
}

#[cfg(unix)]
#[test]
fn no_command_names_a_file_that_it_would_not_find() {
    let source = format!("{EXPRESS}app.use(cors({{ origin: 'http://a.example' }}));\n");
    for (name, has_command) in [("it's.js", true), ("a\nb.js", false), ("it's $HOME.js", false)] {
        let folder = folder_with(name, &source);
        let output = preflight()
            .current_dir(folder.path())
            .args(["fix", name, "--origin", "http://localhost:5173"])
            .output()
            .expect("the binary runs");
        let out = String::from_utf8_lossy(&output.stdout);
        assert_eq!(out.contains("preflight fix"), has_command, "{name:?}: {out}");
        assert_eq!(out.contains("rename it"), !has_command, "{name:?}: {out}");
    }
}
