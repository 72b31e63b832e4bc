//! What a person at a terminal is asked, and what comes of the answers.

use crate::backend::Backend;
use crate::run::preflight;
use crate::terminal::Terminal;

fn slash(_: &str) -> String {
    "200 OK\r\nAccess-Control-Allow-Origin: http://localhost:5173/".to_owned()
}

#[test]
fn a_wrong_answer_is_asked_for_again() {
    let backend = Backend::start(slash);
    let mut terminal = Terminal::start(preflight().args(["check", &backend.url("/x")]));
    terminal.answer("which page makes the call?", "my page");
    terminal.answer("is accepted, as in http://localhost:5173", "");
    let (shown, _) = terminal.end();
    assert_eq!(shown.matches("which page makes the call?").count(), 2, "{shown}");
    let mut terminal = Terminal::start(preflight().args(["check", &backend.url("/x")]));
    terminal.answer("which page makes the call?", "my page");
    terminal.answer("which page makes the call?", "http://localhost:5173");
    let (shown, code) = terminal.end();
    assert!(code == 1 && shown.contains("PF005"), "{shown}");
    let mut terminal = Terminal::start(preflight().args(["check", &backend.url("/x")]));
    for _ in 0..3 {
        terminal.answer("which page makes the call?", "my page");
    }
    let (shown, _) = terminal.end();
    assert!(shown.contains("it counts as unknown") && shown.contains("a page that was not named"), "{shown}");
}

#[cfg(feature = "dialects")]
#[test]
fn a_change_is_written_where_a_person_says_so() {
    const SOURCE: &str = "const app = express();\napp.use(cors({ origin: 'http://localhost:5173/' }));\n";
    for (answers, is_written) in [(&["y"][..], true), (&["", ""][..1], false), (&["what", "n"], false)] {
        let backend = Backend::start(slash);
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("server.js");
        std::fs::write(&file, SOURCE).expect("it can be written");
        let text = format!(
            "Access to fetch at '{}' from origin 'http://localhost:5173' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'http://localhost:5173/' that is not equal to the supplied origin.",
            backend.url("/x")
        );
        let mut terminal = Terminal::start(preflight().current_dir(folder.path()).arg(text));
        for answer in answers {
            terminal.answer("write this to server.js? [y/N]", answer);
        }
        let (shown, code) = terminal.end();
        let kept = std::fs::read_to_string(&file).expect("it is there");
        assert_eq!((kept != SOURCE, code), (is_written, i32::from(!is_written)), "{answers:?}: {shown}");
        assert_eq!(shown.contains("restart the server, then check it:\npreflight check http"), is_written, "{shown}");
    }
}
