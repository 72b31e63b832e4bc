//! The explanations for people: what the browser says, what it comes from, the command that tells, the fix.

use preflight_diagnosis::{Candidate, Framework, header_lines, is_cut_url};
use preflight_report::{Page, Role, Span};
use preflight_rules::Rule;

use super::Explained;
use crate::redact::HIDDEN;

/// Writes the page of a rule, its headings in bold.
pub fn write_rule(page: &mut Page, rule: &Rule) {
    let mut is_in_code = false;
    for line in rule.page.lines() {
        if line.starts_with("```") {
            is_in_code = !is_in_code;
        } else if is_in_code {
            page.line(2, [Span::from(line)]);
        } else if let Some(heading) = line.strip_prefix('#') {
            page.line(0, [Span::new(Role::Strong, heading.trim_start_matches('#').trim_start())]);
        } else {
            page.line(0, [Span::from(line)]);
        }
    }
}

/// What the command behind a message is for.
const ASKS: &str = "this asks the server, and says which cause it is:";

/// What to do about a URL that is not shown whole.
pub const SHOWS_VALUES: &str = "`…` stands for what is hidden of the URL; --show-values shows it whole";

/// Whether the URL of a command is not shown whole.
pub fn hides_url(command: &[String]) -> bool {
    command.iter().any(|word| word.contains("://") && word.contains(HIDDEN))
}

impl Explained {
    /// The page of a message.
    pub fn page(&self) -> Page {
        let mut page = self.page_begun();
        if !self.is_failure() {
            return page;
        }
        page.blank();
        self.write_causes(&mut page);
        self.write_next(&mut page, ASKS);
        page.blank();
        self.write_fix(&mut page);
        page
    }

    /// The same where its causes were told already.
    pub fn page_without_causes(&self) -> Page {
        let mut page = self.page_begun();
        page.blank();
        page.line(0, [Span::new(Role::Dim, "the causes are those above")]);
        self.write_next(&mut page, ASKS);
        page
    }

    /// What the message says, and the command that repeats the check below.
    pub fn brief_page(&self) -> Page {
        let mut page = self.page_begun();
        self.write_next(&mut page, "the check is below; this repeats it:");
        page
    }

    /// Which request failed, and what the browser says of it.
    fn page_begun(&self) -> Page {
        let mut page = Page::default();
        self.write_request(&mut page);
        page.blank();
        page.line(0, [Span::new(Role::Strong, self.shown(&self.explanation.meaning))]);
        page
    }

    fn write_next(&self, page: &mut Page, purpose: &str) {
        let next = self.next();
        if !next.is_empty() {
            page.blank();
            page.line(0, [Span::new(Role::Dim, purpose)]);
            let is_hidden = hides_url(&next);
            page.command(next);
            if is_hidden {
                page.line(0, [Span::new(Role::Dim, SHOWS_VALUES)]);
            }
        }
    }

    /// The causes as they stand in other reports: the candidates, or the one.
    fn write_causes(&self, page: &mut Page) {
        let candidates = &self.explanation.candidates;
        match candidates.first().filter(|_| self.explanation.is_certain) {
            Some(candidate) => {
                write_title(page, candidate.finding.rule, ", certain");
                page.line(6, [Span::from(self.shown(&candidate.why))]);
            }
            None if !self.is_blocked() => candidates.iter().for_each(|candidate| self.write_candidate(page, candidate)),
            None if candidates.len() == 1 => {
                page.line(0, [Span::from("The likeliest cause:")]);
                page.blank();
                candidates.iter().for_each(|candidate| self.write_candidate(page, candidate));
            }
            None => {
                page.line(0, [Span::from("The text does not say why. One of these, the likeliest first:")]);
                page.blank();
                candidates.iter().for_each(|candidate| self.write_candidate(page, candidate));
            }
        }
    }

    /// Which request, of which page, in which browser.
    fn write_request(&self, page: &mut Page) {
        let message = &self.message;
        let (role, word) = match (self.is_failure(), self.is_blocked()) {
            (true, true) => (Role::Bad, "blocked"),
            // The page read it.
            (true, false) => (Role::Bad, "failed"),
            (false, _) => (Role::Good, "no failure"),
        };
        let method = message.method.as_deref().map(|method| format!("{method} ")).unwrap_or_default();
        let url = message.url.as_deref().unwrap_or("a request that the text does not name");
        let request = Span::new(Role::Strong, format!("{method}{url}"));
        page.line(0, [Span::new(role, word), Span::from("  "), request]);
        let mut parts = Vec::new();
        parts.push(
            message.origin.as_deref().map_or_else(
                || "from a page that the text does not name".to_owned(),
                |origin| format!("from {origin}"),
            ),
        );
        if self.call.url.is_unknown() && message.url.as_deref().is_some_and(is_cut_url) {
            parts.push("the text shows only a part of the URL".to_owned());
        }
        if let Some(other) = &message.contradicting_url {
            parts.push(format!("the text names another URL, too: {}", self.redactor.url(other)));
        }
        parts.extend(message.redirected_from.as_deref().map(|url| format!("redirected from {url}")));
        parts.extend(message.initiator.clone());
        parts.extend(message.engine.map(|engine| engine.name().to_owned()));
        page.line(0, [Span::new(Role::Dim, parts.join(", "))]);
    }

    fn write_candidate(&self, page: &mut Page, candidate: &Candidate) {
        write_title(page, candidate.finding.rule, "");
        page.line(6, [Span::from(self.shown(&candidate.why))]);
        if let Some(ask) = &candidate.ask {
            page.line(6, [Span::from(as_question(&self.shown(ask)))]);
        }
        page.line(6, [Span::new(Role::Dim, "fix "), Span::from(self.shown(candidate.finding.fix()))]);
    }

    /// What fixes a certain cause; the configuration, or the header lines and how to get a configuration.
    fn write_fix(&self, page: &mut Page) {
        if let Some(candidate) = self.explanation.candidates.first().filter(|_| self.explanation.is_certain) {
            page.labelled(Role::Label, "fix", self.shown(candidate.finding.fix()));
        }
        let Some(grant) = &self.explanation.grant else { return };
        page.blank();
        match self.framework {
            Some(framework) => {
                page.line(0, [Span::new(Role::Dim, format!("{}:", framework.name()))]);
                page.code(2, framework.snippet(grant));
                if !grant.is_origin_known() {
                    let hint = format!("{} stands for the page's origin; --origin names it", grant.origin());
                    page.line(0, [Span::new(Role::Dim, hint)]);
                }
            }
            None if grant.is_origin_known() => {
                page.line(0, [Span::new(Role::Dim, "where CORS is the cause, the server has to send:")]);
                page.code(2, header_lines(grant));
            }
            None => {
                let hint = "with --origin, the page's, this says which header lines the server has to send";
                page.line(0, [Span::new(Role::Dim, hint)]);
            }
        }
        if self.framework.is_none() {
            let names: Vec<_> = Framework::ALL.iter().map(|framework| framework.name()).collect();
            let hint = format!("--for {} writes it for your server", names.join("|"));
            page.line(0, [Span::new(Role::Dim, hint)]);
        }
    }
}

/// A question as a sentence of its own.
fn as_question(ask: &str) -> String {
    let mut letters = ask.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn write_title(page: &mut Page, rule: &Rule, certainty: &str) {
    let name = format!("  {}{certainty}", rule.name);
    page.line(
        0,
        [Span::new(Role::Strong, rule.code), Span::from(format!(" {}", rule.title)), Span::new(Role::Dim, name)],
    );
}
