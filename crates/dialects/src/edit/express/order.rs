//! Where `cors` stands: what answers before it answers without its headers.

use tree_sitter::Node;

use super::super::plan::{Obstacle, Plan, Planned, Precaution};
use super::super::wanted::Wanted;
use crate::document::{children, field};
use crate::express::{MOUNTS, may_refuse, object};
use crate::javascript::{Script, arguments, is_function};
use crate::path_expression::{below, holds_for, with_parameters};
use crate::reach::Place;

/// Words in the names of middleware that answers by itself.
const ANSWERING: [&str; 12] = [
    "auth",
    "jwt",
    "passport.authenticate",
    "protect",
    "verify",
    "guard",
    "require",
    "ratelimit",
    "limiter",
    "csrf",
    "route",
    "check",
];

/// Moves the statement that uses `cors` before the first that answers.
pub(in crate::edit) fn put_before_answers(
    script: &Script<'_>,
    user: Node<'_>,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Planned {
    let (Some(application), Some(own)) = (object(script, user), statement(user)) else { return Ok(()) };
    let Some(block) = own.parent() else { return Ok(()) };
    if let Some(used) = declared_below(script, own, block) {
        let reason = format!("`{}` is declared only below, so that the program stops here", script.text(used));
        return Err(Obstacle::new(&plan.layout, used, reason));
    }
    let answers = |other: &Node<'_>| {
        other.end_byte() <= own.start_byte()
            && call_of(*other)
                .is_some_and(|call| object(script, call) == Some(application) && answers(script, call, wanted))
    };
    let Some(first) = children(block).find(answers) else { return Ok(()) };
    let range = own.byte_range();
    if !plan.layout.has_own_lines(&range) || !plan.layout.begins_line(first.start_byte()) {
        return Err(Obstacle::new(&plan.layout, own, "`cors` stands after what answers, and shares its line"));
    }
    // What it uses has to be there before it; what is declared between comes along.
    let needed = children(block).filter(|other| {
        first.start_byte() <= other.start_byte()
            && other.end_byte() <= own.start_byte()
            && declares_for(script, *other, own)
    });
    let mut moved: Vec<_> = needed.collect();
    for declaration in &moved {
        let needs_more = |other: Node<'_>| {
            first.start_byte() <= other.start_byte()
                && other.end_byte() <= declaration.start_byte()
                && declares_for(script, other, *declaration)
        };
        if children(block).any(needs_more) || !plan.layout.has_own_lines(&declaration.byte_range()) {
            return Err(Obstacle::new(
                &plan.layout,
                own,
                "`cors` stands after what answers, and what it uses is made there too",
            ));
        }
    }
    moved.push(own);
    let reason = format!(
        "`{}` stands before `cors`, and answers without its headers",
        script.text(first).lines().next().unwrap_or_default().trim_end_matches('{').trim()
    );
    let ranges: Vec<_> = moved.iter().map(|statement| plan.layout.lines(&statement.byte_range())).collect();
    let earlier = plan.edits.len();
    plan.move_lines(&ranges, plan.layout.line_start(first.start_byte()), &reason);
    // Where what is moved is edited too, there is more to it.
    let is_moved_alone = plan.edits.len() == earlier + moved.len() + 1;
    if is_moved_alone && call_of(first).is_some_and(|call| is_of_parsers(script, call, wanted)) {
        let place = Place::new(plan.layout.site_at(first.start_byte()), "whether this takes the body of the call");
        plan.precautions.extend(vec![Precaution { place, is_likely: true }; moved.len() + 1]);
    }
    Ok(())
}

/// Whether what is used answers only what it cannot read.
fn is_of_parsers(script: &Script<'_>, call: Node<'_>, wanted: &Wanted) -> bool {
    arguments(call).any(|argument| may_refuse(script, argument, wanted.body()))
}

