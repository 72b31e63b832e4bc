//! The edits of one source on their way, and what has to be said about them.

use std::ops::Range;

use tree_sitter::Node;

use super::layout::Layout;
use crate::note::Site;
use crate::reach::Place;

/// One replacement in the source. It is an insertion where the range is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that are replaced, counted in the source as it was handed over.
    pub range: Range<usize>,
    /// What takes their place.
    pub replacement: String,
    /// What is wrong there: the value and the rule.
    pub reason: String,
    /// The line of what is wrong, from 1.
    pub line: usize,
    /// Its column, in characters, from 1.
    pub column: usize,
}

/// What a kind of remark is about. Its name is a contract: scripts compare it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Topic {
    /// More than the wanted call is allowed now that was refused before.
    AlsoAllowed,
    /// Something is refused now that was allowed before.
    NoLongerAllowed,
    /// The value comes from the environment or a configuration file, and has to be set there.
    SetVariable,
    /// A package has to be installed.
    InstallPackage,
    /// Something that no edit of this file settles.
    LookHere,
}

/// Something to know about an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What it is about.
    pub topic: Topic,
    /// What it says.
    pub message: String,
    /// The line in the source, from 1; 0 where it is about no place.
    pub line: usize,
    /// The column in that line, from 1; 0 where it is about no place.
    pub column: usize,
}

/// Why a place is not edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Obstacle {
    pub(crate) site: Site,
    pub(crate) reason: String,
}

/// Why an edit may be needed or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Precaution {
    /// What was not understood.
    pub(crate) place: Place,
    /// Whether what is known of this call makes it likely, whatever its preflight is answered.
    pub(crate) is_likely: bool,
}

pub(crate) type Planned = Result<(), Obstacle>;

/// What is going to be changed.
#[derive(Clone)]
pub(crate) struct Plan<'t> {
    pub(crate) layout: Layout<'t>,
    pub(crate) edits: Vec<Edit>,
    pub(crate) remarks: Vec<Remark>,
    /// The variables that have to hold the origin.
    pub(crate) variables: Vec<String>,
    /// What was not understood and may decide.
    pub(crate) unread: Vec<Place>,
    /// What was not understood of the file as it is; the edits settle it.
    pub(crate) unread_before: Vec<Place>,
    /// So many edits only take from others what the page has already: every site is allowed with credentials.
    pub(crate) restrictions: usize,
    /// Edits that may be needed or not, one for each.
    pub(crate) precautions: Vec<Precaution>,
    /// What the system did not allow, although it may read as if it did: origins, methods, header names.
    pub(crate) lacking: Vec<String>,
}

impl Edit {
    /// Whether it puts CORS before what answers without it.
    pub(crate) fn moves_cors(&self) -> bool {
        ["stands before `cors`", "`UseCors` stands after"].iter().any(|words| self.reason.contains(words))
    }

    /// Whether it answers preflights that are not answered here.
    pub(crate) fn answers_preflights(&self) -> bool {
        self.reason.contains("no preflight is answered here")
    }

    /// Whether it keeps others out: the file lets every site act as the visitors.
    pub fn keeps_others_out(&self) -> bool {
        ["every site", "as your visitors"].iter().any(|words| self.reason.contains(words))
    }
}

