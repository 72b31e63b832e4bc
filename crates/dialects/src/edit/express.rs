//! Express with the package `cors`, and NestJS, which hands its options on to it.

mod function;
mod insert;
mod options;
mod order;

pub(super) use self::insert::middleware;
pub(super) use self::order::{is_for_path, put_before_answers, statement};

use tree_sitter::Node;

use super::condition;
use super::layout::Layout;
use super::node;
use super::plan::{Obstacle, Plan, Planned};
use super::wanted::Wanted;
use crate::express::{Mount, changes_outside, mounts};
use crate::import::ImportError;
use crate::javascript::{Script, arguments};
use crate::path_expression::holds_for;
use crate::value::Value;

/// What to change in a source.
pub(super) fn plan<'t>(text: &'t str, wanted: &Wanted) -> Result<Result<Plan<'t>, Obstacle>, ImportError> {
    let script = Script::parse(text)?;
    let mut plan = Plan::new(layout(&script, text));
    Ok(plan_in(&script, wanted, &mut plan).map(|()| plan))
}

/// Other changes where the plan does not lead to its end, smallest first: for the path of the call, headers by hand, or `cors`
/// where nobody answers preflights. Each is to be proven.
pub(super) fn others<'t>(text: &'t str, wanted: &Wanted) -> Result<Vec<Plan<'t>>, ImportError> {
    let script = Script::parse(text)?;
    // What `cors` refuses is refused with an error, which headers beside it only make readable.
    if mounts(&script).iter().any(|mount| is_relevant(mount, wanted)) {
        return Ok(Vec::new());
    }
    let mut ways: Vec<fn(&Script<'_>, &Wanted, &mut Plan<'_>) -> Planned> = vec![node::allow_by_helper];
    let is_set_by_helper = node::refuse_second_layer(&script, &Plan::new(layout(&script, text))).is_err();
    if !is_set_by_helper && wanted.path().is_some() && !wanted.credentials() {
        ways.push(insert::by_hand);
    }
    // Who answers some preflights keeps answering them.
    if !is_set_by_helper && wanted.path().is_some() && !["OPTIONS", "options("].iter().any(|word| text.contains(word)) {
        ways.push(|script, wanted, plan| insert::middleware(script, wanted, wanted.path(), plan));
    }
    let planned = ways.into_iter().filter_map(|way| {
        let mut plan = Plan::new(layout(&script, text));
        way(&script, wanted, &mut plan).ok().map(|()| plan)
    });
    Ok(planned.filter(|plan| !plan.is_empty()).collect())
}

/// The habits of a JavaScript source.
pub(super) fn layout<'t>(script: &Script<'_>, text: &'t str) -> Layout<'t> {
    let strings = script.nodes().filter(|node| node.kind() == "string");
    Layout::new(text, strings.filter_map(|string| script.text(string).chars().next()), "  ")
}

fn plan_in(script: &Script<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let mounts = mounts(script);
    if mounts.is_empty() {
        if let Some(uncalled) = uncalled(script) {
            let options = options::all(wanted, plan.layout, uncalled.start_byte());
            let call = format!("{}({options})", script.text(uncalled));
            plan.replace(
                uncalled.byte_range(),
                call,
                "`cors` is handed over without being called, so that no request is ever answered",
            );
            return Ok(());
        }
        if crate::node::sets_headers(script) {
            return node::plan_in(script, wanted, plan);
        }
        node::refuse_second_layer(script, plan)?;
        return insert::middleware(script, wanted, None, plan);
    }
    let relevant: Vec<_> = mounts.iter().filter(|mount| is_relevant(mount, wanted)).collect();
    if relevant.is_empty() {
        return insert::middleware(script, wanted, wanted.path(), plan);
    }
    relevant.iter().try_for_each(|mount| refuse_shared(script, mount, plan))?;
    allow(script, &relevant, wanted, plan)?;
    node::allow_later(script, &relevant, wanted, plan)?;
    let uses: Vec<_> = relevant.iter().map(|mount| mount.user.unwrap_or(mount.call)).collect();
    condition::heed(script.document(), &uses, plan)
}

