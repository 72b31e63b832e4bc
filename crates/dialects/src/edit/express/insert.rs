//! A `cors(…)` where there is none: after the application is made, before anything answers.

use tree_sitter::Node;

use super::super::module::is_module;
use super::super::plan::{Obstacle, Plan, Planned};
use super::super::wanted::Wanted;
use super::options;
use super::order::statement;
use crate::document::{children, field};
use crate::express::{MOUNTS, object};
use crate::javascript::{Script, arguments};
use crate::path_expression::{below, holds_for, with_parameters};

const REASON: &str = "no CORS header is sent: `cors` is not used";

const REASON_OF_PATH: &str = "no CORS header is sent here: `cors` is not used for this path";

/// Adds the middleware, and the import of its package where it is missing.
pub(in crate::edit) fn middleware(
    script: &Script<'_>,
    wanted: &Wanted,
    path: Option<&str>,
    plan: &mut Plan<'_>,
) -> Planned {
    let Some((application, name, is_nest)) = application(script) else {
        return Err(Obstacle::new(
            &plan.layout,
            script.root(),
            "no application is made in this file (`const app = express()`), so that there is no place for `cors`",
        ));
    };
    let layout = plan.layout;
    let indentation = layout.indentation(application.start_byte());
    let options = options::all(wanted, layout, application.start_byte());
    let path = path.filter(|path| *path != "/").map(|path| served_at(script, name, path));
    let reason = if path.is_some() { REASON_OF_PATH } else { REASON };
    let path = path.map_or(String::new(), |path| format!("{}, ", layout.quoted(&path)));
    let call = match is_nest {
        true => format!("{name}.enableCors({options})"),
        false => format!("{name}.use({path}{}({options}))", import(script, plan)),
    };
    let line = format!("{}{indentation}{call}{}", layout.line_break, layout.semicolon);
    // What is used has to be there before it.
    let imported = required(script).filter(|required| required.parent() == application.parent());
    let after = imported.map_or(application.end_byte(), |required| required.end_byte().max(application.end_byte()));
    plan.insert(layout.line_end(after), line, reason);
    Ok(())
}

/// Sets the headers of the response by hand, for the path of the call: what is set later stands in their place.
pub(super) fn by_hand(script: &Script<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let (Some((application, name, false)), Some(path)) = (application(script), wanted.path()) else { return Ok(()) };
    let layout = plan.layout;
    let indentation = layout.indentation(application.start_byte());
    let (line_break, step, end) = (layout.line_break, layout.step(), layout.semicolon);
    let mut set = vec![("Access-Control-Allow-Origin", wanted.origin().to_owned())];
    if !wanted.expose_headers().is_empty() {
        set.push(("Access-Control-Expose-Headers", wanted.expose_headers().join(", ")));
    }
    let set = set.iter().map(|(name, value)| {
        format!("{indentation}{step}res.setHeader({}, {}){end}{line_break}", layout.quoted(name), layout.quoted(value))
    });
    let text = format!(
        "{line_break}{indentation}{name}.use({}, (req, res, next) => {{{line_break}{}{indentation}{step}next(){end}{line_break}{indentation}}}){end}",
        layout.quoted(&served_at(script, name, path)),
        set.collect::<String>(),
    );
    plan.insert(layout.line_end(application.end_byte()), text, "no CORS header is set in the answer to this call");
    Ok(())
}

/// The path as the application says it: that of the router or of the route that serves it.
fn served_at(script: &Script<'_>, application: &str, path: &str) -> String {
    let is_of = |call: &Node<'_>| MOUNTS.contains(&script.callee(*call)) && object(script, *call) == Some(application);
    let mut said = script.calls(script.root()).filter(is_of).filter_map(|call| {
        let said = arguments(call).next().and_then(|first| script.value(first).text().map(str::to_owned))?;
        let is_plain = said.len() > 1 && said.chars().all(|c| c.is_ascii_alphanumeric() || "/:-_.".contains(c));
        let route = with_parameters(&said);
        let route = if script.callee(call) == "use" { below(&route)? } else { route };
        (is_plain && holds_for(&route, path)).then_some(said)
    });
    said.next().unwrap_or_else(|| path.to_owned())
}

/// The statement that requires the package.
fn required<'n>(script: &'n Script<'_>) -> Option<Node<'n>> {
    let names = script.imports_of("cors");
    let mut declarators = script.nodes().filter(|node| node.kind() == "variable_declarator");
    let is_it =
        |declarator: &Node<'_>| field(*declarator, "name").is_some_and(|name| names.contains(&script.text(name)));
    declarators.find(is_it).and_then(statement)
}

/// The statement that makes the application, its name, and whether it is one of NestJS.
fn application<'n, 't>(script: &'n Script<'t>) -> Option<(Node<'n>, &'t str, bool)> {
    let express = script.imports_of("express");
    let made = |kinds: &dyn Fn(&str) -> bool| {
        script.nodes().filter(|node| node.kind() == "variable_declarator").find_map(|declarator| {
            let (name, value) = (field(declarator, "name")?, field(declarator, "value")?);
            let value = if value.kind() == "await_expression" { children(value).next()? } else { value };
            let function = field(value, "function").filter(|_| value.kind() == "call_expression")?;
            kinds(script.text(function)).then_some((statement(declarator)?, script.text(name)))
        })
    };
    let is_express = |function: &str| {
        express.contains(&function) || function == "express" || function.replace('"', "'") == "require('express')"
    };
    let is_router = |function: &str| function == "Router" || function.ends_with(".Router");
    made(&is_express)
        .map(|(statement, name)| (statement, name, false))
        .or_else(|| {
            made(&|function| function.starts_with("NestFactory.create"))
                .map(|(statement, name)| (statement, name, true))
        })
        .or_else(|| made(&is_router).map(|(statement, name)| (statement, name, false)))
}

/// The name of the package in this source, imported if it is not yet.
fn import(script: &Script<'_>, plan: &mut Plan<'_>) -> String {
    if let Some(name) = script.imports_of("cors").first() {
        return (*name).to_owned();
    }
    plan.install("npm install cors");
    let layout = plan.layout;
    let statements: Vec<_> = children(script.root()).collect();
    let imports = statements.iter().rev().find(|statement| statement.kind() == "import_statement");
    let requires = |statement: &&Node<'_>| {
        matches!(statement.kind(), "lexical_declaration" | "variable_declaration")
            && script.text(**statement).contains("require(")
    };
    let (after, line) = match imports {
        Some(import) => (Some(*import), format!("import cors from {}", layout.quoted("cors"))),
        None if is_module(layout.text(), "") => (None, format!("import cors from {}", layout.quoted("cors"))),
        None => {
            // What an application is made with may stand far below; the first block of imports is where people look.
            let first = statements.iter().position(|statement| requires(&statement));
            let block = first.map(|first| statements[first..].iter().take_while(requires).last().copied());
            (block.flatten(), format!("const cors = require({})", layout.quoted("cors")))
        }
    };
    let semicolon = layout.semicolon;
    match after {
        Some(after) => {
            let line = format!("{}{line}{semicolon}", layout.line_break);
            plan.insert(layout.line_end(after.end_byte()), line, REASON);
        }
        None => plan.insert(0, format!("{line}{semicolon}{}", layout.line_break), REASON),
    }
    "cors".into()
}
