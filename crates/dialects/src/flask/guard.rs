//! `@app.before_request`: what runs before every view, and may answer in its place. A preflight meets it too, without
//! `Authorization` and without cookies.

use tree_sitter::Node;

use crate::document::{children, field};
use crate::python::Module;

/// Blocks and expressions within one another, at most.
const DEPTH_LIMIT: usize = 32;

/// A function that runs before every view.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guard<'m> {
    pub(crate) function: Node<'m>,
    /// What it does with a preflight, and where.
    pub(crate) preflight: Met<'m>,
}

/// What becomes of a preflight.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Met<'m> {
    Passes,
    /// It is answered here, as a request that is not logged in.
    Answered,
    /// That depends on this.
    NotRead(Node<'m>),
}

/// The guards of an application, in the order of the source.
pub(crate) fn guards<'m>(module: &'m Module<'_>, path: Option<&str>) -> Vec<Guard<'m>> {
    let functions = module.nodes("function_definition").filter(|function| runs_before(module, *function));
    let functions: Vec<_> = functions.collect();
    functions.into_iter().map(|function| Guard { function, preflight: preflight(module, function, path) }).collect()
}

fn runs_before(module: &Module<'_>, function: Node<'_>) -> bool {
    const NAMES: [&str; 2] = ["before_request", "before_app_request"];
    let decorated = function.parent().filter(|parent| parent.kind() == "decorated_definition");
    let mut decorators = decorated.into_iter().flat_map(children).filter(|child| child.kind() == "decorator");
    let is_decorated = decorators.any(|decorator| {
        NAMES.iter().any(|name| module.text(decorator).trim_end_matches("()").ends_with(&format!(".{name}")))
    });
    let name = field(function, "name").map_or("", |name| module.text(name));
    let hands_over = |call: Node<'_>| {
        NAMES.contains(&module.callee(call))
            && module.arguments(call).positional.first().is_some_and(|first| module.text(*first) == name)
    };
    is_decorated || module.nodes("call").any(hands_over)
}

fn preflight<'m>(module: &'m Module<'_>, function: Node<'m>, path: Option<&str>) -> Met<'m> {
    let mut walk = Walk { module, path, names: Vec::new() };
    match field(function, "body").map(|body| walk.block(body, 0)) {
        Some(Flow::Ends(met)) => met,
        _ => Met::Passes,
    }
}

/// What a block comes to.
enum Flow<'m> {
    Next,
    Ends(Met<'m>),
}

struct Walk<'m, 't, 'p> {
    module: &'m Module<'t>,
    path: Option<&'p str>,
    /// What names were given, the last one counts.
    names: Vec<(String, Node<'m>)>,
}

