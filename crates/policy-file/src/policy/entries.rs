//! One list of a policy: `"any"`, or entries, each with its site.

use std::rc::Rc;

use preflight_engine::server::{Allowed, Field};
use preflight_rules::policies;

use crate::document::{Node, Value};
use crate::expand::References;
use crate::policy::interpolation::find_intrusions;
use crate::reader::Reader;
use crate::site::Site;

/// One list of a policy.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    allowed: Allowed,
    /// Where the list as a whole stands; none where it is not written.
    site: Option<Site>,
    /// In the order of the entries.
    sources: Vec<Source>,
    has_errors: bool,
}

/// Where an entry comes from.
#[derive(Debug)]
struct Source {
    site: Site,
    /// What messages show in its place if it may be a secret.
    shown_as: Option<Rc<str>>,
}

impl Entries {
    pub(super) fn read(reader: &mut Reader<'_>, key: &str, node: &Node<'_>) -> Self {
        let errors_before = reader.report.error_count();
        let mut entries = Self { site: Some(node.site.clone()), ..Self::default() };
        if entries.is_any(reader, key, node) {
            entries.allowed = Allowed::Any;
        } else if let Some(nodes) = entries.nodes(reader, key, node) {
            let mut listed = Vec::with_capacity(nodes.len());
            for node in nodes {
                entries.read_entry(reader, key, node, &mut listed);
            }
            entries.allowed = Allowed::Listed(listed);
        }
        entries.has_errors |= reader.report.error_count() > errors_before;
        entries
    }

    /// A lone string is either `any` or a mistake.
    fn is_any(&mut self, reader: &mut Reader<'_>, key: &str, node: &Node<'_>) -> bool {
        let Value::Text(..) = node.value else { return false };
        let phrase = reader.phrase(key, node);
        self.has_errors |= phrase.is_none();
        // A word that a variable completes is not one that somebody wrote.
        phrase.is_some_and(|phrase| phrase.text == "any" && !matches!(phrase.references, References::Inside(_)))
    }

    fn nodes<'n, 'a>(&self, reader: &mut Reader<'_>, key: &str, node: &'n Node<'a>) -> Option<&'n [Node<'a>]> {
        if self.has_errors { None } else { reader.list(key, "\"any\" or a list of strings", node) }
    }

    fn read_entry(&mut self, reader: &mut Reader<'_>, key: &str, node: &Node<'_>, listed: &mut Vec<String>) {
        let Some(phrase) = reader.entry(key, node) else {
            self.has_errors = true;
            return;
        };
        if phrase.text == "any" {
            let message = "`any` stands alone, not in a list";
            let help = match node.site {
                Site::Flag(flag) => format!("give `{flag} any` and no other"),
                Site::Variable(name) => format!("set `{name}` to `any` alone"),
                _ => format!("write `{key} = \"any\"`"),
            };
            reader.report.error_with_help(&policies::ANY_IN_LIST, &node.site, message, Some(help));
            return;
        }
        if key == Field::Origins.key()
            && let References::Inside(contributions) = &phrase.references
        {
            let intrusions = find_intrusions(&phrase.text, contributions);
            for intrusion in &intrusions {
                let message = format!("in {}, {}", phrase.shown(), intrusion.message());
                reader.report.error_with_help(
                    &policies::INTRUDING_VARIABLE,
                    &node.site,
                    message,
                    Some(intrusion.help()),
                );
            }
            if !intrusions.is_empty() {
                return;
            }
        }
        let shown_as: Option<Rc<str>> = phrase.shown_as.as_deref().map(Rc::from);
        for entry in phrase.items() {
            listed.push(entry.to_owned());
            self.sources.push(Source { site: node.site.clone(), shown_as: shown_as.clone() });
        }
    }

    pub(super) fn allowed(&self) -> Allowed {
        self.allowed.clone()
    }

    pub(super) fn has_errors(&self) -> bool {
        self.has_errors
    }

    /// Where the list stands.
    pub(super) fn site(&self) -> Option<&Site> {
        self.site.as_ref()
    }

    /// Where an entry stands.
    pub(super) fn entry_site(&self, index: usize) -> Option<&Site> {
        self.sources.get(index).map(|source| &source.site)
    }

    /// What messages show in the place of an entry.
    pub(super) fn shown_as(&self, index: usize) -> Option<&str> {
        self.sources.get(index)?.shown_as.as_deref()
    }
}
