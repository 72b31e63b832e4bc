//! A policy where there is none.

use tree_sitter::Node;

use super::super::layout::Layout;
use super::super::plan::{Obstacle, Plan, Planned};
use super::super::wanted::Wanted;
use super::pipeline::statement;
use crate::csharp::{Unit, arguments};
use crate::document::{children, field};

const REASON: &str = "no CORS policy is added";

/// Adds a policy that allows exactly the call: the default one, or the one that `UseCors("…")` names.
pub(super) fn policy(unit: &Unit<'_>, calls: &[Node<'_>], wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let layout = plan.layout;
    let name = used_name(unit, calls, layout)?;
    let options = |wanted, layout, indentation: &str| options(name.as_deref(), wanted, layout, indentation);
    let empty = calls.iter().find(|call| unit.callee(**call) == "AddCors" && arguments(**call).count() == 0);
    if let Some(list) = empty.and_then(|call| field(*call, "arguments")) {
        let options = options(wanted, layout, layout.indentation(list.start_byte()));
        plan.replace(list.start_byte() + 1..list.end_byte() - 1, options, REASON);
        return Ok(());
    }
    // `var app = builder.Build();`
    let build = calls.iter().find(|call| unit.callee(**call) == "Build" && arguments(**call).count() == 0);
    if let Some((build, builder)) =
        build.and_then(|call| Some((*call, field(field(*call, "function")?, "expression")?)))
        && let Some(own) = statement(build).filter(|own| layout.begins_line(own.start_byte()))
    {
        let indentation = layout.indentation(own.start_byte());
        let gap = if layout.is_blank_before(layout.line_start(own.start_byte())) { 2 } else { 1 };
        let line = format!(
            "{}.Services.AddCors({});{}{indentation}",
            unit.text(builder),
            options(wanted, layout, indentation),
            layout.line_break.repeat(gap)
        );
        plan.insert(own.start_byte(), line, REASON);
        return Ok(());
    }
    // `public void ConfigureServices(IServiceCollection services)`
    let methods = unit.document().descendants(unit.root()).filter(|node| node.kind() == "method_declaration");
    let configure = methods
        .into_iter()
        .find(|method| field(*method, "name").is_some_and(|name| unit.text(name) == "ConfigureServices"));
    let found = configure.and_then(|method| {
        let parameter = children(field(method, "parameters")?).next()?;
        Some((field(method, "body")?, unit.text(field(parameter, "name")?)))
    });
    let Some((body, services)) = found else {
        return Err(Obstacle::new(
            &layout,
            unit.root(),
            "nothing in this file builds an application (`builder.Build()`, `ConfigureServices`)",
        ));
    };
    let indentation = match children(body).next().filter(|first| layout.begins_line(first.start_byte())) {
        Some(first) => layout.indentation(first.start_byte()).to_owned(),
        None => format!("{}{}", layout.indentation(body.start_byte()), layout.step()),
    };
    let line =
        format!("{}{indentation}{services}.AddCors({});", layout.line_break, options(wanted, layout, &indentation));
    plan.insert(body.start_byte() + 1, line, REASON);
    Ok(())
}

/// The name that `UseCors` is called with.
fn used_name(unit: &Unit<'_>, calls: &[Node<'_>], layout: Layout<'_>) -> Result<Option<String>, Obstacle> {
    let used = calls.iter().find(|call| unit.callee(**call) == "UseCors");
    let Some(argument) = used.and_then(|used| arguments(*used).next()) else { return Ok(None) };
    match unit.value(argument).text() {
        Some(name) => Ok(Some(name.to_owned())),
        None => {
            let reason = "which policy `UseCors` applies is known only when the program runs, and none is added here";
            Err(Obstacle::new(&layout, argument, reason))
        }
    }
}

fn options(name: Option<&str>, wanted: &Wanted, layout: Layout<'_>, indentation: &str) -> String {
    let mut calls = vec![
        format!("WithOrigins({})", layout.quoted(wanted.origin())),
        format!("WithMethods({})", layout.quoted(wanted.method())),
    ];
    if !wanted.request_headers().is_empty() {
        calls.push(format!("WithHeaders({})", layout.quoted_list(wanted.request_headers())));
    }
    if !wanted.expose_headers().is_empty() {
        calls.push(format!("WithExposedHeaders({})", layout.quoted_list(wanted.expose_headers())));
    }
    if wanted.credentials() {
        calls.push("AllowCredentials()".into());
    }
    let calls = calls.iter().map(|call| format!("{}{indentation}    .{call}", layout.line_break));
    let add = match name {
        Some(name) => format!("AddPolicy({}, ", layout.quoted(name)),
        None => "AddDefaultPolicy(".to_owned(),
    };
    format!("options => options.{add}policy => policy{})", calls.collect::<String>())
}
