//! A check as a report: one entry, and its page.

use preflight_report::{Entry, Format, Page, Report, Shape};
use serde_json::Map;

use super::run::Checked;
use super::undecided::Undecided;
use super::{json, page};
use crate::arguments::call::words_of;
use crate::json::text_of;

impl Checked {
    /// The report. What no reader of this format sees is not made: the texts of a server may be long.
    pub fn report(&self, detail: page::Detail, format: Format) -> Report {
        let is_for_people = format == Format::Text;
        let lead = self.lead();
        let request = &lead.request;
        let url = self.redactor.url(request.url().as_str());
        let entry = Entry {
            title: format!("{} {url} {}", text_of(request.method()), self.from()).into(),
            place: Some(url.into()),
            verdict: lead.word().name(),
            findings: if is_for_people { Vec::new() } else { self.shown_findings() },
            object: if is_for_people { Map::new() } else { json::object(self) },
            exit: lead.word().exit(),
        };
        let page = if is_for_people { page::page(self, detail) } else { Page::default() };
        Report { command: "check", shape: Shape::Object, entries: vec![entry], page }
    }

    /// Which page calls.
    pub fn from(&self) -> String {
        match self.page() {
            Some(origin) => format!("from {origin}"),
            None => "from a page that was not named".to_owned(),
        }
    }

    /// The command that tells what this check could not, as words; nothing where it told everything.
    pub fn next(&self) -> Vec<String> {
        let flags: &[&str] = match self.lead().undecided {
            Some(Undecided::NotSent) => &["--send-unsafe"],
            Some(Undecided::Page | Undecided::Elsewhere) => &[],
            Some(Undecided::Value | Undecided::Call) | None => return Vec::new(),
        };
        let command = ["preflight", "check"].map(str::to_owned).into_iter();
        command
            .chain(words_of(&self.asked, &self.redactor))
            .chain(flags.iter().map(|flag| (*flag).to_owned()))
            .collect()
    }
}