impl<'m> Walk<'m, '_, '_> {
    fn block(&mut self, block: Node<'m>, depth: usize) -> Flow<'m> {
        for statement in children(block) {
            if let Flow::Ends(met) = self.statement(statement, depth) {
                return Flow::Ends(met);
            }
        }
        Flow::Next
    }

    fn statement(&mut self, statement: Node<'m>, depth: usize) -> Flow<'m> {
        if depth > DEPTH_LIMIT {
            return Flow::Ends(Met::NotRead(statement));
        }
        match statement.kind() {
            "return_statement" => Flow::Ends(match children(statement).next() {
                None => Met::Passes,
                Some(value) if value.kind() == "none" => Met::Passes,
                // A function of this file may pass.
                Some(value) if value.kind() == "identifier" => Met::NotRead(statement),
                Some(_) => Met::Answered,
            }),
            "raise_statement" => Flow::Ends(Met::Answered),
            "expression_statement" => {
                let inner = children(statement).next();
                match inner.map(|inner| (inner.kind(), inner)) {
                    Some(("call", call)) if self.module.callee(call) == "abort" => Flow::Ends(Met::Answered),
                    Some(("call", call)) if sounds_guarding(self.module.callee(call)) => {
                        Flow::Ends(Met::NotRead(statement))
                    }
                    Some(("assignment", assignment)) => {
                        if let (Some(left), Some(right)) = (field(assignment, "left"), field(assignment, "right")) {
                            self.names.push((self.module.text(left).to_owned(), right));
                        }
                        Flow::Next
                    }
                    _ => Flow::Next,
                }
            }
            "if_statement" => self.condition(statement, depth),
            "try_statement" => field(statement, "body").map_or(Flow::Next, |body| self.block(body, depth + 1)),
            "with_statement" => field(statement, "body").map_or(Flow::Next, |body| self.block(body, depth + 1)),
            "for_statement" | "while_statement" | "match_statement" if self.may_end(statement) => {
                Flow::Ends(Met::NotRead(statement))
            }
            _ => Flow::Next,
        }
    }

    fn may_end(&self, statement: Node<'_>) -> bool {
        let text = self.module.text(statement);
        text.contains("return ") || text.contains("abort(") || text.contains("raise ")
    }

    fn condition(&mut self, statement: Node<'m>, depth: usize) -> Flow<'m> {
        let mut alternatives = vec![statement];
        alternatives.extend(children(statement).filter(|child| matches!(child.kind(), "elif_clause" | "else_clause")));
        for alternative in alternatives {
            let body = field(alternative, if alternative.kind() == "else_clause" { "body" } else { "consequence" });
            let Some(body) = body else { continue };
            let holds = match field(alternative, "condition") {
                Some(test) => self.holds(test, depth + 1),
                None => Some(true),
            };
            match holds {
                Some(true) => return self.block(body, depth + 1),
                Some(false) => {}
                None => {
                    // Both ways are open; it matters where one of them ends here.
                    let known = self.names.len();
                    let flow = self.block(body, depth + 1);
                    self.names.truncate(known);
                    if let Flow::Ends(Met::Answered | Met::NotRead(_)) = flow {
                        return Flow::Ends(Met::NotRead(field(alternative, "condition").unwrap_or(statement)));
                    }
                }
            }
        }
        Flow::Next
    }

    /// Whether a condition holds for a preflight; none where that is not known.
    fn holds(&self, test: Node<'m>, depth: usize) -> Option<bool> {
        if depth > DEPTH_LIMIT {
            return None;
        }
        let module = self.module;
        match test.kind() {
            "parenthesized_expression" => children(test).next().and_then(|inner| self.holds(inner, depth + 1)),
            "true" => Some(true),
            "false" | "none" => Some(false),
            "not_operator" => {
                field(test, "argument").and_then(|inner| self.holds(inner, depth + 1)).map(|holds| !holds)
            }
            "boolean_operator" => {
                let (left, right) = (field(test, "left")?, field(test, "right")?);
                let operator = field(test, "operator").map_or("", |operator| module.text(operator));
                let (left, right) = (self.holds(left, depth + 1), self.holds(right, depth + 1));
                let decides = operator == "or";
                match (left, right) {
                    (Some(one), _) | (_, Some(one)) if one == decides => Some(decides),
                    (Some(_), Some(_)) => Some(!decides),
                    _ => None,
                }
            }
            "comparison_operator" => self.compares(test, depth),
            _ => self.is_absent(test, depth).map(|is_absent| !is_absent),
        }
    }

    fn compares(&self, test: Node<'m>, depth: usize) -> Option<bool> {
        let module = self.module;
        let operands: Vec<_> = children(test).collect();
        let [left, right] = operands[..] else { return None };
        let operator = field(test, "operators").map_or("", |operator| module.text(operator));
        let (first, second) = (module.text(left), module.text(right));
        let equal = if first == "request.method" {
            match operator {
                "in" | "not in" => {
                    let list = module.value(right);
                    Some(list.elements().iter().any(|item| item.text() == Some("OPTIONS")))
                }
                _ => module.value(right).text().map(|method| method == "OPTIONS"),
            }
        } else if first == "request.path" {
            let path = self.path?;
            match operator {
                "in" | "not in" => Some(module.value(right).elements().iter().any(|item| item.text() == Some(path))),
                _ => module.value(right).text().map(|known| known == path),
            }
        } else if matches!(operator, "in" | "not in")
            && matches!(second, "request.headers" | "request.cookies" | "session")
        {
            Some(is_sent(module.value(left).text()?))
        } else if second == "None" {
            self.is_absent(left, depth + 1)
        } else if self.is_absent(left, depth + 1) == Some(true) && matches!(operator, "==" | "!=") {
            // Nothing is not equal to anything that is written there.
            Some(false)
        } else {
            None
        }?;
        match operator {
            "==" | "is" | "in" => Some(equal),
            "!=" | "is not" | "not in" => Some(!equal),
            _ => None,
        }
    }

    /// Whether a value is nothing in a preflight: what is said of the visitor is; none where that is not known.
    fn is_absent(&self, node: Node<'m>, depth: usize) -> Option<bool> {
        if depth > DEPTH_LIMIT {
            return None;
        }
        let module = self.module;
        let text = module.text(node).replace('"', "'");
        if node.kind() == "identifier" {
            let given = self.names.iter().rev().find(|(name, _)| *name == text)?;
            return self.is_absent(given.1, depth + 1);
        }
        let named =
            |prefix: &str| text.strip_prefix(prefix).and_then(|rest| rest.split('\'').next()).map(str::to_owned);
        let header = named("request.headers.get('").or_else(|| named("request.headers['"));
        if let Some(header) = header {
            return Some(!is_sent(&header));
        }
        let of_visitor = [
            "request.cookies",
            "request.authorization",
            "session",
            "current_user.is_authenticated",
            "g.user",
            "flask.session",
        ];
        let starts = |word: &&str| {
            text == **word || text.starts_with(&format!("{word}.")) || text.starts_with(&format!("{word}["))
        };
        if of_visitor.iter().any(|word| starts(&word)) {
            return Some(true);
        }
        if let (Some(prefix), Some(path)) = (named("request.path.startswith('"), self.path) {
            return Some(!path.starts_with(&prefix));
        }
        None
    }
}

/// Whether a preflight has a header of this name.
fn is_sent(name: &str) -> bool {
    const SENT: [&str; 8] = [
        "origin",
        "host",
        "user-agent",
        "accept",
        "referer",
        "accept-language",
        "access-control-request-method",
        "access-control-request-headers",
    ];
    SENT.contains(&name.to_ascii_lowercase().as_str())
}

fn sounds_guarding(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["auth", "login", "verify", "require", "check", "protect", "jwt"].iter().any(|word| name.contains(word))
}