/// The statement that a node is in.
pub(in crate::edit) fn statement(node: Node<'_>) -> Option<Node<'_>> {
    let mut node = node;
    loop {
        let parent = node.parent()?;
        if matches!(parent.kind(), "program" | "statement_block") {
            return Some(node);
        }
        node = parent;
    }
}

/// The call that a statement is.
fn call_of(statement: Node<'_>) -> Option<Node<'_>> {
    let expression = children(statement).next().filter(|_| statement.kind() == "expression_statement")?;
    (expression.kind() == "call_expression").then_some(expression)
}

/// Whether what is mounted may end an answer.
fn answers(script: &Script<'_>, call: Node<'_>, wanted: &Wanted) -> bool {
    match script.callee(call) {
        "get" if arguments(call).count() < 2 => false,
        "use" => {
            is_for_path(script, call, wanted) && arguments(call).any(|argument| may_answer(script, argument, wanted))
        }
        verb => MOUNTS.contains(&verb) && !script.text(call).contains("cors("),
    }
}

/// Whether what is used below a path is met by the call.
pub(in crate::edit) fn is_for_path(script: &Script<'_>, call: Node<'_>, wanted: &Wanted) -> bool {
    let prefix = arguments(call).next().and_then(|first| script.value(first).text().map(str::to_owned));
    let route = prefix.and_then(|prefix| below(&with_parameters(&prefix)));
    route.is_none_or(|route| wanted.path().is_none_or(|path| holds_for(&route, path)))
}

fn may_answer(script: &Script<'_>, handler: Node<'_>, wanted: &Wanted) -> bool {
    let ends = |function: Node<'_>| {
        // A handler of errors comes last by its nature.
        script.parameters(function).len() < 4
            && script.calls(function).any(|call| {
                matches!(script.callee(call), "send" | "sendStatus" | "json" | "end" | "redirect" | "sendFile")
            })
    };
    match handler.kind() {
        "arrow_function" | "function_expression" => ends(handler),
        "identifier" => match script.declared(script.text(handler)) {
            Some(declared) if declared.kind().contains("function") => ends(declared),
            _ => sounds_answering(script.text(handler)),
        },
        "call_expression" => field(handler, "function").is_some_and(|function| {
            let name = script.text(function);
            // Files are for GET and HEAD alone.
            let is_of_files = name.ends_with(".static") || name == "serveStatic";
            let refuses = may_refuse(script, handler, wanted.body());
            is_of_files && matches!(wanted.method(), "GET" | "HEAD") || refuses || sounds_answering(name)
        }),
        "member_expression" => sounds_answering(script.text(handler)),
        _ => false,
    }
}

fn sounds_answering(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ANSWERING.iter().any(|word| name.contains(word))
}

/// Whether a statement declares a name that another uses.
fn declares_for(script: &Script<'_>, declaration: Node<'_>, user: Node<'_>) -> bool {
    if !matches!(declaration.kind(), "lexical_declaration" | "variable_declaration" | "class_declaration") {
        return false;
    }
    let names = names_of(script, declaration);
    let mut uses = script.document().descendants(user).filter(|node| is_use(*node));
    uses.any(|used| names.contains(&script.text(used)))
}

/// The names that a statement declares: `a` and `b` of `const { a, c: b } = …`.
fn names_of<'t>(script: &Script<'t>, declaration: Node<'_>) -> Vec<&'t str> {
    let is_name = |node: &Node<'_>| matches!(node.kind(), "identifier" | "shorthand_property_identifier_pattern");
    let of_class = field(declaration, "name").map(|name| script.text(name));
    let patterns = children(declaration).filter_map(|declarator| field(declarator, "name"));
    let names = patterns.flat_map(|pattern| script.document().descendants(pattern).filter(is_name).collect::<Vec<_>>());
    names.map(|name| script.text(name)).chain(of_class).collect()
}

fn is_use(node: Node<'_>) -> bool {
    matches!(node.kind(), "identifier" | "shorthand_property_identifier")
}

/// What a statement uses at once, and not in a function that is called later, and what is declared only below it.
fn declared_below<'n>(script: &Script<'_>, own: Node<'n>, block: Node<'n>) -> Option<Node<'n>> {
    let below = children(block).filter(|other| {
        other.start_byte() >= own.end_byte() && matches!(other.kind(), "lexical_declaration" | "class_declaration")
    });
    let names: Vec<_> = below.flat_map(|declaration| names_of(script, declaration)).collect();
    let is_later = |used: Node<'_>| {
        let mut around = std::iter::successors(used.parent(), |node| node.parent());
        around.find(|node| is_function(node.kind()) || *node == own).is_some_and(|node| node != own)
    };
    let mut uses = script.document().descendants(own).filter(|node| is_use(*node));
    uses.find(|used| names.contains(&script.text(*used)) && !is_later(*used))
}
