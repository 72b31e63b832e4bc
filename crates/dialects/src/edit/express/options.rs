//! The options of `cors(…)`.

use tree_sitter::Node;

use super::super::container::append;
use super::super::layout::Layout;
use super::super::names::{self, Kind, Names};
use super::super::origins::{self, expression_covers};
use super::super::place::Place;
use super::super::plan::{Obstacle, Plan, Planned};
use super::super::wanted::Wanted;
use super::function;
use crate::document::field;
use crate::express::{DEFAULT_METHODS, Mount};
use crate::javascript::Script;
use crate::origin_expression::Match;
use crate::value::{Located, Value};

/// What the options lack is collected and added at once.
struct Options<'n, 's, 'w, 'p, 't> {
    script: &'n Script<'s>,
    object: Option<Node<'n>>,
    wanted: &'w Wanted,
    plan: &'p mut Plan<'t>,
    added: Vec<String>,
    reasons: Vec<String>,
}

/// All options of a middleware that is new: exactly what is wanted.
pub(super) fn all(wanted: &Wanted, layout: Layout<'_>, at: usize) -> String {
    let mut options = vec![
        format!("origin: {}", layout.quoted(wanted.origin())),
        format!("methods: [{}]", layout.quoted(wanted.method())),
        format!("allowedHeaders: [{}]", layout.quoted_list(wanted.request_headers())),
    ];
    if !wanted.expose_headers().is_empty() {
        options.push(format!("exposedHeaders: [{}]", layout.quoted_list(wanted.expose_headers())));
    }
    if wanted.credentials() {
        options.push("credentials: true".into());
    }
    let (line_break, indentation, step) = (layout.line_break, layout.indentation(at), layout.step());
    let lines = options.iter().map(|option| format!("{indentation}{step}{option},{line_break}"));
    format!("{{{line_break}{}{indentation}}}", lines.collect::<String>())
}

/// Makes the options of one `cors(…)` allow the call.
pub(super) fn allow(script: &Script<'_>, mount: &Mount<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let object = mount.options.and_then(|options| script.object(options));
    let is_plain = mount
        .options
        .is_none_or(|options| matches!(script.value(options).value, Value::Boolean(true) | Value::Nothing));
    if object.is_none() && !is_plain {
        let options = mount.options.unwrap_or(mount.call);
        return match script.value(options).value {
            Value::Function(function) => function::allow_by_delegate(script, &function, options, wanted, plan),
            _ => {
                Err(Obstacle::new(&plan.layout, options, "what `cors` is given is put together when the program runs"))
            }
        };
    }
    if let Some(spread) = object.and_then(|object| script.unreadable_spread(object)) {
        return Err(Obstacle::new(
            &plan.layout,
            spread,
            "what is spread into the options of `cors` is known only when the program runs",
        ));
    }
    let mut options = Options { script, object, wanted, plan, added: Vec::new(), reasons: Vec::new() };
    options.origin()?;
    options.credentials()?;
    options.methods()?;
    options.headers()?;
    options.preflights();
    let (added, reason) = (options.added, options.reasons.join("; "));
    if added.is_empty() {
        return Ok(());
    }
    match (object, mount.options) {
        (Some(object), _) => append(plan, object, &added, &reason),
        (None, Some(other)) => plan.replace(other.byte_range(), format!("{{ {} }}", added.join(", ")), reason),
        (None, None) => {
            if let Some(arguments) = field(mount.call, "arguments") {
                append(plan, arguments, &[format!("{{ {} }}", added.join(", "))], &reason);
            }
        }
    }
    Ok(())
}

