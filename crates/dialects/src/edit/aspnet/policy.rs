//! The calls that fill a policy: `WithOrigins(…)`, `AllowCredentials()` and their kin.

use preflight_engine::OriginPattern;
use preflight_engine::server::Allowed;
use tree_sitter::Node;

use super::super::names::{self, Kind, Names};
use super::super::origins;
use super::super::plan::{Obstacle, Plan, Planned};
use super::super::wanted::Wanted;
use crate::aspnet::allowed_by_predicate;
use crate::csharp::{Unit, arguments, name};
use crate::document::field;
use crate::value::{Located, Value};

/// One policy on its way.
struct Builders<'n, 's, 'w, 'p, 't> {
    unit: &'n Unit<'s>,
    builders: &'n [Node<'n>],
    wanted: &'w Wanted,
    plan: &'p mut Plan<'t>,
    added: Vec<String>,
    reasons: Vec<String>,
}

/// Makes a policy allow the call.
pub(super) fn allow<'n>(unit: &'n Unit<'_>, builders: &'n [Node<'n>], wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let mut policy = Builders { unit, builders, wanted, plan, added: Vec::new(), reasons: Vec::new() };
    policy.origins()?;
    policy.credentials();
    let method = [wanted.method().to_owned()];
    let methods = if wanted.has_safelisted_method() { &[][..] } else { &method };
    policy.names("AllowAnyMethod", "WithMethods", Kind::Method, methods)?;
    policy.names("AllowAnyHeader", "WithHeaders", Kind::RequestHeader, wanted.request_headers())?;
    policy.names("", "WithExposedHeaders", Kind::ResponseHeader, wanted.expose_headers())?;
    policy.finish();
    Ok(())
}

