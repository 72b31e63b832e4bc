//! `preflight serve`: from flags and from a file, reloaded, stopped.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Stdio};
use std::time::{Duration, Instant};

use crate::backend::Backend;
use crate::run::{Said, preflight, run, said};

/// A gateway that is stopped when the test ends.
struct Gateway {
    child: Child,
    stderr: BufReader<ChildStderr>,
    address: String,
}

impl Gateway {
    fn start(arguments: &[&str]) -> Self {
        let mut child = preflight()
            .arg("serve")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut line = String::new();
        stderr.read_line(&mut line).expect("a line");
        let address = line.trim().rsplit_once("http://").map(|(_, address)| address.to_owned());
        let address = address.unwrap_or_else(|| panic!("no address in `{line}`"));
        Self { child, stderr, address }
    }

    /// Sends a request and returns the whole answer.
    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("the gateway listens");
        write!(stream, "{request}\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("the gateway reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the gateway answers");
        answer
    }

    /// Waits for a line on stderr.
    fn wait_for(&mut self, part: &str) {
        let deadline = Instant::now() + Duration::from_secs(20);
        let mut line = String::new();
        while Instant::now() < deadline {
            line.clear();
            if self.stderr.read_line(&mut line).expect("a line") == 0 || line.contains(part) {
                break;
            }
        }
        assert!(line.contains(part), "`{part}` was not said; last: {line}");
    }
}

