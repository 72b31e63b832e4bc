//! A string with its variables expanded, and what messages show of it.

use std::borrow::Cow;

use preflight_rules::policies;

use super::{Reader, What};
use crate::bounded;
use crate::document::{Node, TextKind, Value};
use crate::expand::{Expanded, ExpansionError, References, expand};
use crate::quotable;
use crate::site::Site;
use crate::suggestion::nearest;

/// A string after its variables were expanded.
#[derive(Clone, Debug)]
pub(crate) struct Phrase<'a> {
    pub(crate) text: Cow<'a, str>,
    /// What messages show in its place, since a variable may hold a secret; none where they show the text.
    pub(crate) shown_as: Option<String>,
    /// The variables that stand in it.
    pub(crate) references: References,
    kind: TextKind,
}

impl Phrase<'_> {
    /// Whether it may stand for a boolean or a number.
    pub(crate) fn is_untyped(&self) -> bool {
        self.kind == TextKind::Untyped || self.references != References::None
    }

    /// The items that an entry of a list stands for. Only a variable that is all of the entry can hold several: beside
    /// what is written a comma of its value would make two items of one that somebody meant.
    pub(crate) fn items(&self) -> Vec<&str> {
        match self.references {
            References::Whole => self.text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect(),
            References::None | References::Inside(_) => vec![&*self.text],
        }
    }

    /// The string in a message.
    pub(crate) fn shown(&self) -> String {
        let text = self.shown_as.as_deref().unwrap_or(&self.text);
        format!("`{}`", bounded::value(text))
    }
}

impl Reader<'_> {
    pub(crate) fn phrase<'a>(&mut self, key: &str, node: &'a Node<'_>) -> Option<Phrase<'a>> {
        self.phrase_of(What::Key(key), node)
    }

    pub(crate) fn entry<'a>(&mut self, key: &str, node: &'a Node<'_>) -> Option<Phrase<'a>> {
        self.phrase_of(What::EntryOf(key), node)
    }

    fn phrase_of<'a>(&mut self, what: What<'_>, node: &'a Node<'_>) -> Option<Phrase<'a>> {
        let Value::Text(text, kind) = &node.value else {
            self.wrong_type(what, node, "a string", None);
            return None;
        };
        let (What::Key(key) | What::EntryOf(key)) = what;
        let in_place_of = quotable::rule_of(key);
        let phrase = |text, shown_as| Phrase { text, shown_as, references: References::None, kind: *kind };
        match kind {
            TextKind::Template => self.expanded(text, &node.site, in_place_of),
            TextKind::Literal => Some(phrase(Cow::Borrowed(text), in_place_of(text))),
            TextKind::Untyped => {
                let shown_as = match node.site {
                    Site::Variable(name) => Some(format!("${{{name}}}")),
                    _ => in_place_of(text),
                };
                Some(phrase(Cow::Borrowed(text), shown_as))
            }
        }
    }

    fn expanded<'a>(&mut self, template: &'a str, site: &Site, in_place_of: quotable::InPlaceOf) -> Option<Phrase<'a>> {
        match expand(template, self.environment) {
            Ok(Expanded { text, references }) => {
                let shown_as = match references {
                    References::None => in_place_of(&text),
                    // What is written around the variables may be a secret as well.
                    References::Whole | References::Inside(_) => {
                        Some(quotable::in_place_of(template).unwrap_or_else(|| template.to_owned()))
                    }
                };
                Some(Phrase { text, shown_as, references, kind: TextKind::Template })
            }
            Err(error) => {
                self.report_expansion(error, site);
                None
            }
        }
    }

    fn report_expansion(&mut self, error: ExpansionError, site: &Site) {
        let (message, help) = match error {
            ExpansionError::PerhapsInEnvFile => return,
            ExpansionError::InMissingEnvFile { name, env_file } => (
                format!("the variable `{name}` is not defined, and the env-file `{env_file}` does not exist"),
                Some(format!("create the file, set the variable, or write `${{{name}:-default}}`")),
            ),
            ExpansionError::Undefined { name } => {
                let meant =
                    nearest(&name, self.environment.names()).map(|meant| format!("did you mean `{meant}`? else "));
                let remedy = format!(
                    "{}set it, in the environment or in the `env-file`, or write `${{{name}:-default}}`",
                    meant.unwrap_or_default()
                );
                (format!("the variable `{name}` is not defined"), Some(remedy))
            }
            ExpansionError::NotUnicode { name } => (format!("the value of the variable `{name}` is not Unicode"), None),
            ExpansionError::Unclosed => (
                "`${` is not closed".to_owned(),
                Some("close it with `}`, or write `$${` for the characters".to_owned()),
            ),
            ExpansionError::InvalidName { name } => (
                format!("`{}` is not a name of a variable", quotable::key(&name)),
                Some("write `${NAME}` or `${NAME:-default}`, or `$${` for the characters".to_owned()),
            ),
            ExpansionError::TooLong => ("the text is too long once its variables are in it".to_owned(), None),
        };
        self.report.error_with_help(&policies::UNRESOLVED_VARIABLE, site, message, help);
    }
}