impl<'n> Builders<'n, '_, '_, '_, '_> {
    fn call(&self, name: &str) -> Option<Node<'n>> {
        self.builders.iter().find(|builder| self.unit.callee(**builder) == name).copied()
    }

    fn add(&mut self, call: String, reason: impl Into<String>) {
        self.added.push(call);
        self.reasons.push(reason.into());
    }

    /// Writes another call in place of one, without what it is called on.
    fn replace(&mut self, call: Node<'n>, text: String, reason: &str) {
        let start = name(call).map_or(call.start_byte(), |name| name.start_byte());
        self.plan.replace(start..call.end_byte(), text, reason);
    }

    fn origins(&mut self) -> Planned {
        let origin = self.wanted.origin();
        let with_origins = format!("WithOrigins({})", self.plan.layout.quoted(origin));
        if let Some(predicate) = self.call("SetIsOriginAllowed") {
            return self.predicate(predicate, with_origins);
        }
        if let Some(any) = self.call("AllowAnyOrigin") {
            if self.wanted.credentials() {
                self.replace(
                    any,
                    with_origins,
                    "no browser takes `*` with credentials, and the application does not start with both",
                );
                return Ok(());
            }
            return self.without_credentials();
        }
        let Some(list) = self.call("WithOrigins").and_then(|call| field(call, "arguments")) else {
            self.add(with_origins, "no origin is allowed");
            return Ok(());
        };
        let has_wildcards = self.call("SetIsOriginAllowedToAllowWildcardSubdomains").is_some();
        let is_any = matches!(self.unit.list_of(list).elements(), [only] if only.text() == Some("*"));
        if is_any && !self.wanted.credentials() {
            return Ok(());
        }
        let wanted = OriginPattern::of_origin(origin).ok();
        origins::allow(
            self.unit,
            list,
            origin,
            &|element| {
                element.text().is_some_and(|text| {
                    let pattern = OriginPattern::parse(text).ok().filter(|_| has_wildcards);
                    text.eq_ignore_ascii_case(origin)
                        || pattern.zip(wanted.as_ref()).is_some_and(|(pattern, wanted)| pattern.covers(wanted))
                })
            },
            self.plan,
        )
    }

    /// Every origin and credentials: since ASP.NET Core 3.0 the application does not start with both.
    fn without_credentials(&mut self) -> Planned {
        let Some(call) = self.call("AllowCredentials") else { return Ok(()) };
        if !self.unit.text(self.unit.root()).contains("WebApplication.") {
            return Err(Obstacle::new(
                &self.plan.layout,
                name(call).unwrap_or(call),
                "since ASP.NET Core 3.0 the application does not start with `AllowAnyOrigin` and `AllowCredentials`; before, it lets every site act as your visitors. Which version runs it is not in this file",
            ));
        }
        let chain = field(call, "function").and_then(|function| field(function, "expression"));
        if let Some(chain) = chain {
            let reason = "the application does not start with `AllowAnyOrigin` and `AllowCredentials`";
            self.plan.replace(chain.end_byte()..call.end_byte(), "", reason);
        }
        Ok(())
    }

    fn predicate(&mut self, call: Node<'n>, with_origins: String) -> Planned {
        let origin = self.wanted.origin();
        let lambda = arguments(call).next();
        let Some(Value::Function(function)) = lambda.map(|lambda| self.unit.value(lambda).value) else {
            return Err(Obstacle::new(
                &self.plan.layout,
                name(call).unwrap_or(call),
                "what this predicate allows is known only when the program runs",
            ));
        };
        match allowed_by_predicate(self.unit, &function) {
            Allowed::Any if self.wanted.credentials() => {
                self.replace(
                    call,
                    with_origins,
                    "every site would be allowed with credentials, and could act as your visitors",
                );
                Ok(())
            }
            Allowed::Any => Ok(()),
            Allowed::Listed(entries) => {
                let wanted = OriginPattern::of_origin(origin).ok();
                let mut patterns = entries.iter().filter_map(|entry| OriginPattern::parse(entry).ok());
                if wanted.is_some_and(|wanted| patterns.any(|pattern| !pattern.is_exact() && pattern.covers(&wanted))) {
                    return Ok(());
                }
                let body = self.unit.node_at(function.start, function.end);
                let asked = body
                    .into_iter()
                    .flat_map(|body| self.unit.calls(body))
                    .find(|call| self.unit.callee(*call) == "Contains");
                match asked.and_then(|asked| field(field(asked, "function")?, "expression")) {
                    Some(list) => {
                        origins::allow(self.unit, list, origin, &|element| element.text() == Some(origin), self.plan)
                    }
                    None => Err(Obstacle::new(
                        &self.plan.layout,
                        name(call).unwrap_or(call),
                        format!("a list does not decide what this predicate allows, and it does not allow `{origin}`"),
                    )),
                }
            }
        }
    }

    fn credentials(&mut self) {
        if !self.wanted.credentials() || self.call("AllowCredentials").is_some() {
            return;
        }
        let reason = "the page sends credentials, and they are not allowed";
        match self.call("DisallowCredentials") {
            Some(call) => self.replace(call, "AllowCredentials()".into(), reason),
            None => self.add("AllowCredentials()".into(), reason),
        }
    }

    fn names(&mut self, any: &str, with: &str, kind: Kind, wanted: &[String]) -> Planned {
        if wanted.is_empty() || self.call(any).is_some() {
            return Ok(());
        }
        let calls = self.builders.iter().filter(|builder| self.unit.callee(**builder) == with);
        let lists: Vec<_> =
            calls.filter_map(|call| field(*call, "arguments")).map(|list| self.unit.list_of(list)).collect();
        // `*` alone stands for all; what is called again adds to the list.
        let listed: Vec<&str> = lists.iter().flat_map(Located::elements).filter_map(Located::text).collect();
        let is_any = kind != Kind::ResponseHeader && listed == ["*"];
        let is_listed = |name: &String| match kind {
            Kind::RequestHeader | Kind::ResponseHeader => listed.iter().any(|own| own.eq_ignore_ascii_case(name)),
            _ => listed.contains(&name.as_str()),
        };
        if is_any || lists.len() > 1 && wanted.iter().all(is_listed) {
            return Ok(());
        }
        let names = Names { kind, wanted, credentials: self.wanted.credentials(), one_string_holds_many: false };
        match self.call(with).and_then(|call| field(call, "arguments")) {
            Some(list) => names::allow(self.unit, list, &names, self.plan),
            None => {
                let listed = self.plan.layout.quoted_list(wanted);
                let shown = wanted.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                self.add(format!("{with}({listed})"), format!("{shown} not allowed: nothing calls `{with}`"));
                Ok(())
            }
        }
    }

    /// Adds what is lacking at the end of the chain, laid out as it is.
    fn finish(&mut self) {
        let Some(last) = self.builders.last().filter(|_| !self.added.is_empty()) else { return };
        let dot = name(*last).map_or(last.start_byte(), |name| name.start_byte().saturating_sub(1));
        let layout = self.plan.layout;
        let separator = match layout.begins_line(dot) {
            true => format!("{}{}", layout.line_break, layout.indentation(dot)),
            false => String::new(),
        };
        let calls = self.added.iter().map(|call| format!("{separator}.{call}"));
        self.plan.insert(last.end_byte(), calls.collect::<String>(), self.reasons.join("; "));
    }
}
