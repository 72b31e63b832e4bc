//! ASP.NET Core: the policy, and its place in the pipeline.

mod insert;
mod pipeline;
mod policy;

use tree_sitter::Node;

use super::condition;
use super::container::content;
use super::layout::Layout;
use super::place::Source;
use super::plan::{Obstacle, Plan, Planned};
use super::wanted::Wanted;
use crate::aspnet::BUILDERS;
use crate::csharp::{Unit, arguments};
use crate::document::field;
use crate::import::ImportError;

/// What to change in a source.
pub(super) fn plan<'t>(text: &'t str, wanted: &Wanted) -> Result<Result<Plan<'t>, Obstacle>, ImportError> {
    let unit = Unit::parse(text)?;
    // Strings of C# stand in double quotes; the layout needs no vote.
    let mut plan = Plan::new(Layout::new(text, std::iter::empty(), "    "));
    Ok(plan_in(&unit, wanted, &mut plan).map(|()| plan))
}

/// A call that makes a policy, and the calls that fill it.
struct Policy<'n> {
    call: Node<'n>,
    name: Option<String>,
    /// What stands in the place of a name that is known only when the program runs.
    open_name: Option<Node<'n>>,
    builders: Vec<Node<'n>>,
}

fn plan_in(unit: &Unit<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let calls = unit.calls(unit.root());
    let policies: Vec<_> = calls.iter().filter_map(|call| policy_of(unit, *call)).collect();
    if policies.is_empty() {
        insert::policy(unit, &calls, wanted, plan)?;
        return pipeline::put_in_place(unit, &calls, None, wanted, plan);
    }
    let chosen = choose(unit, &calls, &policies, plan)?;
    for policy in &chosen {
        refuse_conditions(unit, policy, plan)?;
        policy::allow(unit, &policy.builders, wanted, plan)?;
    }
    pipeline::put_in_place(unit, &calls, chosen.first().copied(), wanted, plan)?;
    let uses: Vec<_> = calls.iter().filter(|call| unit.callee(**call) == "UseCors").copied().collect();
    condition::refuse_branches(unit.document(), &uses, plan)?;
    condition::heed(unit.document(), &uses, plan)
}

fn policy_of<'n>(unit: &'n Unit<'_>, call: Node<'n>) -> Option<Policy<'n>> {
    if !matches!(unit.callee(call), "AddPolicy" | "AddDefaultPolicy" | "UseCors") {
        return None;
    }
    let builders = arguments(call).flat_map(|argument| unit.calls(argument));
    let mut builders: Vec<_> = builders.filter(|builder| BUILDERS.contains(&unit.callee(*builder))).collect();
    if let [build] = builders[..]
        && let Some(variable) = built_of(unit, build)
    {
        builders = calls_on(unit, variable);
    }
    let first = arguments(call).next();
    let name = first.and_then(|name| unit.value(name).text().map(str::to_owned));
    let open_name = first.filter(|_| name.is_none() && unit.callee(call) == "AddPolicy");
    (!builders.is_empty()).then_some(Policy { call, name, open_name, builders })
}

impl Policy<'_> {
    /// The name as a call beside `place` has to write it; `None` for the default policy.
    fn written_name(&self, unit: &Unit<'_>, place: Node<'_>, plan: &Plan<'_>) -> Result<Option<String>, Obstacle> {
        let Some(open) = self.open_name else {
            return Ok(self.name.as_ref().map(|name| plan.layout.quoted(name)));
        };
        let text = unit.text(open);
        let root = text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        let is_of_class = OF_CLASSES.contains(&root);
        match is_of_class || method_of(self.call) == method_of(place) {
            true => Ok(Some(text.to_owned())),
            false => Err(Obstacle::new(
                &plan.layout,
                open,
                "the policy's name is known only when the program runs, and `UseCors` has to be called with it: `UseCors()` applies the default policy, and there is none",
            )),
        }
    }
}

/// What a class of its own mostly has for its configuration, which all its methods see.
const OF_CLASSES: [&str; 4] = ["Configuration", "_configuration", "_config", "this"];

/// The method that a node is in; none at the top level.
fn method_of(node: Node<'_>) -> Option<Node<'_>> {
    let mut around = std::iter::successors(node.parent(), |node| node.parent());
    around.find(|node| {
        matches!(node.kind(), "method_declaration" | "local_function_statement" | "constructor_declaration")
    })
}

/// The variable of `variable.Build()`.
fn built_of<'t>(unit: &Unit<'t>, build: Node<'_>) -> Option<&'t str> {
    let object = field(field(build, "function")?, "expression")?;
    (unit.callee(build) == "Build" && object.kind() == "identifier").then(|| unit.text(object))
}

/// The calls that fill the policy that a variable holds: `builder.WithOrigins(…); builder.AllowAnyHeader();`
fn calls_on<'n>(unit: &'n Unit<'_>, variable: &str) -> Vec<Node<'n>> {
    let is_on_it = |call: &Node<'n>| {
        let mut object = *call;
        while let Some(inner) = field(object, "function").and_then(|function| field(function, "expression")) {
            object = inner;
        }
        unit.text(object) == variable || is_declared_by(unit, *call, variable)
    };
    let calls = unit.calls(unit.root()).into_iter();
    calls
        .filter(|call| {
            matches!(unit.callee(*call), name if name != "Build" && BUILDERS.contains(&name)) && is_on_it(call)
        })
        .collect()
}

