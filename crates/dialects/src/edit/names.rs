//! Lists of methods and of header names: what is missing is added, what is misspelt is corrected.

use tree_sitter::Node;

use super::container::{append, content};
use super::layout::Layout;
use super::place::{Place, Source};
use super::plan::{Obstacle, Plan, Planned, Topic};
use crate::document::children;
use crate::value::Located;

/// What the names are, and so how they are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Compared byte by byte.
    Method,
    /// Written in upper case by the system, whatever stands there.
    MethodInAnyCase,
    /// Compared whatever their case; `*` stands for all but `authorization`, without credentials.
    RequestHeader,
    /// The same, `*` for all.
    ResponseHeader,
}

/// What has to be in a list.
pub(crate) struct Names<'w> {
    pub(crate) kind: Kind,
    pub(crate) wanted: &'w [String],
    /// With credentials `*` is a name like any other.
    pub(crate) credentials: bool,
    /// Whether a single string may hold several names with commas between.
    pub(crate) one_string_holds_many: bool,
}

impl Kind {
    fn noun(self) -> &'static str {
        match self {
            Self::Method | Self::MethodInAnyCase => "method",
            Self::RequestHeader => "request header",
            Self::ResponseHeader => "response header",
        }
    }
}

impl Names<'_> {
    fn covers(&self, listed: &str, wanted: &str) -> bool {
        match self.kind {
            _ if listed == "*" && !self.credentials => {
                self.kind != Kind::RequestHeader || !wanted.eq_ignore_ascii_case("authorization")
            }
            Kind::Method => listed == wanted,
            Kind::MethodInAnyCase | Kind::RequestHeader | Kind::ResponseHeader => listed.eq_ignore_ascii_case(wanted),
        }
    }

    /// What a list lacks.
    pub(crate) fn missing(&self, list: &Located) -> Vec<String> {
        let names = self.names_in(list);
        self.wanted.iter().filter(|wanted| !names.iter().any(|name| self.covers(name, wanted))).cloned().collect()
    }

    /// The names of a list, each on its own.
    fn names_in(&self, list: &Located) -> Vec<String> {
        let texts = list.elements().iter().filter_map(Located::text);
        match self.one_string_holds_many {
            true => texts.flat_map(|text| text.split(',')).map(|name| name.trim().to_owned()).collect(),
            false => texts.map(str::to_owned).collect(),
        }
    }

    fn reason(&self, missing: &[String]) -> String {
        let names = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let noun = self.kind.noun();
        let plural = if missing.len() == 1 { "is" } else { "are" };
        format!("the {noun}{} {names} {plural} not listed", if missing.len() == 1 { "" } else { "s" })
    }
}

/// Makes sure that a list names what is wanted.
pub(crate) fn allow<S: Source>(source: &S, node: Node<'_>, names: &Names<'_>, plan: &mut Plan<'_>) -> Planned {
    let value = source.value(node);
    let missing = names.missing(&value);
    if missing.is_empty() {
        return Ok(());
    }
    plan.lacking.extend(missing.iter().cloned());
    allow_in(source, &source.place(node), names, missing, plan)
}

fn allow_in<S: Source>(
    source: &S,
    place: &Place<'_>,
    names: &Names<'_>,
    mut missing: Vec<String>,
    plan: &mut Plan<'_>,
) -> Planned {
    match place {
        Place::List(list) => {
            if names.kind == Kind::Method {
                missing.retain(|method| !correct_case(source, *list, method, plan));
            }
            let layout = layout_in(source, *list, plan);
            let elements: Vec<_> = missing.iter().map(|name| layout.quoted(name)).collect();
            append(plan, *list, &elements, &names.reason(&missing));
            Ok(())
        }
        Place::Text(text) | Place::Joined(text) if names.one_string_holds_many => {
            join(source, *text, names, &missing, plan);
            Ok(())
        }
        Place::Text(text) => {
            let written = source.document().text(*text).to_owned();
            let listed = plan.layout.with_quotes_of(Some(&written)).quoted_list(&missing);
            plan.replace(text.byte_range(), format!("[{written}, {listed}]"), names.reason(&missing));
            Ok(())
        }
        Place::Variable { name, default, node, .. } => {
            let site = plan.layout.site_at(node.start_byte());
            let more = missing.join(",");
            plan.remark(
                Topic::SetVariable,
                site,
                format!("the list is the value of `{name}`: add `{more}` to it where it is set"),
            );
            plan.variables.push(name.clone());
            match default {
                Some(default) => allow_in(source, default, names, missing, plan),
                None => Ok(()),
            }
        }
        Place::Joined(node) | Place::Other(node) => Err(Obstacle::new(
            &plan.layout,
            *node,
            format!("{}, and the list is put together when the program runs", names.reason(&missing)),
        )),
    }
}

/// `put` as `PUT`, where browsers compare byte by byte.
fn correct_case<S: Source>(source: &S, list: Node<'_>, method: &str, plan: &mut Plan<'_>) -> bool {
    let misspelt = children(list).find_map(|element| {
        let string = literal_in(element);
        let text = source.string(string)?;
        (text != method && text.trim().eq_ignore_ascii_case(method)).then_some((string, text))
    });
    let Some((string, text)) = misspelt else { return false };
    let Some(range) = content(string) else { return false };
    plan.replace(
        range,
        method,
        format!("browsers ask for `{method}` and compare byte by byte, so that `{}` allows nothing", text),
    );
    true
}

/// The layout with the quotes of the strings in a list.
pub(crate) fn layout_in<'t, S: Source>(source: &S, list: Node<'_>, plan: &Plan<'t>) -> Layout<'t> {
    let strings = children(list).map(literal_in).find(|element| source.string(*element).is_some());
    plan.layout.with_quotes_of(strings.map(|string| source.document().text(string)))
}

/// The string in an element, which C# wraps in a node of its own.
pub(crate) fn literal_in(element: Node<'_>) -> Node<'_> {
    match element.kind() {
        "argument" | "collection_element" | "expression_element" => children(element).last().unwrap_or(element),
        _ => element,
    }
}

/// Adds names to a string with commas.
fn join<S: Source>(source: &S, text: Node<'_>, names: &Names<'_>, missing: &[String], plan: &mut Plan<'_>) {
    let Some(range) = content(text) else { return };
    let written = source.document().text(text);
    let separator = if written.contains(", ") || !written.contains(',') { ", " } else { "," };
    let added = missing.join(separator);
    let added = if range.is_empty() { added } else { format!("{separator}{added}") };
    plan.insert(range.end, added, names.reason(missing));
    let last = plan.edits.len() - 1;
    plan.blame(last, text);
}