/// A function that chooses the options and changes an object outside of it decides by what it was called with before.
fn refuse_shared(script: &Script<'_>, mount: &Mount<'_>, plan: &Plan<'_>) -> Planned {
    let Some(Value::Function(function)) = mount.options.map(|options| script.value(options).value) else {
        return Ok(());
    };
    let Some((node, name)) = changes_outside(script, &function) else { return Ok(()) };
    let declared = script.binding(node, name).map_or(0, |binding| script.site(binding).line);
    let reason = format!(
        "the function that chooses the options of `cors` changes `{name}` here, which all requests share (it is declared on line {declared}): what it allows is known only when the program runs; the running server knows: name it with --url"
    );
    Err(Obstacle::new(&plan.layout, node, reason))
}

fn is_relevant(mount: &Mount<'_>, wanted: &Wanted) -> bool {
    let is_for_path = mount.path.as_deref().is_none_or(|route| wanted.path().is_none_or(|path| holds_for(route, path)));
    let is_for_method = matches!(mount.verb, "use" | "all" | "options" | "route" | "register")
        || mount.verb.eq_ignore_ascii_case(wanted.method());
    is_for_path && is_for_method
}

fn allow(script: &Script<'_>, mounts: &[&Mount<'_>], wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let mut seen: Vec<usize> = Vec::new();
    let mut is_answered = false;
    for mount in mounts {
        // The first `cors` that an `OPTIONS` meets answers it.
        let is_reached = mount.verb != "options" || !is_answered;
        is_answered |= matches!(mount.verb, "use" | "options" | "all");
        let options = mount.options.and_then(|options| script.object(options));
        let place = options.map_or(mount.call.start_byte(), |options| options.start_byte());
        if is_reached && !seen.contains(&place) {
            seen.push(place);
            options::allow(script, mount, wanted, plan)?;
        }
    }
    match mounts.iter().find(|mount| mount.verb == "use").and_then(|mount| mount.user) {
        Some(user) => order::put_before_answers(script, user, wanted, plan)?,
        None if wanted.needs_preflight() && !is_answered => answer_preflights(script, mounts, plan),
        None => {}
    }
    Ok(())
}

/// A route of one method runs `cors` for that method alone.
fn answer_preflights(script: &Script<'_>, mounts: &[&Mount<'_>], plan: &mut Plan<'_>) {
    let Some((mount, user)) = mounts.iter().find_map(|mount| Some((mount, mount.user?))) else { return };
    let (Some(path), Some(statement)) = (arguments(user).next(), order::statement(user)) else { return };
    let Some(application) =
        crate::document::field(user, "function").and_then(|function| crate::document::field(function, "object"))
    else {
        return;
    };
    let cors = arguments(user).find(|argument| {
        argument.kind() == "identifier" && script.declared(script.text(*argument)) == Some(mount.call)
    });
    let cors = plan.edited(&cors.unwrap_or(mount.call).byte_range());
    let layout = plan.layout;
    let line = format!(
        "{}.options({}, {cors}){}{}{}",
        script.text(application),
        script.text(path),
        layout.semicolon,
        layout.line_break,
        layout.indentation(statement.start_byte()),
    );
    let reason = format!("`{}` runs `cors` for that method alone, so that preflights stay unanswered", mount.verb);
    plan.insert(statement.start_byte(), line, reason);
}

/// `app.use(cors)`
fn uncalled<'n>(script: &'n Script<'_>) -> Option<Node<'n>> {
    let names = script.imports_of("cors");
    let users = script.calls(script.root()).filter(|call| script.callee(*call) == "use");
    let mut handed_over = users.flat_map(|call| arguments(call).collect::<Vec<_>>());
    handed_over.find(|argument| argument.kind() == "identifier" && names.contains(&script.text(*argument)))
}