/// `var builder = new CorsPolicyBuilder().WithOrigins(…);`
fn is_declared_by(unit: &Unit<'_>, call: Node<'_>, variable: &str) -> bool {
    unit.declared(variable)
        .is_some_and(|declared| declared.start_byte() <= call.start_byte() && call.end_byte() <= declared.end_byte())
}

/// Whether a condition only says that there are origins to list: `if (origins.Length > 0)`.
fn asks_whether_any(words: &str, listed: &str) -> bool {
    let Some(test) = words.strip_prefix("where `").and_then(|words| words.strip_suffix("` holds")) else {
        return false;
    };
    let is_name = !listed.is_empty() && listed.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let test: String = test.chars().filter(|c| !c.is_whitespace()).collect();
    let forms = [".Length>0", ".Length!=0", ".Any()", ".Count>0", ".Count()>0", "!=null", "isnotnull", "is{Length:>0}"];
    is_name
        && test.split("&&").all(|part| {
            let part = part.replace('?', "");
            part.strip_prefix(listed).is_some_and(|rest| forms.contains(&rest))
        })
}

/// A policy that is filled differently in two branches, or under a condition only, is not decided by the file.
fn refuse_conditions(unit: &Unit<'_>, policy: &Policy<'_>, plan: &Plan<'_>) -> Planned {
    let conditions = condition::conditions(unit.document(), &policy.builders, policy.call);
    let list = policy.builders.iter().find(|call| unit.callee(**call) == "WithOrigins");
    let listed = list.and_then(|call| arguments(*call).next()).map_or("", |list| unit.text(list));
    let mut deciding = conditions.iter().filter(|(_, words)| !asks_whether_any(words, listed));
    let Some((node, words)) = deciding.next() else { return Ok(()) };
    let reason = format!("the policy is filled differently {words}: which holds is known only when the program runs");
    Err(Obstacle::new(&plan.layout, *node, reason))
}

/// Makes `UseCors("…")` apply the only policy there is.
fn correct_name(unit: &Unit<'_>, argument: Node<'_>, wrong: &str, only: &Policy<'_>, plan: &mut Plan<'_>) {
    let reason = format!("no policy has the name `{wrong}`");
    match (&only.name, content(argument).filter(|_| Source::string(unit, argument).is_some())) {
        (Some(name), Some(range)) => plan.replace(range, name.clone(), reason),
        (Some(name), None) => plan.replace(argument.byte_range(), plan.layout.quoted(name), reason),
        (None, _) if only.open_name.is_none() => {
            plan.replace(argument.byte_range(), "", format!("{reason}, and the only policy is the default one"));
        }
        (None, _) => {}
    }
}

/// Whether endpoints name their policies themselves, so that `UseCors()` needs none.
fn names_policies_elsewhere(unit: &Unit<'_>) -> bool {
    let text = unit.text(unit.root());
    text.contains("RequireCors(") || text.contains("[EnableCors(")
}

/// The policies that `UseCors` applies. A name that no policy has is corrected where there is one policy only.
fn choose<'a, 'n>(
    unit: &Unit<'_>,
    calls: &[Node<'n>],
    policies: &'a [Policy<'n>],
    plan: &mut Plan<'_>,
) -> Result<Vec<&'a Policy<'n>>, Obstacle> {
    let used = calls.iter().find(|call| unit.callee(**call) == "UseCors");
    let Some(used) = used.filter(|used| !policies.iter().any(|policy| policy.call == **used)) else {
        let first = policies.iter().filter(|policy| unit.callee(policy.call) == "UseCors").chain(policies).take(1);
        return Ok(first.collect());
    };
    let Some(argument) = arguments(*used).next() else {
        let default = policies.iter().filter(|policy| unit.callee(policy.call) == "AddDefaultPolicy");
        let default: Vec<_> = default.collect();
        if !names_policies_elsewhere(unit)
            && let ([], [only]) = (&default[..], policies)
            && let Some(name) = only.written_name(unit, *used, plan)?
            && let Some(list) = crate::document::field(*used, "arguments")
        {
            super::container::append(plan, list, &[name], "`UseCors()` applies the default policy, and there is none");
        }
        return Ok(if default.is_empty() { policies.iter().collect() } else { default });
    };
    let wanted = unit.value(argument).text().map(str::to_owned);
    let is_named = |policy: &&Policy<'_>| match &wanted {
        Some(_) => policy.name == wanted,
        None => policy
            .open_name
            .is_some_and(|open| unit.text(open).trim_end_matches('!') == unit.text(argument).trim_end_matches('!')),
    };
    let named: Vec<_> = policies.iter().filter(is_named).collect();
    Ok(match (&named[..], policies) {
        ([], [only]) => {
            if let Some(wrong) = &wanted {
                correct_name(unit, argument, wrong, only, plan);
            }
            vec![only]
        }
        ([], _) => policies.iter().collect(),
        _ => named,
    })
}
