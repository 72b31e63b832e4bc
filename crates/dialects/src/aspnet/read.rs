//! From a source that configures CORS for ASP.NET Core to policies.

use preflight_engine::PolicyConfig;
use tree_sitter::Node;

use super::{middleware, predicate};
use crate::code::Code;
use crate::csharp::{Unit, arguments};
use crate::dialect::Dialect;
use crate::draft::{AnyOrigin, Draft, MethodSpelling};
use crate::import::{ImportError, Read};
use crate::note::Notes;
use crate::route_policy::{RoutePolicy, name_for, unique_name};
use crate::value::{Located, Value};

/// The calls that say something about a policy.
pub(crate) const BUILDERS: [&str; 14] = [
    "WithOrigins",
    "AllowAnyOrigin",
    "SetIsOriginAllowed",
    "SetIsOriginAllowedToAllowWildcardSubdomains",
    "WithMethods",
    "AllowAnyMethod",
    "WithHeaders",
    "AllowAnyHeader",
    "WithExposedHeaders",
    "AllowCredentials",
    "DisallowCredentials",
    "SetPreflightMaxAge",
    "Build",
    "Combine",
];

/// Reads the policies of a source.
pub(crate) fn read(source: &str, notes: &mut Notes) -> Read {
    let unit = Unit::parse(source)?;
    let calls = unit.calls(unit.root());
    let mut policies: Vec<RoutePolicy> = Vec::new();
    for call in calls.iter().filter(|call| matches!(unit.callee(**call), "AddPolicy" | "AddDefaultPolicy" | "UseCors"))
    {
        let builders: Vec<_> = arguments(*call)
            .flat_map(|argument| unit.calls(argument))
            .filter(|builder| BUILDERS.contains(&unit.callee(*builder)))
            .collect();
        // Authorization has policies of the same name; those never call what CORS calls.
        if builders.is_empty() {
            continue;
        }
        let name = arguments(*call).next().map(|name| unit.value(name));
        let name = match name.as_ref().and_then(Located::text) {
            Some(name) => name_for(Some(name), &policies),
            None => unique_name("app".into(), &policies),
        };
        let config = policy(&unit, *call, &builders, notes);
        policies.push(RoutePolicy { name, path: None, config });
    }
    if policies.is_empty() {
        let sought = "`AddPolicy`, `AddDefaultPolicy` or `UseCors` with a policy";
        return Err(ImportError::NoCors { dialect: Dialect::AspNet, sought });
    }
    middleware::check(&unit, &calls, notes);
    Ok(policies)
}

fn policy(unit: &Unit<'_>, call: Node<'_>, builders: &[Node<'_>], notes: &mut Notes) -> PolicyConfig {
    let site = unit.site_of_name(call);
    let mut draft = Draft::new(notes, site);
    draft.notes.note(
        Code::NoVary,
        site,
        "no `Vary: Origin` goes to refused origins, nor where one origin is listed, so that shared caches mix answers up; the policy sends it",
    );
    let calls = |name: &str| builders.iter().any(|builder| unit.callee(*builder) == name);
    let has_wildcards = calls("SetIsOriginAllowedToAllowWildcardSubdomains");
    // A predicate takes the place of the list.
    let has_predicate = calls("SetIsOriginAllowed");
    for (place, builder) in builders.iter().enumerate() {
        let site = unit.site_of_name(*builder);
        let name = unit.callee(*builder);
        let is_it = |other: &Node<'_>| unit.callee(*other) == name;
        // What is called again adds to the list; all of it is read at once.
        if name.starts_with("With") && builders[..place].iter().any(is_it) {
            continue;
        }
        let values = |call: Node<'_>| arguments(call).map(|argument| unit.value(argument)).collect::<Vec<_>>();
        let all: Vec<_> = builders.iter().copied().filter(is_it).flat_map(values).collect();
        let list = Located::new(Value::List(all.iter().flat_map(Located::elements).cloned().collect()), site);
        let values = values(*builder);
        // `*` alone stands for all there, credentials and `Authorization` or not.
        let is_any = matches!(list.elements(), [only] if only.text() == Some("*"));
        match name {
            "WithMethods" if is_any => draft.any_method(),
            "WithHeaders" if is_any => draft.any_request_header(),
            "WithOrigins" if has_predicate => draft.notes.note(
                Code::IgnoredValue,
                site,
                "`SetIsOriginAllowed` takes the place of this list, which is not looked at",
            ),
            "WithOrigins" => with_origins(&mut draft, &list, has_wildcards),
            "AllowAnyOrigin" => draft.any_origin(AnyOrigin::Wildcard, site),
            "SetIsOriginAllowed" => match values.first().map(|value| &value.value) {
                Some(Value::Function(function)) => predicate::read(unit, &mut draft, function, site),
                _ => draft.dynamic("what this predicate allows", site),
            },
            "WithMethods" => draft.methods(&list, MethodSpelling::Verbatim),
            "AllowAnyMethod" => draft.any_method(),
            "WithHeaders" => draft.request_headers(&list),
            "AllowAnyHeader" => draft.any_request_header(),
            "WithExposedHeaders" => draft.expose_headers(&list),
            "AllowCredentials" => draft.credentials(&Located::new(Value::Boolean(true), site)),
            "DisallowCredentials" => draft.credentials(&Located::new(Value::Boolean(false), site)),
            "SetPreflightMaxAge" => values.iter().for_each(|value| draft.max_age(value)),
            "Combine" => draft.dynamic("the policy that is combined with this one", site),
            _ => {}
        }
    }
    draft.finish()
}

fn with_origins(draft: &mut Draft<'_>, origins: &Located, has_wildcards: bool) {
    if let [only] = origins.elements()
        && only.text() == Some("*")
    {
        return draft.any_origin(AnyOrigin::Wildcard, only.site);
    }
    for element in origins.elements() {
        match element.text() {
            Some(text) if has_wildcards && text.contains("://*.") => draft.origin_pattern(text, element.site),
            Some(text) => draft.origin(text, element.site),
            None => draft.other_origin(element),
        }
    }
}