impl<'n> Options<'n, '_, '_, '_, '_> {
    fn entry(&self, name: &str) -> Option<Node<'n>> {
        self.object.and_then(|object| self.script.entry(object, name))
    }

    fn add(&mut self, option: String, reason: impl Into<String>) {
        self.added.push(option);
        self.reasons.push(reason.into());
    }

    fn origin(&mut self) -> Planned {
        let origin = self.wanted.origin();
        let quoted = self.plan.layout.quoted(origin);
        let Some(node) = self.entry("origin") else {
            if self.wanted.credentials() {
                self.add(
                    format!("origin: {quoted}"),
                    "`cors` answers `*` by default, which no browser takes with credentials",
                );
            }
            return Ok(());
        };
        let value = self.script.value(node);
        let credentials = self.wanted.credentials();
        match &value.value {
            Value::Text(text) if text == "*" && credentials => {
                self.plan.replace(node.byte_range(), quoted, "no browser takes `*` with credentials");
            }
            Value::Boolean(true) if credentials => {
                self.plan.replace(
                    node.byte_range(),
                    quoted,
                    "every site would be allowed with credentials, and could act as your visitors",
                );
            }
            Value::Text(text) if text == "*" => {}
            Value::Boolean(true) => {}
            Value::Boolean(false) | Value::Nothing => {
                self.plan.replace(node.byte_range(), quoted, "this `origin` switches CORS off");
            }
            Value::Text(text) if text.is_empty() => {
                self.plan.replace(node.byte_range(), quoted, "an empty `origin` switches CORS off");
            }
            Value::Function(function) => return function::allow(self.script, function, node, self.wanted, self.plan),
            Value::Expression(expression) => {
                let is_any = expression_covers(expression, Match::Search, "https://any.preflight.invalid");
                if is_any && credentials {
                    self.plan.replace(
                        node.byte_range(),
                        quoted,
                        "every site would be allowed with credentials, and could act as your visitors",
                    );
                } else if !expression_covers(expression, Match::Search, origin) {
                    let list = format!("[{}, {quoted}]", self.script.text(node));
                    self.plan.replace(node.byte_range(), list, format!("the expression does not match `{origin}`"));
                }
            }
            _ if self.is_open_variable(node)? => {}
            _ => return origins::allow(self.script, node, origin, &|element| covers(element, origin), self.plan),
        }
        Ok(())
    }

    /// `process.env.ORIGIN || '*'`, `… || true`
    fn is_open_variable(&mut self, node: Node<'n>) -> Result<bool, Obstacle> {
        let script = self.script;
        let reflects = |node: Node<'_>| matches!(script.value(node).value, Value::Boolean(true));
        let is_star = |place: &Place<'_>| match place {
            Place::Text(node) => script.value(*node).text() == Some("*"),
            Place::Other(node) => reflects(*node),
            _ => false,
        };
        let is_open = origins::is_open_variable(script, node, self.wanted, &is_star, self.plan);
        let has_credentials = self.entry("credentials").is_some_and(reflects);
        match is_open && self.wanted.credentials() && !has_credentials {
            true => Err(Obstacle::new(
                &self.plan.layout,
                node,
                "while this variable is not set every site is allowed, and with credentials all of them could act as your visitors: set it, and take out what stands in for it",
            )),
            false => Ok(is_open),
        }
    }

    fn credentials(&mut self) -> Planned {
        if !self.wanted.credentials() {
            return Ok(());
        }
        let reason = "the page sends credentials, and they are not allowed";
        let Some(node) = self.entry("credentials") else {
            self.add("credentials: true".into(), reason);
            return Ok(());
        };
        match self.script.value(node).value {
            Value::Boolean(true) => {}
            Value::Dynamic | Value::Variable { .. } => {
                return Err(Obstacle::new(
                    &self.plan.layout,
                    node,
                    "whether credentials are allowed is known only when the program runs",
                ));
            }
            Value::Boolean(false) | Value::Nothing => self.plan.replace(node.byte_range(), "true", reason),
            _ => self.plan.replace(node.byte_range(), "true", "the package takes `true` alone for yes"),
        }
        Ok(())
    }

    fn methods(&mut self) -> Planned {
        let wanted = [self.wanted.method().to_owned()];
        if self.wanted.has_safelisted_method() {
            return Ok(());
        }
        let Some(node) = self.entry("methods") else {
            let defaults: Vec<_> = DEFAULT_METHODS.split(',').map(str::to_owned).collect();
            if !defaults.contains(&wanted[0]) {
                let listed = self.plan.layout.quoted_list(&[&defaults[..], &wanted].concat());
                self.add(
                    format!("methods: [{listed}]"),
                    format!("the method `{}` is not among those that `cors` allows by default", wanted[0]),
                );
            }
            return Ok(());
        };
        let names = self.names(Kind::Method, &wanted);
        names::allow(self.script, node, &names, self.plan)
    }

    fn headers(&mut self) -> Planned {
        let listed = self.entry("allowedHeaders").or_else(|| self.entry("headers"));
        // Without a list, what is asked for is sent back.
        let is_list =
            |node: &Node<'_>| !matches!(&self.script.value(*node).value, Value::Nothing | Value::Boolean(false));
        if let Some(node) = listed.filter(is_list) {
            let names = self.names(Kind::RequestHeader, self.wanted.request_headers());
            names::allow(self.script, node, &names, self.plan)?;
        }
        let exposed = self.wanted.expose_headers();
        match self.entry("exposedHeaders") {
            Some(node) => {
                let names = self.names(Kind::ResponseHeader, exposed);
                names::allow(self.script, node, &names, self.plan)
            }
            None if exposed.is_empty() => Ok(()),
            None => {
                let listed = self.plan.layout.quoted_list(exposed);
                self.add(format!("exposedHeaders: [{listed}]"), "the page cannot read the headers that it needs");
                Ok(())
            }
        }
    }

    fn names<'a>(&self, kind: Kind, wanted: &'a [String]) -> Names<'a> {
        Names { kind, wanted, credentials: self.wanted.credentials(), one_string_holds_many: true }
    }

    /// Preflights have to be answered, and with a status that browsers take.
    fn preflights(&mut self) {
        if !self.wanted.needs_preflight() {
            return;
        }
        if let Some(node) = self.entry("optionsSuccessStatus")
            && let Value::Number(status) = self.script.value(node).value
            && !(200.0..300.0).contains(&status)
        {
            self.plan.replace(
                node.byte_range(),
                "204",
                format!("browsers take a preflight answered {status} as refused"),
            );
        }
        if let Some(node) =
            self.entry("preflightContinue").filter(|node| self.script.value(*node).boolean() == Some(true))
        {
            self.plan.replace(
                node.byte_range(),
                "false",
                "preflights go on to the application, which does not answer them",
            );
        }
    }
}

/// Whether an element of `origin` lets an origin through.
pub(super) fn covers(element: &Located, origin: &str) -> bool {
    match &element.value {
        Value::Text(text) => text == origin,
        Value::Expression(expression) => expression_covers(expression, Match::Search, origin),
        Value::List(elements) => elements.iter().any(|element| covers(element, origin)),
        _ => false,
    }
}
