//! The parsers of the languages in which snippets are written.

use std::io::Write;
use std::process::{Command, Stdio};

use preflight_diagnosis::Framework;
use tree_sitter::{Language, Parser};

/// Panics where a snippet is no program of its language.
pub fn check(framework: Framework, snippet: &str) {
    match framework {
        Framework::AspNet => parsed(&tree_sitter_c_sharp::LANGUAGE.into(), snippet),
        // A method stands in a class.
        Framework::Spring => parsed(&tree_sitter_java::LANGUAGE.into(), &format!("class Cors {{\n{snippet}\n}}")),
        Framework::Express | Framework::Koa | Framework::Node => read_by("node", &["--check", "-"], snippet),
        Framework::Flask | Framework::Django | Framework::FastApi => {
            read_by("python3", &["-c", "import ast, sys; ast.parse(sys.stdin.read())"], snippet);
        }
        Framework::Laravel => read_by("php", &["-l"], snippet),
        Framework::Rails => read_by("ruby", &["-c", "-"], snippet),
        // nginx is run; the gateway's own file is read by its own tests.
        _ => {}
    }
}

fn parsed(language: &Language, text: &str) {
    let mut parser = Parser::new();
    parser.set_language(language).expect("the grammar is of this version");
    let tree = parser.parse(text, None).expect("there is no limit");
    assert!(!tree.root_node().has_error(), "{}\n{text}", tree.root_node().to_sexp());
}

/// A parser that is not installed reads nothing.
fn read_by(program: &str, arguments: &[&str], text: &str) {
    let started = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut process) = started else { return };
    process.stdin.take().expect("it is a pipe").write_all(text.as_bytes()).expect("it reads");
    let output = process.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{program}: {}\n{text}", String::from_utf8_lossy(&output.stderr));
}
