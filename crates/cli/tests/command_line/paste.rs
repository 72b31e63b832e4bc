//! `preflight` alone: the red text on stdin, and everything that follows from it in one document.

use serde_json::Value;

use crate::backend::Backend;
use crate::run::{run, run_on, run_on_bytes, said};

fn slash(_: &str) -> String {
    "200 OK\r\nAccess-Control-Allow-Origin: http://localhost:5173/".to_owned()
}

fn blocked(url: &str) -> String {
    format!(
        "Access to fetch at '{url}' from origin 'http://localhost:5173' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'http://localhost:5173/' that is not equal to the supplied origin."
    )
}

#[test]
fn the_call_is_checked_at_once() {
    let backend = Backend::start(slash);
    let text = blocked(&backend.url("/x"));
    let told = run_on(&[], &text);
    assert_eq!(told.code, 1, "{}{}", told.out, told.err);
    let (first, second) = (told.out.find("blocked  http://"), told.out.find("blocked  PF005"));
    assert!(first == Some(0) && second > first, "{}", told.out);
    assert!(backend.asked().iter().any(|line| line == "GET /x"));
    let json = run_on(&["-", "--format", "json"], &text);
    let object: Value = serde_json::from_str(&json.out).expect("one document");
    assert_eq!(object[0]["check"]["findings"][0]["cause"], "origin-mismatch");
}

#[test]
fn nothing_is_asked_offline_or_where_the_page_is_not_known() {
    let backend = Backend::start(slash);
    let text = blocked(&backend.url("/x"));
    assert_eq!(run_on(&["-", "--offline"], &text).code, 1);
    let firefox = format!(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {}. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing).",
        backend.url("/x")
    );
    assert_eq!(run_on(&[], &firefox).code, 1);
    assert!(backend.asked().is_empty(), "{:?}", backend.asked());
    let named = run_on(&["-", "--origin", "http://localhost:5173"], &firefox);
    assert!(named.out.contains("PF005") && !backend.asked().is_empty(), "{}", named.out);
}

#[test]
fn only_the_server_that_the_text_names_is_asked() {
    let other = Backend::start(slash);
    let elsewhere = other.url("/landing").replace("127.0.0.1", "localhost");
    // The answer has to be a plain function: where it leads is told by the path.
    let backend = Backend::start(|line| {
        let target = line.split("to=").nth(1).unwrap_or_default();
        format!("302 Found\r\nAccess-Control-Allow-Origin: *\r\nLocation: {target}")
    });
    let told = run_on(&[], &blocked(&backend.url(&format!("/?to={elsewhere}"))));
    assert_eq!(told.code, 1, "{}", told.out);
    assert!(other.asked().is_empty(), "{:?}", other.asked());
}

#[test]
fn each_call_of_a_text_is_checked_and_what_is_left_out_is_said() {
    let backend = Backend::start(slash);
    let text = |paths: &[&str]| paths.iter().map(|path| blocked(&backend.url(path))).collect::<Vec<_>>().join("\n");
    let told = run_on(&[], &text(&["/a", "/b", "/a"]));
    assert_eq!(told.out.matches("\nblocked  PF005").count(), 2, "{}", told.out);
    assert_eq!(backend.asked().iter().filter(|line| *line == "GET /a").count(), 1, "once for a call");
    let json = run_on(&["-", "--format", "json"], &text(&["/a", "/b"]));
    let object: Value = serde_json::from_str(&json.out).expect("one document");
    for place in 0..2 {
        assert_eq!(object[place]["check"]["findings"][0]["cause"], "origin-mismatch", "{place}");
    }
    let told = run_on(&[], &text(&["/a", "/b", "/c", "/d", "/e", "/f", "/g"]));
    assert_eq!(told.out.matches("\nblocked  PF005").count(), 5, "{}", told.out);
    assert!(told.out.contains("the text is about 7 calls, and 5 were checked"), "{}", told.out);
    let (_, rest) = told.out.split_once("5 were checked").expect("it is said");
    let commands: Vec<_> = rest.lines().filter(|line| line.starts_with("preflight check http")).collect();
    assert!(matches!(commands[..], [f, g] if f.contains("/f ") && g.contains("/g ")), "{rest}");
    assert!(!backend.asked().iter().any(|line| line == "GET /f"));
}

#[cfg(feature = "dialects")]
#[test]
fn the_source_in_this_folder_is_shown_with_its_edit() {
    let backend = Backend::start(slash);
    let folder = tempfile::tempdir().expect("a folder");
    let source = "const app = express();\napp.use(cors({ origin: 'http://localhost:5173/' }));\n";
    std::fs::write(folder.path().join("server.js"), source).expect("it can be written");
    std::fs::write(folder.path().join("notes.txt"), "express").expect("it can be written");
    let mut command = crate::run::preflight();
    command.current_dir(folder.path()).arg(blocked(&backend.url("/x"))).stdin(std::process::Stdio::null());
    let told = said(command.output().expect("the binary runs"));
    assert!(told.out.contains("+app.use(cors({ origin: 'http://localhost:5173' }));"), "{}{}", told.out, told.err);
    let kept = std::fs::read_to_string(folder.path().join("server.js")).expect("it is there");
    assert_eq!(kept, source, "nothing is written");
}