impl Gateway {
    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = std::process::Command::new("kill").args([name, &pid]).status().expect("there is a kill");
        assert!(sent.success(), "{name}");
    }

    /// Whether it ends within a time.
    fn ends_within(&mut self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        while Instant::now() < deadline {
            if self.child.try_wait().expect("a child").is_some() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn api(_: &str) -> String {
    "200 OK\r\nAccess-Control-Allow-Origin: *".to_owned()
}

#[test]
fn flags_alone_make_a_gateway() {
    let backend = Backend::start(api);
    let upstream = backend.url("");
    let gateway = Gateway::start(&[
        "--upstream",
        &upstream,
        "--listen",
        "127.0.0.1:0",
        "--allow-origin",
        "https://app.example.com",
        "--credentials",
        "--method",
        "PUT",
        "--max-age",
        "2h",
    ]);
    let answer = gateway.ask("GET /todos HTTP/1.1\r\nOrigin: https://app.example.com");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(answer.to_ascii_lowercase().matches("access-control-allow-origin: https://app.example.com").count(), 1);
    assert!(!answer.contains("Allow-Origin: *"), "the upstream's own field went through: {answer}");

    let preflight =
        gateway.ask("OPTIONS /todos HTTP/1.1\r\nOrigin: https://app.example.com\r\nAccess-Control-Request-Method: PUT");
    assert!(preflight.starts_with("HTTP/1.1 204") && preflight.contains("access-control-max-age: 7200"), "{preflight}");
    assert_eq!(backend.asked(), ["GET /todos"], "the preflight reached the upstream");
}

#[test]
fn a_change_of_the_files_applies_without_restart_and_a_bad_one_does_not() {
    let backend = Backend::start(api);
    let folder = std::env::temp_dir().join(format!("preflight-serve-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let (policy, env) = (folder.join("preflight.toml"), folder.join(".env"));
    let text = format!(
        "listen = \"127.0.0.1:0\"\nenv-file = \".env\"\nupstream = \"{}\"\n[policy.app]\norigins = [\"${{ORIGINS}}\"]\n",
        backend.url("")
    );
    fs::write(&env, "ORIGINS=https://one.example.com\n").expect("the env-file");
    fs::write(&policy, &text).expect("the policy file");
    let mut gateway = Gateway::start(&["--config", policy.to_str().expect("UTF-8")]);
    let allows = |gateway: &Gateway, origin: &str| {
        gateway
            .ask(&format!("GET / HTTP/1.1\r\nOrigin: {origin}"))
            .contains(&format!("access-control-allow-origin: {origin}"))
    };
    assert!(allows(&gateway, "https://one.example.com") && !allows(&gateway, "https://two.example.com"));

    fs::write(&env, "ORIGINS=https://one.example.com,https://two.example.com\n").expect("the env-file");
    gateway.wait_for("reloaded");
    assert!(allows(&gateway, "https://two.example.com"));

    fs::write(&policy, text.replace("[policy.app]", "[policy.app]\nmetods = []")).expect("the policy file");
    gateway.wait_for("not reloaded");
    assert!(allows(&gateway, "https://two.example.com"), "the former configuration is gone");

    let dangerous = text.replace("origins = [", "credentials = true\norigins = [\"https://*.com\", ");
    fs::write(&policy, dangerous).expect("the policy file");
    gateway.wait_for("https://*.com");
    gateway.wait_for("not reloaded");
    assert!(!allows(&gateway, "https://evil.com"), "a reload took what a start refuses");
    fs::remove_dir_all(&folder).expect("the folder");
}

/// What `serve --check` says to these files in a folder of their own, the policy file first.
fn checked(name: &str, files: &[(&str, &str)], variables: &[(&str, &str)], flags: &[&str]) -> Said {
    let folder = std::env::temp_dir().join(format!("preflight-serve-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    for (file, text) in files {
        fs::write(folder.join(file), text).expect("a file");
    }
    let policy = folder.join(files[0].0);
    let mut command = preflight();
    command.args(["serve", "--check", "--config"]).arg(&policy).args(flags).envs(variables.iter().copied());
    let checked = said(command.output().expect("the binary runs"));
    fs::remove_dir_all(&folder).expect("the folder");
    checked
}

#[test]
fn the_example_of_the_readme_is_sound_before_its_env_file_is_there() {
    let readme = include_str!("../../../../README.md");
    let (_, after) = readme.split_once("## If you run a gateway\n\n```toml\n").expect("the section");
    let (example, _) = after.split_once("```").expect("an end");
    let said = checked("readme", &[("preflight.toml", example)], &[], &[]);
    assert!(said.code == 0 && !said.err.contains("warning"), "{}", said.err);
    let required = example.replace(".env?\"", ".env\"");
    let said = checked("readme-required", &[("preflight.toml", &required)], &[], &[]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains(".env` does not exist") && said.err.contains("preflight.toml:2:12"), "{}", said.err);

    let said = checked("readme-env", &[("preflight.toml", example), (".env", "A=1")], &[], &[]);
    assert!(said.code == 0 && !said.err.contains("warning"), "{}", said.err);
    let said = checked("readme-broken", &[("preflight.toml", &required), (".env", "A")], &[], &[]);
    assert!(said.code == 2 && said.err.contains("this line is not an assignment"), "{}", said.err);
}

#[test]
fn a_variable_that_widens_the_file_is_told_and_an_empty_one_is_refused() {
    let text = "upstream = \"http://127.0.0.1:9\"\n[policy.app]\norigins = [\"https://app.example.com\"]\n";
    let check = |value| checked("variables", &[("preflight.toml", text)], &[("PREFLIGHT_ORIGINS", value)], &[]);
    let said = check("any");
    assert!(said.code == 0 && said.err.contains("`any` allows more than the file's `origins`"), "{}", said.err);
    for value in ["", " , "] {
        let said = check(value);
        assert!(said.code == 2 && said.err.contains("it is set and holds no origin"), "{value:?}: {}", said.err);
        assert!(said.err.contains("unset it") && said.err.contains("PREFLIGHT_ORIGINS"), "{value:?}: {}", said.err);
    }
}

#[test]
fn what_is_probably_not_meant_is_told_and_what_strangers_could_use_is_refused() {
    let text = "listen = \"0.0.0.0:8080\"\ntrusted-proxies = [\"0.0.0.0/0\"]\nupstream = \"http://localhost:8080\"\ndefault-policy = \"app\"\n[policy.app]\norigins = [\"http://localhost:*\"]\n[policy.spare]\norigins = \"any\"\n";
    let said = checked("oversights", &[("preflight.toml", text)], &[], &[]);
    assert_eq!(said.code, 0, "{}", said.err);
    let told = [
        ("preflight.toml:1:10", "no name of this gateway is known"),
        ("preflight.toml:2:20", "`0.0.0.0/0` holds every address"),
        ("preflight.toml:3:12", "leads back to this gateway"),
        ("preflight.toml:7:9", "no route uses this policy"),
    ];
    for (place, message) in told {
        assert!(said.err.contains(place) && said.err.contains(message), "{message}: {}", said.err);
    }
    let said = checked("visitors", &[("preflight.toml", text)], &[("PREFLIGHT_CREDENTIALS", "true")], &[]);
    assert!(said.code == 2 && said.err.contains("preflight.toml:6:12"), "{}", said.err);
    assert!(said.err.contains("whatever runs on a visitor's own machine"), "{}", said.err);
    let flag = ["--dangerously-allow-insecure-origins", "--host", "api.example.com"];
    let said = checked("purpose", &[("preflight.toml", text)], &[("PREFLIGHT_CREDENTIALS", "true")], &flag);
    assert!(said.code == 0 && !said.err.contains("no name"), "{}", said.err);
}

#[test]
fn every_key_can_be_given_and_a_misspelt_one_is_told_with_what_was_meant() {
    let text = "hosts = [\"api.internal\", \"::1\"]\ncase-insensitive-paths = true\nkeep-underscore-headers = true\nconnections = 100\nconnections-per-address = 10\nrequests = 50\nrequests-per-address = 5\nupstream = \"http://127.0.0.1:9\"\n[timeouts]\nconnect = \"1s\"\nrequest-head = \"1s\"\nrequest-idle = \"1s\"\nanswer = \"1s\"\nanswer-idle = \"1s\"\nsend-idle = \"1s\"\nidle = \"1h\"\ntotal = \"1m\"\n[policy.app]\norigins = [\"https://app.example.com\"]\n";
    let flags = ["--connections", "200", "--requests-per-address", "7", "--case-insensitive-paths"];
    let said = checked("keys", &[("preflight.toml", text)], &[("PREFLIGHT_REQUESTS", "60")], &flags);
    assert!(said.code == 0 && said.err.starts_with("sound"), "{}", said.err);
    let wrong = text
        .replace("api.internal", "https://api.internal:8080/")
        .replace("connections = 100", "conections = 0")
        .replace("send-idle = \"1s\"", "send-idle = \"2m\"")
        .replace("connect =", "conect =");
    let said = checked("wrong-keys", &[("preflight.toml", &wrong)], &[("PREFLIGHT_REQUESTS", "0")], &[]);
    assert_eq!(said.code, 2);
    for part in [
        "write `api.internal`",
        "did you mean `connections`?",
        "did you mean `connect`?",
        "`send-idle` is 2m, longer than the 1m that `total`",
        "`requests` is zero",
        "5 mistakes",
    ] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
}

#[test]
fn a_configuration_with_mistakes_starts_nothing_and_tells_all_of_them() {
    let said = run(&[
        "serve",
        "--upstream",
        "localhost:5000",
        "--allow-origin",
        "https://App.example.com/",
        "--method",
        "TRACE",
        "--check",
    ]);
    assert_eq!(said.code, 2);
    for part in ["--upstream", "https://app.example.com", "TRACE", "3 mistakes"] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
    let missing = run(&["serve", "--config", "/nonexistent/preflight.toml"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("/nonexistent/preflight.toml"), "{}", missing.err);
}

#[test]
fn a_port_in_use_is_told_with_its_address() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    let said = run(&[
        "serve",
        "--upstream",
        "http://127.0.0.1:9",
        "--allow-origin",
        "https://a.example",
        "--listen",
        &address,
    ]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains(&address) && said.err.contains("in use"), "{}", said.err);
}

/// A preflight, which costs no upstream. Its line in the log has some 150 bytes, and a pipe holds 64 KiB.
const PREFLIGHT: &str = "OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example.com\r\nAccess-Control-Request-Method: PUT\r\n\r\n";

/// A collector that stalls, or Ctrl-S: nobody reads stderr.
#[test]
fn a_log_that_nobody_reads_stops_neither_answers_nor_the_end() {
    let backend = Backend::start(api);
    let upstream = backend.url("");
    let flags = ["--upstream", &upstream, "--listen", "127.0.0.1:0", "--allow-origin", "https://app.example.com"];
    let mut gateway = Gateway::start(&flags);
    let mut stream = TcpStream::connect(&gateway.address).expect("the gateway listens");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    let mut answers = BufReader::new(stream.try_clone().expect("a socket"));
    for count in 0..6000 {
        stream.write_all(PREFLIGHT.as_bytes()).expect("the gateway reads");
        let mut line = String::new();
        answers.read_line(&mut line).unwrap_or_else(|error| panic!("no answer after {count}: {error}"));
        assert!(line.starts_with("HTTP/1.1 204"), "{line}");
        while line != "\r\n" {
            line.clear();
            answers.read_line(&mut line).expect("a head");
        }
    }
    gateway.signal("-TERM");
    assert!(gateway.ends_within(Duration::from_secs(8)), "it waits for its log");
    let mut log = String::new();
    gateway.stderr.read_to_string(&mut log).expect("the log");
    let written = log.lines().filter(|line| line.contains("kind=\"preflight\"")).count();
    assert!(written < 6000, "the pipe took everything, so nothing was tried");
}

#[test]
fn what_a_stalled_reader_missed_is_counted() {
    let backend = Backend::start(api);
    let upstream = backend.url("");
    let flags = ["--upstream", &upstream, "--listen", "127.0.0.1:0", "--allow-origin", "https://app.example.com"];
    let mut gateway = Gateway::start(&flags);
    let mut stream = TcpStream::connect(&gateway.address).expect("the gateway listens");
    let mut answers = stream.try_clone().expect("a socket");
    let reading = std::thread::spawn(move || {
        let mut read = Vec::new();
        answers.read_to_end(&mut read).ok();
        read.windows(12).filter(|window| window == b"HTTP/1.1 204").count()
    });
    stream.write_all(PREFLIGHT.repeat(9000).as_bytes()).expect("the gateway reads");
    stream.shutdown(std::net::Shutdown::Write).expect("a socket");
    assert!(reading.join().expect("no panic") > 8000);
    gateway.wait_for("lines of this log were dropped");
}

#[test]
fn a_hangup_reloads_and_says_what_it_brought() {
    let backend = Backend::start(api);
    let folder = tempfile::tempdir().expect("a folder");
    let policy = folder.path().join("preflight.toml");
    let text = format!(
        "listen = \"127.0.0.1:0\"\nupstream = \"{}\"\n[policy.app]\norigins = [\"https://a.test\"]\n",
        backend.url("")
    );
    fs::write(&policy, &text).expect("the policy file");
    let mut gateway = Gateway::start(&["--config", policy.to_str().expect("UTF-8")]);
    gateway.signal("-HUP");
    gateway.wait_for("nothing changed");
    fs::write(&policy, text.replace("a.test", "b.test")).expect("the policy file");
    gateway.wait_for("policy app changed");
    gateway.signal("-HUP");
    gateway.wait_for("nothing changed");
    assert!(
        gateway.ask("GET / HTTP/1.1\r\nOrigin: https://b.test").contains("access-control-allow-origin: https://b.test")
    );
    gateway.signal("-TERM");
    assert!(gateway.ends_within(Duration::from_secs(8)));
}
