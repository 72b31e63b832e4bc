//! The options of Flask-CORS, in whichever place the package finds them first.

use tree_sitter::Node;

use super::super::container::append;
use super::super::names::{self, Kind, Names};
use super::super::origins::{self, expression_covers, near_miss};
use super::super::place::Place;
use super::super::plan::{Obstacle, Plan, Planned};
use super::super::wanted::Wanted;
use crate::document::{children, field};
use crate::flask::looks_like_expression;
use crate::origin_expression::Match;
use crate::python::Module;
use crate::value::{Expression, Located, Value};

const WILD_EXPRESSION: &str = "https://any.preflight.invalid";

/// One use of the package: the calls that name its options, the last one with the application.
struct Options<'n, 's, 'w, 'p, 't> {
    module: &'n Module<'s>,
    calls: Vec<Node<'n>>,
    /// The entry of `resources`, which wins.
    resource: Option<Node<'n>>,
    wanted: &'w Wanted,
    plan: &'p mut Plan<'t>,
    added: Vec<(&'static str, String)>,
    reasons: Vec<String>,
    /// Whether what is added keeps others out.
    restricts_by_adding: bool,
}

/// Makes `@cross_origin(…)` allow the call.
pub(super) fn allow_by_decorator(
    module: &Module<'_>,
    decorator: Node<'_>,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Planned {
    of_resource(module, &[decorator], None, wanted, plan)
}

/// Makes one use of the package allow the call; the entry of `resources` wins.
pub(super) fn of_resource(
    module: &Module<'_>,
    calls: &[Node<'_>],
    resource: Option<Node<'_>>,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Planned {
    if let Some(spread) = calls.iter().find_map(|call| module.arguments(*call).spread.first().copied()) {
        return Err(Obstacle::new(&plan.layout, spread, "what is spread into the options is not followed"));
    }
    let (added, reasons) = (Vec::new(), Vec::new());
    let mut options =
        Options { module, calls: calls.to_vec(), resource, wanted, plan, added, reasons, restricts_by_adding: false };
    options.origins()?;
    options.credentials()?;
    options.methods()?;
    options.headers()?;
    options.finish();
    Ok(())
}

impl<'n> Options<'n, '_, '_, '_, '_> {
    fn entry(&self, name: &str) -> Option<Node<'n>> {
        let of_resource = self.resource.and_then(|table| {
            let mut pairs = children(table)
                .filter(|pair| field(*pair, "key").is_some_and(|key| self.module.value(key).text() == Some(name)));
            pairs.next().and_then(|pair| field(pair, "value"))
        });
        of_resource
            .or_else(|| self.calls.iter().rev().find_map(|call| argument(self.module, *call, name)))
            .or_else(|| configured(self.module, name))
    }

    fn add(&mut self, name: &'static str, value: String, reason: impl Into<String>) {
        self.added.push((name, value));
        self.reasons.push(reason.into());
    }

    fn origins(&mut self) -> Planned {
        let origin = self.wanted.origin();
        let listed = format!("[{}]", self.plan.layout.quoted(origin));
        let reason = "every site would be allowed with credentials, and could act as your visitors";
        let Some(node) = self.entry("origins") else {
            if self.wanted.credentials() {
                if let Some(place) = self.resource.or(self.calls.last().copied()) {
                    check_writable(origin, place, self.plan)?;
                }
                self.add("origins", listed, format!("Flask-CORS allows every site by default; {reason}"));
                self.restricts_by_adding = true;
            }
            return Ok(());
        };
        let value = self.module.value(node);
        let is_any = value.elements().iter().any(is_any);
        if !value.elements().iter().any(|element| covers(element, origin)) && (!is_any || self.wanted.credentials()) {
            check_writable(origin, node, self.plan)?;
        }
        if is_any {
            if self.wanted.credentials() {
                self.plan.replace(node.byte_range(), listed, reason);
                self.plan.restrictions += 1;
            }
            return Ok(());
        }
        if let Value::Expression(expression) = &value.value {
            if !expression_covers(expression, Match::FromStart, origin) {
                let list = format!("[{}, {}]", self.module.text(node), self.plan.layout.quoted(origin));
                self.plan.replace(node.byte_range(), list, format!("the expression does not match `{origin}`"));
            }
            return Ok(());
        }
        let module = self.module;
        let is_star = |place: &Place<'_>| match place {
            Place::Text(node) | Place::Joined(node) | Place::List(node) => {
                module.value(*node).elements().iter().any(self::is_any)
            }
            _ => false,
        };
        if origins::is_open_variable(module, node, self.wanted, &is_star, self.plan) {
            let has_credentials = self
                .entry("supports_credentials")
                .is_some_and(|node| matches!(module.value(node).value, Value::Boolean(true)));
            if self.wanted.credentials() && !has_credentials {
                return Err(Obstacle::new(
                    &self.plan.layout,
                    node,
                    format!("while this variable is not set, {reason}: set it, and take out what stands in for it"),
                ));
            }
            return Ok(());
        }
        origins::allow(self.module, node, origin, &|element| covers(element, origin), self.plan)
    }

    fn credentials(&mut self) -> Planned {
        if !self.wanted.credentials() {
            return Ok(());
        }
        let reason = "the page sends credentials, and they are not allowed";
        let Some(node) = self.entry("supports_credentials") else {
            self.add("supports_credentials", "True".into(), reason);
            return Ok(());
        };
        match self.module.value(node).value {
            Value::Boolean(true) => Ok(()),
            Value::Dynamic | Value::Variable { .. } => Err(Obstacle::new(
                &self.plan.layout,
                node,
                "whether credentials are allowed is known only when the program runs",
            )),
            _ => {
                self.plan.replace(node.byte_range(), "True", reason);
                Ok(())
            }
        }
    }

    fn methods(&mut self) -> Planned {
        // What is not listed gets no request headers either, however harmless the method.
        let is_needed = !self.wanted.has_safelisted_method() || self.wanted.needs_preflight();
        let wanted = [self.wanted.method().to_owned()];
        match self.entry("methods").filter(|_| is_needed) {
            Some(node) => {
                let names = Names {
                    kind: Kind::MethodInAnyCase,
                    wanted: &wanted,
                    credentials: true,
                    one_string_holds_many: true,
                };
                names::allow(self.module, node, &names, self.plan)
            }
            None if !is_needed
                || DEFAULT_METHODS.contains(&self.wanted.method())
                || self.entry("methods").is_some() =>
            {
                Ok(())
            }
            None => {
                let methods: Vec<_> =
                    DEFAULT_METHODS.iter().map(|method| (*method).to_owned()).chain(wanted.clone()).collect();
                let listed = self.plan.layout.quoted_list(&methods);
                self.add(
                    "methods",
                    format!("[{listed}]"),
                    format!("the method `{}` is not among those that Flask-CORS allows by default", wanted[0]),
                );
                Ok(())
            }
        }
    }

    fn headers(&mut self) -> Planned {
        if let Some(node) = self.entry("allow_headers") {
            let value = self.module.value(node);
            if !value.elements().iter().any(is_any) {
                let names = self.names(Kind::RequestHeader, self.wanted.request_headers(), false);
                names::allow(self.module, node, &names, self.plan)?;
            }
        }
        let exposed = self.wanted.expose_headers();
        match self.entry("expose_headers") {
            Some(node) => {
                let names = self.names(Kind::ResponseHeader, exposed, true);
                names::allow(self.module, node, &names, self.plan)
            }
            None if exposed.is_empty() => Ok(()),
            None => {
                let listed = self.plan.layout.quoted_list(exposed);
                self.add("expose_headers", format!("[{listed}]"), "the page cannot read the headers that it needs");
                Ok(())
            }
        }
    }

    fn names<'a>(&self, kind: Kind, wanted: &'a [String], one_string_holds_many: bool) -> Names<'a> {
        Names { kind, wanted, credentials: self.wanted.credentials(), one_string_holds_many }
    }

    /// Adds what is lacking where the package looks first.
    fn finish(&mut self) {
        if self.added.is_empty() {
            return;
        }
        if self.restricts_by_adding && self.added.len() == 1 {
            self.plan.restrictions += 1;
        }
        let reason = self.reasons.join("; ");
        let layout = self.plan.layout;
        if let Some(table) = self.resource {
            let entries: Vec<_> =
                self.added.iter().map(|(name, value)| format!("{}: {value}", layout.quoted(name))).collect();
            return append(self.plan, table, &entries, &reason);
        }
        let named: Vec<_> = self.added.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let Some(call) = self.calls.last() else { return };
        match field(*call, "arguments") {
            Some(arguments) => append(self.plan, arguments, &named, &reason),
            // A decorator without parentheses.
            None => self.plan.insert(call.end_byte(), format!("({})", named.join(", ")), reason),
        }
    }
}