#[cfg(feature = "dialects")]
#[test]
fn where_no_source_was_read_it_is_said_how_to_name_one() {
    let backend = Backend::start(slash);
    let folder = tempfile::tempdir().expect("a folder");
    for (file, reason) in [
        ("notes.txt", "no file of this folder sets up Express"),
        ("server.js", "+app.use(cors({ origin: 'http://localhost:5173' }));"),
        ("other.js", "several files of this folder set a server up"),
    ] {
        std::fs::write(folder.path().join(file), "app.use(cors({ origin: 'http://localhost:5173/' }));\n")
            .expect("written");
        let mut command = crate::run::preflight();
        command.current_dir(folder.path()).arg(blocked(&backend.url("/x"))).stdin(std::process::Stdio::null());
        let told = said(command.output().expect("the binary runs"));
        let words = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(reason), "{file}: {}{}", told.out, told.err);
        assert_eq!(
            words.contains("`--fix FILE` names the server's source"),
            !reason.starts_with('+'),
            "{file}: {words}"
        );
    }
}

/// What `preflight` says of a blocked call in a folder with these files.
#[cfg(feature = "dialects")]
fn said_in_folder(files: &[(&str, &str)]) -> String {
    let backend = Backend::start(slash);
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, text).expect("it can be written");
    }
    let mut command = crate::run::preflight();
    command.current_dir(folder.path()).arg(blocked(&backend.url("/x"))).stdin(std::process::Stdio::null());
    said(command.output().expect("the binary runs")).out
}

#[cfg(feature = "dialects")]
#[test]
fn the_source_is_looked_for_in_the_usual_folders_and_none_is_guessed() {
    const CORS: &str = "const app = express();\napp.use(cors({ origin: 'http://localhost:5173/' }));\n";
    const EDIT: &str = "+app.use(cors({ origin: 'http://localhost:5173' }));";
    let page = ("src/main.js", "fetch('http://localhost:5000/x', { mode: 'cors' });\n");
    for name in ["src/server.js", "server/index.js", "api/app.js", "packages/api/src/index.js"] {
        let told = said_in_folder(&[(name, CORS), page]);
        assert!(told.contains(EDIT) && told.contains(name), "{name}: {told}");
    }
    for name in ["node_modules/x/index.js", "packages/.cache/index.js", "packages/dist/index.js", "src/app.test.js"] {
        let told = said_in_folder(&[(name, CORS)]);
        assert!(!told.contains(EDIT) && told.contains("no file of this folder"), "{name}: {told}");
    }
    let told = said_in_folder(&[("server/index.js", CORS), ("server/routes.js", "const r = express();\n")]);
    assert!(told.contains(EDIT), "the one that has CORS: {told}");
    let told = said_in_folder(&[("server/index.js", CORS), ("packages/api/index.js", CORS)]);
    for file in ["server/index.js", "packages/api/index.js"] {
        let is_command =
            |line: &str| line.starts_with("preflight check http") && line.ends_with(&format!("--fix {file}"));
        assert!(told.lines().any(is_command), "{file}: {told}");
    }
    assert!(!told.contains(EDIT) && told.contains("several files of this folder set a server up"), "{told}");
}

#[test]
fn what_is_too_long_is_refused_at_once() {
    let began = std::time::Instant::now();
    let told = run_on_bytes(&["explain"], vec![b'x'; 8 << 20]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("longer than 4 MiB"), "{}", told.err);
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    for words in [&["completions", "bash"][..], &["man"], &["explain", "PF012"]] {
        let mut child = crate::run::preflight()
            .args(words)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("the binary runs");
        drop(child.stdout.take());
        let ended = child.wait_with_output().expect("it ends");
        assert!(!String::from_utf8_lossy(&ended.stderr).contains("panicked"), "{words:?}");
    }
    assert_eq!(run(&["explain", "acao-duplicated"]).code, 0);
}

#[test]
fn options_alone_are_about_what_stands_on_stdin() {
    let backend = Backend::start(slash);
    let text = blocked(&backend.url("/x"));
    for options in [&["--format", "json"][..], &["--format=json", "--offline"], &["--offline", "--format", "json"]] {
        let told = run_on(options, &text);
        let object: Value = serde_json::from_str(&told.out).unwrap_or_else(|error| panic!("{error}: {}", told.err));
        assert_eq!((told.code, &object[0]["reason"]), (1, &"allow-origin-mismatch".into()), "{options:?}");
    }
    let empty = run_on(&["--format", "json"], "hello");
    assert_eq!((empty.code, empty.out.trim()), (2, "[]"), "{}", empty.err);
    assert!(run(&["--help"]).out.contains("Usage") && run(&["--nonsense"]).code == 2);
}

