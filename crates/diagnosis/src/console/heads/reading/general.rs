//! What a pane of the developer tools says above the fields: titles, sections, labels.

use url::Url;

use super::super::pane::{Label, Section};
use super::{Place, Reading, status_in};

impl Reading {
    /// What Firefox' pane begins with.
    pub(super) fn title(&mut self, method: &str, url: Url) {
        self.next_head();
        self.has_pane = true;
        self.is_untitled = false;
        self.current.method = Some(method.to_owned());
        self.current.url = Some(url);
        self.place = Place::General;
    }

    pub(super) fn section(&mut self, section: Section) {
        if section == Section::General && (self.current.status.is_some() || self.current.url.is_some()) {
            self.next_head();
        }
        self.has_pane = true;
        self.is_untitled = false;
        self.place = match section {
            Section::General => Place::General,
            Section::Request => Place::Request,
            Section::Response => Place::Response,
            Section::Elsewhere => Place::Elsewhere,
        };
    }

    pub(super) fn label(&mut self, label: Label, value: &str) {
        match label {
            Label::Url => {
                if self.current.url.is_some() {
                    self.next_head();
                    self.place = Place::General;
                }
                self.current.url = Url::parse(value.trim_matches(['<', '>', '`', '*', '"', ' '])).ok();
            }
            Label::Method => {
                if self.current.method.is_some() && self.current.status.is_some() {
                    self.next_head();
                    self.place = Place::General;
                }
                let word = value.split(|c: char| !c.is_ascii_alphabetic()).find(|word| !word.is_empty());
                self.current.method = word.map(str::to_ascii_uppercase);
            }
            Label::Status => self.current.status = status_in(value),
            Label::Ignored => {}
        }
    }
}