/// A string with brackets is a regular expression to the package: `http://[::1]:3000` matches something else.
pub(super) fn check_writable(origin: &str, node: Node<'_>, plan: &Plan<'_>) -> Planned {
    match looks_like_expression(origin) {
        false => Ok(()),
        true => {
            let reason = format!("Flask-CORS takes `{origin}` for a regular expression, which does not match it");
            Err(Obstacle::new(&plan.layout, node, reason))
        }
    }
}

/// What the package allows if nobody says otherwise.
const DEFAULT_METHODS: [&str; 7] = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"];

pub(super) fn argument<'n>(module: &'n Module<'_>, call: Node<'n>, name: &str) -> Option<Node<'n>> {
    module.arguments(call).named.into_iter().find(|(known, _, _)| known == name).map(|(_, _, value)| value)
}

/// `app.config['CORS_ORIGINS'] = …`, or the same as a setting.
pub(super) fn configured<'n>(module: &'n Module<'_>, option: &str) -> Option<Node<'n>> {
    let name = format!("CORS_{}", option.to_ascii_uppercase());
    let assignments: Vec<_> = module.nodes("assignment").collect();
    assignments.into_iter().rev().find_map(|assignment| {
        let left = field(assignment, "left")?;
        let is_it = match left.kind() {
            "identifier" => module.text(left) == name,
            "subscript" => field(left, "subscript").is_some_and(|key| module.value(key).text() == Some(&name)),
            _ => false,
        };
        field(assignment, "right").filter(|_| is_it)
    })
}

/// Whether an entry stands for all.
fn is_any(element: &Located) -> bool {
    match &element.value {
        Value::Text(text) => text == "*" || text == ".*",
        Value::Expression(expression) => expression_covers(expression, Match::FromStart, WILD_EXPRESSION),
        _ => false,
    }
}

fn covers(element: &Located, origin: &str) -> bool {
    match &element.value {
        // The package compares without regard to case.
        Value::Text(text) if text.eq_ignore_ascii_case(origin) => true,
        Value::Text(text) if looks_like_expression(text) && near_miss(text, origin).is_none() => {
            let expression = Expression { source: text.clone(), ignores_case: true, is_stateful: false };
            expression_covers(&expression, Match::FromStart, origin)
        }
        Value::Expression(expression) => expression_covers(expression, Match::FromStart, origin),
        _ => false,
    }
}