/// As fast as the house promises where it is built as people run it; a build for tests may take longer.
#[test]
fn a_paste_is_answered_at_once_without_the_network() {
    let limit = std::time::Duration::from_millis(if cfg!(debug_assertions) { 500 } else { 50 });
    let text = blocked("http://localhost:5000/x");
    let times = (0..10).map(|_| {
        let began = std::time::Instant::now();
        assert_eq!(run_on(&["-", "--offline"], &text).code, 1);
        began.elapsed()
    });
    let least = times.min().expect("it ran");
    assert!(least < limit, "{least:?}");
}

#[test]
fn what_is_far_too_long_is_refused_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("huge.log");
    let file = std::fs::File::create(&path).expect("it can be written");
    file.set_len(100 << 20).expect("there is room for a hole");
    let name = path.to_str().expect("UTF-8");
    let limit = std::time::Duration::from_secs(1);
    for words in [&[name][..], &["explain", name]] {
        let began = std::time::Instant::now();
        let told = run(words);
        assert_eq!(told.code, 2, "{}", told.out);
        assert!(told.err.contains("longer than 4 MiB"), "{}", told.err);
        assert!(began.elapsed() < limit, "{words:?}: {:?}", began.elapsed());
    }
    for words in [&[][..], &["explain"], &["--format", "json"]] {
        let began = std::time::Instant::now();
        let mut command = crate::run::preflight();
        command.args(words).stdin(std::fs::File::open(&path).expect("it is there"));
        let told = said(command.output().expect("the binary runs"));
        assert!(told.err.contains("longer than 4 MiB"), "{}", told.err);
        assert!(began.elapsed() < limit, "{words:?}: {:?}", began.elapsed());
    }
}

#[cfg(feature = "dialects")]
#[test]
fn a_source_that_is_far_too_long_is_refused_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("server.js");
    std::fs::File::create(&path).and_then(|file| file.set_len(100 << 20)).expect("there is room for a hole");
    let name = path.to_str().expect("UTF-8");
    for words in [&[name][..], &["import", name], &["fix", name, "--origin", "http://localhost:5173"]] {
        let began = std::time::Instant::now();
        let told = run(words);
        assert_eq!(told.code, 2, "{}", told.out);
        assert!(told.err.contains("1 MiB") || told.err.contains("1048576"), "{words:?}: {}", told.err);
        assert!(began.elapsed() < std::time::Duration::from_secs(3), "{words:?}: {:?}", began.elapsed());
    }
}

#[test]
fn a_folder_and_a_misspelt_url_are_told_as_what_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = folder.path().to_str().expect("UTF-8");
    for words in [&[name][..], &["explain", name]] {
        let told = run(words);
        assert!(told.code == 2 && told.err.contains("is a folder"), "{words:?}: {}", told.err);
    }
    let told = run(&["explain", "http//localhost:3000/x"]);
    assert!(told.code == 2 && told.err.contains("this is a URL"), "{}", told.err);
    let backend = Backend::start(slash);
    let told = run(&[&backend.url("/x").replace("http://", "http//"), "--origin", "http://localhost:5173"]);
    assert!(told.out.contains("was read as `http://"), "{}{}", told.out, told.err);
}

#[test]
fn a_server_that_is_gone_since_is_told_as_one_that_answered() {
    let gone = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("an address");
    let url = format!("http://{gone}/x");
    let told = run_on(&[], &blocked(&url));
    let words = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("something answered there when the text was written"), "{}", told.out);
    assert!(words.contains("start the server that answered then, or name the port"), "{}", told.out);
    let silent = run(&["check", &url, "--origin", "http://localhost:5173"]);
    assert!(!silent.out.contains("something answered"), "{}", silent.out);
}

#[test]
fn nothing_is_told_twice() {
    let backend = Backend::start(|line| {
        match line.split_once(' ') {
        Some(("OPTIONS", _)) => {
            "204 No Content\r\nAccess-Control-Allow-Origin: http://localhost:5173\r\nAccess-Control-Allow-Methods: GET, PUT"
                .to_owned()
        }
        _ => "200 OK\r\nAccess-Control-Allow-Origin: http://localhost:5173".to_owned(),
    }
    });
    let refused = |path: &str| {
        format!(
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {}. (Reason: Did not find method in CORS header ‘Access-Control-Allow-Methods’).\n",
            backend.url(path)
        )
    };
    let told = run_on(&["-", "--origin", "http://localhost:5173"], &refused("/x"));
    assert!(told.out.contains("\nundetermined"), "{}{}", told.out, told.err);
    assert_eq!(told.out.matches("PF025").count(), 1, "{}", told.out);
    assert!(told.out.contains("`PATCH` or `DELETE`"), "what was found out is told: {}", told.out);
    assert!(told.out.contains("-X METHOD") && !told.out.contains("--for express"), "{}", told.out);
    let several = run_on(&["explain"], &format!("{}{}", refused("/x"), refused("/y")));
    assert_eq!(several.out.matches("PF025").count(), 1, "{}", several.out);
    assert_eq!(several.out.matches("preflight check http").count(), 2, "{}", several.out);
}