impl<'t> Plan<'t> {
    pub(crate) fn new(layout: Layout<'t>) -> Self {
        Self {
            layout,
            edits: Vec::new(),
            remarks: Vec::new(),
            variables: Vec::new(),
            unread: Vec::new(),
            unread_before: Vec::new(),
            restrictions: 0,
            precautions: Vec::new(),
            lacking: Vec::new(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.edits.is_empty() && self.variables.is_empty()
    }

    pub(crate) fn replace(&mut self, range: Range<usize>, replacement: impl Into<String>, reason: impl Into<String>) {
        let site = self.layout.site_at(range.start);
        let (replacement, reason) = (replacement.into(), reason.into());
        self.edits.push(Edit { range, replacement, reason, line: site.line, column: site.column });
    }

    /// Whether the call is allowed already, and the edits keep others out.
    pub(crate) fn only_restricts(&self) -> bool {
        !self.edits.is_empty() && self.restrictions == self.edits.len()
    }

    /// What the edits guard against, where they do nothing else.
    pub(crate) fn only_guards(&self) -> Option<&Precaution> {
        self.precautions.first().filter(|_| self.precautions.len() + self.restrictions == self.edits.len())
    }

    pub(crate) fn insert(&mut self, at: usize, text: impl Into<String>, reason: impl Into<String>) {
        self.replace(at..at, text, reason);
    }

    /// Says the reason of the edits since `from` at another place than where they happen.
    pub(crate) fn blame(&mut self, from: usize, node: Node<'_>) {
        let site = self.layout.site_at(node.start_byte());
        for edit in &mut self.edits[from..] {
            (edit.line, edit.column) = (site.line, site.column);
        }
    }

    pub(crate) fn remark(&mut self, topic: Topic, site: Site, message: impl Into<String>) {
        let remark = Remark { topic, message: message.into(), line: site.line, column: site.column };
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// Says that something was not understood and may decide.
    pub(crate) fn not_read(&mut self, node: Node<'_>, what: impl Into<String>) {
        self.unread.push(Place::new(self.layout.site_at(node.start_byte()), what));
    }

    pub(crate) fn install(&mut self, command: &str) {
        self.remark(Topic::InstallPackage, Site::default(), format!("install the package: {command}"));
    }

    /// Moves whole lines to the beginning of another line, with what was planned in them. Of the blank lines around a gap
    /// one goes too.
    pub(crate) fn move_lines(&mut self, ranges: &[Range<usize>], to: usize, reason: &str) {
        let layout = self.layout;
        let (mut text, mut reasons) = (String::new(), vec![reason.to_owned()]);
        for lines in ranges {
            let mut edited = self.edited(lines);
            if !edited.ends_with('\n') {
                edited.push_str(layout.line_break);
            }
            text.push_str(&edited);
            let is_inside = |edit: &Edit| lines.start <= edit.range.start && edit.range.end <= lines.end;
            reasons.extend(self.edits.iter().filter(|edit| is_inside(edit)).map(|edit| edit.reason.clone()));
            self.edits.retain(|edit| !is_inside(edit));
            let is_gap = layout.is_blank_before(lines.start) && layout.is_blank(lines.end);
            let end = if is_gap { layout.next_line(lines.end) } else { lines.end };
            self.replace(lines.start..end, "", reason);
        }
        if layout.is_blank_before(to) {
            text.push_str(layout.line_break);
        }
        reasons.dedup();
        self.insert(to, text, reasons.join("; "));
    }

    /// The text of a range with the edits that were planned in it.
    pub(crate) fn edited(&self, range: &Range<usize>) -> String {
        let inside = |edit: &&Edit| range.start <= edit.range.start && edit.range.end <= range.end;
        let edits: Vec<_> = self.edits.iter().filter(inside).cloned().collect();
        let moved = edits
            .into_iter()
            .map(|edit| Edit { range: edit.range.start - range.start..edit.range.end - range.start, ..edit });
        apply(&self.layout.text()[range.clone()], &moved.collect::<Vec<_>>()).unwrap_or_default()
    }
}

impl Obstacle {
    pub(crate) fn new(layout: &Layout<'_>, node: Node<'_>, reason: impl Into<String>) -> Self {
        Self { site: layout.site_at(node.start_byte()), reason: reason.into() }
    }
}

/// The text with all edits; none if they overlap or cut a character in two.
pub(crate) fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut sorted: Vec<_> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut edited = String::with_capacity(text.len() + 256);
    let mut done = 0;
    for edit in sorted {
        edited.push_str(text.get(done..edit.range.start)?);
        text.get(edit.range.clone())?;
        edited.push_str(&edit.replacement);
        done = edit.range.end;
    }
    edited.push_str(text.get(done..)?);
    Some(edited)
}

impl Topic {
    /// The stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::AlsoAllowed => "also-allowed",
            Self::NoLongerAllowed => "no-longer-allowed",
            Self::SetVariable => "set-variable",
            Self::InstallPackage => "install-package",
            Self::LookHere => "look-here",
        }
    }
}
