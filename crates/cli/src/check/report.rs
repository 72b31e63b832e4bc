//! A check as a report: one entry, and its page.

use preflight_report::{Entry, Report, Shape};

use super::run::Checked;
use super::undecided::Undecided;
use super::{json, page};
use crate::arguments::call::words;
use crate::json::text_of;

impl Checked {
    /// The report.
    pub fn report(&self, verbose: page::Detail) -> Report {
        let lead = self.lead();
        let request = &lead.request;
        let url = self.redactor.url(request.url().as_str());
        let entry = Entry {
            title: format!("{} {url} {}", text_of(request.method()), self.from()).into(),
            place: Some(url.into()),
            verdict: lead.word().name(),
            findings: self.shown_findings(),
            object: json::object(self),
            exit: lead.word().exit(),
        };
        Report { command: "check", shape: Shape::Object, entries: vec![entry], page: page::page(self, verbose) }
    }

    /// Which page calls.
    pub fn from(&self) -> String {
        match self.page() {
            Some(origin) => format!("from {origin}"),
            None => "from a page that nobody named".to_owned(),
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
        let call = words(&self.asked.call, &self.redactor);
        command.chain(call).chain(flags.iter().map(|flag| (*flag).to_owned())).collect()
    }
}
