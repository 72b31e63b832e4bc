//! The first minute as the README tells it: each command is run as it is printed there, each output was made by one.
//!
//! `BLESS=1 cargo test -p preflight readme` writes the outputs into the README.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::backend::Backend;
use crate::run::{Said, preflight, said};
use crate::shells::words;

/// Where the README's server listens; the test's own port stands for it.
const PORT: &str = "localhost:5000";

const PAGE: &str = "http://localhost:5173";

const SOURCE: &str = "const app = express();\napp.use(cors({ origin: 'http://localhost:5173/' }));\n";

/// Whoever writes the README has read it as the last one wrote it.
static WRITING: Mutex<()> = Mutex::new(());

fn readme_file() -> String {
    format!("{}/../../README.md", env!("CARGO_MANIFEST_DIR"))
}

/// The part of the README that this is about.
fn section(text: &str) -> &str {
    let begin = text.find("## If your console is red").expect("the section");
    let end = text[begin + 2..].find("\n## ").map_or(text.len(), |at| begin + 2 + at);
    &text[begin..end]
}

/// The lines of its shell blocks.
fn printed_commands(text: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut is_shell = false;
    for line in section(text).lines() {
        match line {
            "```sh" => is_shell = true,
            "```" => is_shell = false,
            line if is_shell => commands.push(line.to_owned()),
            _ => {}
        }
    }
    commands
}

fn console_text(host: &str) -> String {
    format!(
        "Access to fetch at 'http://{host}/api/todos' from origin '{PAGE}' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value '{PAGE}/' that is not equal to the supplied origin."
    )
}

/// The server and the folder of the README.
struct Scene {
    backend: Backend,
    folder: tempfile::TempDir,
}

impl Scene {
    fn new() -> Self {
        let backend = Backend::start(|_| "200 OK\r\nAccess-Control-Allow-Origin: http://localhost:5173/".to_owned());
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("server.js"), SOURCE).expect("it can be written");
        Self { backend, folder }
    }

    fn host(&self) -> String {
        format!("localhost:{}", self.backend.address.port())
    }
}

#[test]
fn every_command_of_the_readme_runs_as_it_is_printed() {
    let text = std::fs::read_to_string(readme_file()).expect("the README");
    let commands = printed_commands(&text);
    assert!(commands.len() >= 5, "{commands:?}");
    for line in commands {
        let scene = Scene::new();
        let line = line.replace(PORT, &scene.host());
        let words = words(&line);
        assert_eq!(words[0], "preflight", "{line}");
        let arguments: Vec<_> = words[1..].iter().map(String::as_str).collect();
        let told = run_in(scene.folder.path(), &arguments, &console_text(&scene.host()));
        assert!(matches!(told.code, 0 | 1), "{line}: {}{}", told.out, told.err);
        // The same through a real shell, where there is one.
        let scene = Scene::new();
        let by_bash = in_bash(&printed_with(&scene, &words), scene.folder.path(), &console_text(&scene.host()));
        assert!(by_bash.is_none_or(|code| matches!(code, 0 | 1)), "{words:?}");
    }
}

/// Runs it in a folder, with this on stdin.
fn run_in(folder: &Path, arguments: &[&str], input: &str) -> Said {
    let mut command = preflight();
    command.current_dir(folder).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    let _ = std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), input.as_bytes());
    said(child.wait_with_output().expect("the binary ends"))
}

/// The command as a line, for the server of this scene.
fn printed_with(scene: &Scene, words: &[String]) -> String {
    let is_server = |word: &String| word.starts_with("http://localhost:") && word.ends_with("/api/todos");
    let words = words.iter().map(|word| match is_server(word) {
        true => format!("http://{}/api/todos", scene.host()),
        false if word.contains(' ') => format!("'{word}'"),
        false => word.clone(),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn in_bash(line: &str, folder: &Path, input: &str) -> Option<i32> {
    let program = Path::new(env!("CARGO_BIN_EXE_preflight"));
    let mut path = vec![program.parent()?.to_owned()];
    path.extend(std::env::split_paths(&std::env::var_os("PATH")?));
    let mut command = Command::new("bash");
    command.args(["-c", line]).env("PATH", std::env::join_paths(path).ok()?).env("NO_COLOR", "1");
    command.current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().ok()?;
    let _ = std::io::Write::write_all(&mut child.stdin.take()?, input.as_bytes());
    child.wait_with_output().ok()?.status.code()
}

#[test]
fn every_output_of_the_readme_was_made_by_its_command() {
    let _one_at_a_time = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let file = readme_file();
    let text = std::fs::read_to_string(&file).expect("the README");
    let scene = Scene::new();
    let mut command = preflight();
    command.current_dir(scene.folder.path()).arg(console_text(&scene.host())).stdin(Stdio::null());
    let told = said(command.output().expect("the binary runs"));
    let made = told.out.replace(&scene.host(), PORT);
    let expected = with_output(&text, "<!-- output of the paste -->", &made);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &expected).expect("the README can be written");
    } else {
        assert_eq!(text, expected, "run this test with BLESS=1");
    }
}

#[test]
fn the_mistake_that_the_readme_shows_is_told_so() {
    let _one_at_a_time = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let file = readme_file();
    let text = std::fs::read_to_string(&file).expect("the README");
    let scene = Scene::new();
    let policy = block(&text, "## If you run a gateway", "toml");
    let is_origins = |line: &&str| line.starts_with("origins = ");
    let right = policy.lines().find(is_origins).expect("a line with origins");
    let wrong = policy.replace(right, "origins = [\"https://App.example.com/\"]");
    std::fs::write(scene.folder.path().join("preflight.toml"), wrong).expect("it can be written");
    let told = run_in(scene.folder.path(), &["serve", "--check", "--config", "preflight.toml"], "");
    assert_eq!(told.code, 2, "{}{}", told.out, told.err);
    let made = told.err.split("error: 1 mistake").next().expect("what stands before it");
    let expected = with_output(&text, "<!-- output of a wrong policy -->", made);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &expected).expect("the README can be written");
    } else {
        assert_eq!(text, expected, "run this test with BLESS=1");
    }
}

#[test]
fn the_decision_that_the_readme_shows_is_made() {
    let text = std::fs::read_to_string(readme_file()).expect("the README");
    let section = "## If you review security";
    let line = block(&text, section, "sh");
    let case = line.split('\'').nth(1).expect("a case between quotes");
    let told = run_in(Path::new("."), &["decide"], &format!("{case}\n"));
    assert_eq!(told.out, block(&text, section, "json"), "{}", told.err);
}

/// The first block of this kind below a heading.
fn block(text: &str, heading: &str, kind: &str) -> String {
    let begin = text.find(heading).expect("the heading");
    let fence = format!("```{kind}\n");
    let open = begin + text[begin..].find(&fence).expect("a block") + fence.len();
    let close = open + text[open..].find("```\n").expect("its end");
    text[open..close].to_owned()
}

/// The text with this in the block after the mark.
fn with_output(text: &str, mark: &str, output: &str) -> String {
    let begin = text.find(mark).expect("the mark") + mark.len();
    let open = begin + text[begin..].find("```text\n").expect("a block") + "```text\n".len();
    let close = open + text[open..].find("```\n").expect("its end");
    format!("{}{output}{}", &text[..open], &text[close..])
}
