//! The conditions of a source that cannot be decided, each followed both ways.

use crate::note::Site;

/// So many undecided conditions are followed; two ways each.
const CHOICE_LIMIT: usize = 7;

/// What was chosen at the undecided conditions of one way through a source.
#[derive(Debug, Default)]
pub(super) struct Choices {
    planned: Vec<bool>,
    taken: Vec<Choice>,
    /// Whether there were more than can be followed.
    pub(super) is_over: bool,
}

#[derive(Debug)]
struct Choice {
    /// The text of the condition: it decides the same way each time that it is met.
    text: String,
    holds: bool,
    site: Site,
}

impl Choices {
    /// Whether an undecided condition holds on this way.
    pub(super) fn holds(&mut self, text: &str, site: Site) -> bool {
        if let Some(known) = self.taken.iter().find(|choice| choice.text == text) {
            return known.holds;
        }
        if self.taken.len() >= CHOICE_LIMIT {
            self.is_over = true;
            return false;
        }
        let holds = self.planned.get(self.taken.len()).copied().unwrap_or(true);
        self.taken.push(Choice { text: text.to_owned(), holds, site });
        holds
    }

    /// The way after this one; none after the last.
    pub(super) fn next(&self) -> Option<Self> {
        let mut planned: Vec<bool> = self.taken.iter().map(|choice| choice.holds).collect();
        while let Some(last) = planned.pop() {
            if last {
                planned.push(false);
                return Some(Self { planned, ..Self::default() });
            }
        }
        None
    }

    /// The first condition that was chosen, as it is shown.
    pub(super) fn first(&self) -> Option<(Site, &str)> {
        self.taken.first().map(|choice| (choice.site, choice.text.as_str()))
    }

    /// The conditions of this way and which way each went.
    pub(super) fn list(&self) -> Vec<(Site, String, bool)> {
        self.taken.iter().map(|choice| (choice.site, choice.text.clone(), choice.holds)).collect()
    }
}
