//! The answer for people: verdict first, then the evidence, then the smallest change that fixes it, then how to verify.

use preflight_diagnosis::{Framework, Grant, Observed, is_fixed_by_headers, remedy};
use preflight_engine::browser::{CredentialsMode, FilteredResponse, Outcome, ResponseType};
use preflight_engine::exchange::status_words;
use preflight_engine::header_list::HeaderList;
use preflight_recording::{Purpose, Recorded};
use preflight_report::{Extent, Page, Role, ShownExchange, ShownFinding, Span, write_exchange};
use preflight_rules::{Evidence, ExchangeId};

use super::perform::Run;
use super::run::Checked;
use super::undecided::Undecided;
use super::word::Word;
use crate::json::text_of;

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What decides.
    Deciding,
    /// Every exchange.
    Everything,
}

/// The page.
pub fn page(checked: &Checked, detail: Detail) -> Page {
    let writer = Writer { checked, detail, findings: checked.shown_findings(), page: Page::default() };
    writer.written()
}

struct Writer<'c> {
    checked: &'c Checked,
    detail: Detail,
    findings: Vec<ShownFinding>,
    page: Page,
}

fn dim(text: impl Into<preflight_report::Outside>) -> Span {
    Span::new(Role::Dim, text)
}

impl Writer<'_> {
    fn written(mut self) -> Page {
        self.verdict();
        self.differences();
        match self.word() {
            Word::Allowed => self.good(),
            Word::Undetermined => self.undetermined(),
            Word::Blocked | Word::Opaque | Word::Unreachable => self.cause(),
        }
        self.others();
        self.standard();
        self.notes();
        if self.detail == Detail::Everything {
            self.probes();
            self.consoles();
        }
        self.page
    }

    fn lead(&self) -> &Run {
        self.checked.lead()
    }

    fn word(&self) -> Word {
        self.lead().word()
    }

    /// As much of a sentence as is shown.
    fn shown(&self, text: &str) -> String {
        self.checked.shown_text(text)
    }

    /// The first line: the verdict and the cause; then which call.
    fn verdict(&mut self) {
        let (lead, word) = (self.checked.lead(), self.word());
        let said = match (&lead.verdict.outcome, &lead.undecided, self.findings.first()) {
            (_, Some(why), _) => why.meaning(&self.checked.question, &lead.verdict),
            (Outcome::SameOrigin(response) | Outcome::Shared(response), ..) => {
                let words = status_words(response.status).unwrap_or("of no usual meaning");
                let error = match response.status {
                    400.. => format!(" ({words}), an HTTP error and not a CORS error"),
                    _ => String::new(),
                };
                match self.checked.is_body_broken() {
                    true => format!("the page sees the status {}{error} and cannot read the body", response.status),
                    false => format!("the page reads the response, status {}{error}", response.status),
                }
            }
            (_, _, Some(finding)) => format!("{} {}", finding.rule.code, finding.message.for_json()),
            (_, _, None) => "the cause is not known".to_owned(),
        };
        self.page.verdict(Span::new(role(word), word.name()), said);
        let request = &lead.request;
        let (method, url) = (text_of(request.method()), self.checked.redactor.url(request.url().as_str()));
        let method = if self.is_method_made_up() { "a call to".to_owned() } else { method };
        self.page.line(2, [dim("--> "), Span::from(format!("{method} {url}"))]);
        let is_made_up = self.checked.question.guess.as_ref().is_some_and(|guess| guess.credentials);
        let credentials = if is_made_up { "not known" } else { request.credentials().name() };
        self.page.line(6, [dim(format!("{}, credentials {credentials}", self.checked.from()))]);
    }

    fn is_method_made_up(&self) -> bool {
        self.checked.question.guess.as_ref().is_some_and(|guess| guess.method.is_some())
    }

    /// Where the browsers do not agree: which does what.
    fn differences(&mut self) {
        let browsers: Vec<_> = self.checked.runs.iter().filter(|run| !run.is_standard()).collect();
        if browsers.windows(2).all(|pair| pair[0].word() == pair[1].word()) {
            return;
        }
        let of_word = |word: Word| {
            let names: Vec<_> = browsers.iter().filter(|run| run.word() == word).map(|run| title(run)).collect();
            (!names.is_empty()).then(|| format!("{} in {}", word.name(), names.join(" and ")))
        };
        let differences: Vec<_> = Word::ALL.into_iter().filter_map(of_word).collect();
        let text = format!(": {}", differences.join(", "));
        self.page.line(0, [Span::new(Role::Odd, "browsers differ"), Span::from(text)]);
    }

    /// Why it is blocked, with what shows it and what fixes it.
    fn cause(&mut self) {
        let Some(finding) = self.findings.first().cloned() else { return };
        let rule = finding.rule;
        let about = format!("{}, {}; `preflight explain {}`", rule.name, finding.certainty.name(), rule.code);
        self.page.line(6, [dim(about)]);
        if self.checked.recording.iter().next().is_some() {
            self.page.blank();
        }
        self.evidence(&finding);
        if let Some(blocked) = self.checked.lead().blocked().filter(|blocked| blocked.reason.is_cors()) {
            let step = blocked.reason.standard_step();
            self.page.line(2, [dim(format!("= Fetch standard, {}: {}", step.section, step.url))]);
        }
        self.explanation();
        self.page.blank();
        self.page.labelled(Role::Label, "fix", finding.fix());
        self.snippet(&finding);
        self.curl(&finding);
    }

    /// What was found out without what decides, and the command that tells the rest.
    fn undetermined(&mut self) {
        let next = self.checked.next();
        if !next.is_empty() {
            self.page.blank();
            let purpose = self.checked.lead().undecided.as_ref().map_or("", Undecided::purpose);
            self.page.line(0, [dim(purpose)]);
            self.page.command(next);
            self.page.blank();
        }
        self.everything();
    }

    fn good(&mut self) {
        self.everything();
        let (Outcome::SameOrigin(response) | Outcome::Shared(response)) = &self.checked.lead().verdict.outcome else {
            return;
        };
        let requests = self.checked.lead().verdict.exchanges.iter();
        let methods: Vec<_> = requests.map(|exchange| text_of(&exchange.request.method)).collect();
        self.page.blank();
        self.page.line(0, [dim(format!("after     {}", methods.join(" and ")))]);
        self.visible_headers(response);
    }

    /// What else is wrong: what comes next once the first is fixed, or what an allowed call still lacks.
    fn others(&mut self) {
        let (skipped, title) = match self.word() {
            Word::Allowed => (0, "and yet"),
            // Nothing is known to come, since nothing is known to be.
            Word::Undetermined => (0, "signs"),
            Word::Blocked | Word::Opaque | Word::Unreachable => (1, "then you will hit"),
        };
        for (place, finding) in self.findings.clone().iter().skip(skipped).enumerate() {
            if place == 0 {
                self.page.blank();
                self.page.line(0, [Span::new(Role::Odd, title)]);
            }
            let about = format!("({}, {})", finding.rule.name, finding.certainty.name());
            self.page.labelled(Role::Strong, finding.rule.code, format!("{} {about}", finding.message.for_json()));
            self.page.labelled(Role::Label, "fix", finding.fix());
        }
    }

    /// What every browser lets through today although the standard does not.
    fn standard(&mut self) {
        let Some(standard) = self.checked.runs.iter().find(|run| run.is_standard()) else { return };
        if standard.word() != Word::Blocked || self.word() != Word::Allowed {
            return;
        }
        if let Some(finding) = standard.findings(&self.checked.question).first() {
            let finding = self.checked.shown_finding(finding);
            let text = format!("the Fetch standard would block this: {}", finding.message.for_json());
            self.page.labelled(Role::Odd, "note", text);
            self.page.labelled(Role::Label, "fix", finding.fix());
        }
    }

    fn notes(&mut self) {
        for note in &self.checked.notes {
            self.page.labelled(Role::Odd, "note", self.shown(note));
        }
    }

    /// The configuration for the server that was asked, if it says what it is, or if it was said.
    fn snippet(&mut self, finding: &ShownFinding) {
        let Some(origin) = self.checked.page().filter(|origin| origin.as_str() != "null") else { return };
        if self.checked.has_own_change || self.checked.lacks_method() || !is_fixed_by_headers(finding.rule) {
            return;
        }
        let Some(framework) = self.checked.framework else {
            let names = Framework::ALL.map(Framework::name).join("|");
            self.page.line(6, [dim(format!("--for {names} writes it for your server"))]);
            return;
        };
        let request = &self.checked.lead().request;
        let mut grant = Grant::new(Some(origin.as_str()));
        grant.allow_method(std::str::from_utf8(request.method()).ok());
        for (name, _) in request.headers().iter().filter(|(name, _)| !name.eq_ignore_ascii_case(b"accept")) {
            grant.allow_header(&text_of(name));
        }
        if request.credentials() == CredentialsMode::Include {
            grant.allow_credentials();
        }
        let observed = Observed::of(self.checked.recording.iter().map(|(_, recorded)| &recorded.exchange));
        let Some(remedy) = remedy(finding.rule, framework, &grant, &observed) else { return };
        self.page.line(6, [dim(format!("{}:", framework.name()))]);
        self.page.code(8, remedy);
    }

    /// The deciding exchange; with `-v` all of them, each with its `curl` line.
    fn evidence(&mut self, finding: &ShownFinding) {
        let shown = finding.evidence.first();
        let decides = |id: ExchangeId| {
            shown.is_some_and(|shown| matches!(&shown.evidence, Evidence::Exchange { exchange, .. } if *exchange == id))
        };
        // Each is made where it is shown: a chain of redirects may be long, and its URLs too.
        for (id, recorded) in self.checked.recording.iter() {
            if self.detail == Detail::Everything && recorded.purpose == Purpose::Page {
                let exchange = &self.checked.shown_exchange(recorded);
                write_curl(&mut self.page, exchange);
                write_exchange(&mut self.page, id, exchange, shown, Extent::Everything);
                self.page.blank();
            } else if decides(id) {
                let exchange = &self.checked.shown_exchange(recorded);
                if exchange.purpose != Purpose::Page {
                    self.page.line(2, [dim(format!("# {}", exchange.purpose.tells()))]);
                }
                write_exchange(&mut self.page, id, exchange, shown, Extent::Relevant);
            }
        }
    }

    /// With `-v`, every exchange of the page.
    fn everything(&mut self) {
        if self.detail != Detail::Everything {
            return;
        }
        self.page.blank();
        let of_page = self.checked.recording.iter().filter(|(_, recorded)| recorded.purpose == Purpose::Page);
        for (id, recorded) in of_page {
            let exchange = &self.checked.shown_exchange(recorded);
            write_curl(&mut self.page, exchange);
            write_exchange(&mut self.page, id, exchange, None, Extent::Everything);
            self.page.blank();
        }
    }

    /// What was asked beyond the page's own requests.
    fn probes(&mut self) {
        let probes = self.checked.recording.iter().filter(|(_, recorded)| recorded.purpose != Purpose::Page);
        for (id, recorded) in probes {
            let exchange = &self.checked.shown_exchange(recorded);
            self.page.blank();
            self.page.line(2, [dim(format!("# {}", exchange.purpose.tells()))]);
            write_curl(&mut self.page, exchange);
            write_exchange(&mut self.page, id, exchange, None, Extent::Relevant);
        }
        self.page.blank();
        self.page.line(0, [dim(format!("{} requests were sent", self.checked.network.count()))]);
    }

    fn consoles(&mut self) {
        for run in self.checked.runs.iter().filter(|run| !run.console.is_empty()) {
            self.page.blank();
            self.page.line(0, [dim(format!("the console of {} says", title(run)))]);
            for line in run.console.iter().chain(&run.network_lines()) {
                let line = self.shown(line);
                self.page.line(2, [Span::from(line)]);
            }
        }
    }

    /// Where nothing answered: what was tried, address by address.
    fn explanation(&mut self) {
        let Some(exchange) = self.last_of_page().map(|recorded| self.checked.shown_exchange(recorded)) else { return };
        for attempt in &exchange.attempts {
            self.page.line(2, [dim(format!("= {}", attempt.for_json()))]);
        }
        // Where no address was reached, the lines above say the same.
        let is_said = !exchange.attempts.is_empty() && exchange.http_version.is_none() && !exchange.was_reached;
        if let Some(explanation) = exchange.explanation.as_ref().filter(|_| !is_said) {
            self.page.line(2, [dim(format!("= {}", explanation.for_json()))]);
        }
    }

    /// How to see for oneself whether it is fixed: what the page sends, not what was asked to find out why.
    fn curl(&mut self, finding: &ShownFinding) {
        let decides = finding.evidence.iter().find_map(|shown| match &shown.evidence {
            Evidence::Exchange { exchange, .. } => self.checked.recording.get(*exchange),
            _ => None,
        });
        let Some(decides) = decides else { return };
        let tried = Some(decides).filter(|recorded| recorded.purpose == Purpose::Page).or(self.last_of_page());
        // Without what a browser says of itself, which `-v` shows: it is to be read and typed.
        let redactor = &self.checked.redactor;
        let curl = tried
            .and_then(|tried| redactor.curl(&tried.exchange.request, self.checked.question.body.as_deref()))
            .map(|curl| format!(" {curl}"));
        if let Some(curl) = curl {
            self.page.line(0, [Span::new(Role::Label, "try  "), Span::from(curl)]);
        }
    }

    fn last_of_page(&self) -> Option<&Recorded> {
        let of_page = self.checked.recording.iter().map(|(_, recorded)| recorded);
        of_page.filter(|recorded| recorded.purpose == Purpose::Page).last()
    }

    fn visible_headers(&mut self, response: &FilteredResponse) {
        if response.kind != ResponseType::Cors {
            self.page.line(0, [dim("same origin: CORS has no part in it")]);
            return;
        }
        let redactor = &self.checked.redactor;
        let names = |list: &HeaderList| -> Vec<String> {
            list.iter().map(|(name, _)| redactor.name(name).to_ascii_lowercase()).collect()
        };
        let visible = names(&response.headers);
        let last = self.checked.lead().verdict.exchanges.last().and_then(|exchange| exchange.answer.as_ref().ok());
        let is_hidden = |name: &String| !visible.contains(name) && !name.starts_with("access-control-");
        let hidden: Vec<_> =
            last.map(|head| names(&head.headers)).unwrap_or_default().into_iter().filter(is_hidden).collect();
        self.page.line(0, [dim(format!("it sees   {}", list_or_nothing(&visible)))]);
        self.page.line(0, [dim(format!("hidden    {}", list_or_nothing(&hidden)))]);
    }
}

fn write_curl(page: &mut Page, exchange: &ShownExchange) {
    if let Some(curl) = &exchange.curl {
        page.line(2, [dim("$ "), Span::from(curl.for_json())]);
    }
}

fn role(word: Word) -> Role {
    match word {
        Word::Allowed => Role::Good,
        Word::Blocked => Role::Bad,
        Word::Opaque | Word::Unreachable | Word::Undetermined => Role::Odd,
    }
}

fn title(run: &Run) -> &'static str {
    match run.user_agent.name {
        "chromium" => "Chromium",
        "firefox" => "Firefox",
        "webkit" => "WebKit",
        name => name,
    }
}

fn list_or_nothing(names: &[String]) -> String {
    if names.is_empty() { "no header".to_owned() } else { names.join(", ") }
}
