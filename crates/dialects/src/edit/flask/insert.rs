//! Flask-CORS where there is none: after the application is made.

use tree_sitter::Node;

use super::super::layout::Layout;
use super::super::plan::{Obstacle, Plan, Planned};
use super::super::wanted::Wanted;
use crate::document::{children, field};
use crate::python::Module;

const REASON: &str = "no CORS header is sent: Flask-CORS is not used";

/// Lines are not made longer than this.
const LINE_LIMIT: usize = 100;

/// Exactly what is wanted, as options of the package.
pub(super) fn options(wanted: &Wanted, layout: Layout<'_>) -> Vec<(&'static str, String)> {
    let list = |names: &[String]| format!("[{}]", layout.quoted_list(names));
    let mut options = vec![
        ("origins", list(&[wanted.origin().to_owned()])),
        ("methods", list(&[wanted.method().to_owned()])),
        ("allow_headers", list(wanted.request_headers())),
    ];
    if !wanted.expose_headers().is_empty() {
        options.push(("expose_headers", list(wanted.expose_headers())));
    }
    if wanted.credentials() {
        options.push(("supports_credentials", "True".into()));
    }
    options
}

/// Adds `CORS(app, …)`, and its import where it is missing.
pub(super) fn extension(module: &Module<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let application = module.nodes("assignment").find_map(|assignment| {
        let value =
            field(assignment, "right").filter(|value| value.kind() == "call" && module.callee(*value) == "Flask")?;
        Some((field(assignment, "left")?, value))
    });
    let Some((name, value)) = application else {
        return Err(Obstacle::new(
            &plan.layout,
            module.root(),
            "no application is made in this file (`app = Flask(__name__)`), so that there is no place for `CORS(app)`",
        ));
    };
    super::options::check_writable(wanted.origin(), value, plan)?;
    import(module, plan);
    let layout = plan.layout;
    let indentation = layout.indentation(name.start_byte());
    let mut arguments = vec![module.text(name).to_owned()];
    arguments.extend(options(wanted, layout).into_iter().map(|(name, value)| format!("{name}={value}")));
    let line = format!("{indentation}CORS({})", arguments.join(", "));
    let call = if line.len() <= LINE_LIMIT { line } else { on_lines(&arguments, layout, indentation) };
    plan.insert(layout.line_end(value.end_byte()), format!("{}{call}", layout.line_break), REASON);
    Ok(())
}

fn on_lines(arguments: &[String], layout: Layout<'_>, indentation: &str) -> String {
    let line_break = layout.line_break;
    let lines = arguments.iter().map(|argument| format!("{indentation}    {argument},{line_break}"));
    format!("{indentation}CORS({line_break}{}{indentation})", lines.collect::<String>())
}

fn import(module: &Module<'_>, plan: &mut Plan<'_>) {
    let statements: Vec<_> = children(module.root()).filter(|child| child.kind().starts_with("import")).collect();
    if statements.iter().any(|statement| module.text(*statement).contains("flask_cors")) {
        return;
    }
    plan.install("pip install flask-cors");
    let layout = plan.layout;
    let of_flask = statements.iter().rev().find(|statement| module.text(**statement).contains("flask"));
    let after: Option<&Node<'_>> = of_flask.or(statements.last());
    let line = "from flask_cors import CORS";
    match after {
        Some(after) => plan.insert(layout.line_end(after.end_byte()), format!("{}{line}", layout.line_break), REASON),
        None => plan.insert(0, format!("{line}{}", layout.line_break), REASON),
    }
}
