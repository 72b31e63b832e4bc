//! The answer for people: verdict first, then the evidence, then the smallest change that mends it, then how to verify.

use std::fmt::Write;

use anstyle::{AnsiColor, Effects, Style};
use preflight_diagnosis::{Framework, Grant, is_fixed_by_headers};
use preflight_engine::browser::{CredentialsMode, FilteredResponse, Outcome, ResponseType};
use preflight_engine::exchange::{Exchange, RequestHead};
use preflight_rules::Finding;

use super::run::{Checked, Run, Word};
use super::seen::Seen;
use super::shortened::shortened;
use super::stand_in::StandIn;
use super::unknown;
use super::wire::{self, Extent};
use crate::printable::printable;
use crate::wrap::{labelled, width, wrapped};

const BOLD: Style = Style::new().effects(Effects::BOLD);
const DIM: Style = Style::new().effects(Effects::DIMMED);
const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const ODD: Style = AnsiColor::Yellow.on_default().bold();
const LABEL: Style = AnsiColor::Cyan.on_default().bold();

pub fn print(checked: &Checked, verbose: bool) {
    anstream::print!("{}", shortened(&report(checked, verbose, width())));
}

fn report(checked: &Checked, verbose: bool, width: Option<usize>) -> String {
    let mut out = String::new();
    write_verdict(&mut out, checked, width);
    match checked.lead().findings.first() {
        Some(finding) if checked.lead().word() != Word::Allowed => {
            write_finding(&mut out, checked, finding, verbose, width)
        }
        _ if checked.lead().is_undetermined => write_sent(&mut out, checked, verbose),
        _ => write_good(&mut out, checked, verbose),
    }
    write_others(&mut out, checked, width);
    write_standard(&mut out, checked);
    write_notes(&mut out, checked, width);
    if verbose {
        write_probes(&mut out, checked);
        write_consoles(&mut out, checked);
    }
    out
}

/// The first line: the verdict and the cause; then which call.
fn write_verdict(out: &mut String, checked: &Checked, width: Option<usize>) {
    let lead = checked.lead();
    let (request, word) = (&lead.request, lead.word());
    let style = match word {
        Word::Allowed => GOOD,
        Word::Blocked => BAD,
        Word::Opaque | Word::Unreachable | Word::Undetermined => ODD,
    };
    let said = match (&lead.verdict.outcome, lead.findings.first()) {
        _ if word == Word::Undetermined => undetermined(checked),
        (Outcome::SameOrigin(response) | Outcome::Shared(response), _) => {
            let error = if response.status >= 400 { ", an HTTP error and not a CORS error" } else { "" };
            format!("the page reads the response, status {}{error}", response.status)
        }
        (_, Some(finding)) => format!("{} {}", finding.rule.code, clean(checked, &finding.message)),
        (_, None) => "nobody knows why".to_owned(),
    };
    let room = width.map(|width| width.saturating_sub(word.name().len() + 2));
    let _ =
        writeln!(out, "{style}{}{style:#}  {BOLD}{}{BOLD:#}", word.name(), wrapped(&said, room, word.name().len() + 2));
    let assumed = if checked.question.origin_is_assumed { "  (assumed; --origin names the page)" } else { "" };
    let (method, origin) = (printable(request.method()), request.origin());
    let url = printable(checked.redactor.url(request.url().as_str()).as_bytes());
    let _ = writeln!(out, "  {DIM}-->{DIM:#} {method} {url}");
    let _ = writeln!(out, "      {DIM}from {origin}{assumed}, credentials {}{DIM:#}", request.credentials().name());
    write_differences(out, checked);
}

/// What was found out without the value that is missing.
fn undetermined(checked: &Checked) -> String {
    let unknown = unknown::names(&checked.question);
    match checked.lead().verdict.exchanges.iter().any(|exchange| exchange.request.is_preflight) {
        true => format!("the preflight allows the call; what becomes of it depends on {unknown}, which was not given"),
        false => format!("what becomes of the call depends on {unknown}, which was not given"),
    }
}

/// Where the browsers do not agree: which does what.
fn write_differences(out: &mut String, checked: &Checked) {
    let browsers: Vec<_> = checked.runs.iter().filter(|run| !run.is_standard()).collect();
    if browsers.windows(2).all(|pair| pair[0].word() == pair[1].word()) {
        return;
    }
    let of_word = |word: Word| {
        let names: Vec<_> = browsers.iter().filter(|run| run.word() == word).map(|run| title(run)).collect();
        (!names.is_empty()).then(|| format!("{} in {}", word.name(), names.join(" and ")))
    };
    let words = [Word::Allowed, Word::Blocked, Word::Opaque, Word::Unreachable, Word::Undetermined];
    let differences: Vec<_> = words.into_iter().filter_map(of_word).collect();
    let _ = writeln!(out, "{ODD}browsers differ{ODD:#}: {}", differences.join(", "));
}

fn title(run: &Run) -> &'static str {
    match run.user_agent.name {
        "chromium" => "Chromium",
        "firefox" => "Firefox",
        "webkit" => "WebKit",
        name => name,
    }
}

/// What every browser lets through today although the standard does not.
fn write_standard(out: &mut String, checked: &Checked) {
    let Some(standard) = checked.runs.iter().find(|run| run.is_standard()) else { return };
    if standard.word() == Word::Blocked
        && checked.lead().word() == Word::Allowed
        && let Some(finding) = standard.findings.first()
    {
        let _ = writeln!(
            out,
            "{ODD}note{ODD:#}  the Fetch standard would block this: {}",
            clean(checked, &finding.message)
        );
        let _ = writeln!(out, "{LABEL}fix{LABEL:#}   {}", clean(checked, finding.fix()));
    }
}

fn write_consoles(out: &mut String, checked: &Checked) {
    for run in checked.runs.iter().filter(|run| !run.console.is_empty()) {
        let _ = writeln!(out, "\n{DIM}the console of {} says{DIM:#}", title(run));
        run.console.iter().for_each(|line| {
            let _ = writeln!(out, "  {}", clean(checked, line));
        });
    }
}

fn write_finding(out: &mut String, checked: &Checked, finding: &Finding, verbose: bool, width: Option<usize>) {
    let rule = finding.rule;
    let _ = writeln!(
        out,
        "      {DIM}{}, {}; `preflight explain {}`{DIM:#}",
        rule.name,
        finding.certainty.name(),
        rule.code
    );
    if checked.exchanges().next().is_some() {
        out.push('\n');
    }
    write_exchanges(out, checked, finding, verbose);
    let lead = checked.lead();
    if let Some(blocked) = lead.blocked().filter(|blocked| blocked.reason.is_cors()) {
        let step = blocked.reason.standard_step();
        let _ = writeln!(out, "  {DIM}= Fetch standard, {}: {}{DIM:#}", step.section, step.url);
    }
    write_explanation(out, checked);
    out.push('\n');
    out.push_str(&labelled("fix", LABEL, &clean(checked, finding.fix()), width));
    write_snippet(out, checked, finding);
    write_try(out, checked, finding);
}

/// What else is wrong: what comes next once the first is mended, or what an allowed call still lacks.
fn write_others(out: &mut String, checked: &Checked, width: Option<usize>) {
    let lead = checked.lead();
    let is_allowed = lead.word() == Word::Allowed;
    let others: Vec<_> = lead.findings.iter().skip(usize::from(!is_allowed)).collect();
    let title = if is_allowed { "and yet" } else { "then you will hit" };
    for (place, finding) in others.into_iter().enumerate() {
        if place == 0 {
            let _ = writeln!(out, "\n{ODD}{title}{ODD:#}");
        }
        let text =
            format!("{} ({}, {})", clean(checked, &finding.message), finding.rule.name, finding.certainty.name());
        out.push_str(&labelled(finding.rule.code, BOLD, &text, width));
        out.push_str(&labelled("fix", LABEL, &clean(checked, finding.fix()), width));
    }
}

fn write_notes(out: &mut String, checked: &Checked, width: Option<usize>) {
    for exchange in &checked.lead().verdict.exchanges {
        let method = printable(&exchange.request.method);
        let told = match checked.network.stand_in_for(&exchange.request) {
            Some(StandIn::Get(_)) => format!(
                "{method} was not sent: GET in its place shows what the server says to this page (--send-unsafe sends {method})"
            ),
            Some(StandIn::Preflight) => format!(
                "{method} was not sent, and GET is not known there: the preflight's answer stands in for it (--send-unsafe sends {method})"
            ),
            Some(StandIn::Nothing) => format!(
                "{method} was not sent, and neither GET nor OPTIONS says anything in its place (--send-unsafe sends {method})"
            ),
            None => continue,
        };
        out.push_str(&labelled("note", ODD, &told, width));
    }
    for note in &checked.notes {
        out.push_str(&labelled("note", ODD, &clean(checked, note), width));
    }
}

/// The configuration for the server that was asked, if it says what it is, or if it was said.
fn write_snippet(out: &mut String, checked: &Checked, finding: &Finding) {
    let request = &checked.lead().request;
    if !is_fixed_by_headers(finding.rule) || request.origin().as_str() == "null" {
        return;
    }
    let mut grant = Grant::new(Some(request.origin().as_str()));
    grant.allow_method(std::str::from_utf8(request.method()).ok());
    for (name, _) in request.headers().iter().filter(|(name, _)| !name.eq_ignore_ascii_case(b"accept")) {
        grant.allow_header(&printable(name));
    }
    if request.credentials() == CredentialsMode::Include {
        grant.allow_credentials();
    }
    let Some(framework) = checked.framework else {
        let _ = writeln!(out, "      {DIM}--for {} writes it for your server{DIM:#}", names_of_frameworks());
        return;
    };
    let _ = writeln!(out, "      {DIM}{}:{DIM:#}", framework.name());
    for line in framework.snippet(&grant).lines() {
        let _ = writeln!(out, "        {}", printable(line.as_bytes()));
    }
}

fn names_of_frameworks() -> String {
    Framework::ALL.map(Framework::name).join("|")
}

/// What was asked beyond the page's own requests.
fn write_probes(out: &mut String, checked: &Checked) {
    let first = checked.lead().verdict.exchanges.len();
    for (place, exchange) in checked.exchanges().enumerate().skip(first) {
        let tells = checked.purpose(place).map(|purpose| purpose.tells()).unwrap_or_default();
        let _ = writeln!(out, "\n  {DIM}# {tells}{DIM:#}");
        write_line(out, checked, &exchange.request, None);
        wire::write(out, exchange, None, style(checked, exchange, Extent::Relevant));
    }
    let _ = writeln!(out, "\n{DIM}{} requests were sent{DIM:#}", checked.network.count());
}

/// The deciding exchange; with `-v` all of them, each with its `curl` line.
fn write_exchanges(out: &mut String, checked: &Checked, finding: &Finding, verbose: bool) {
    for (place, exchange) in checked.exchanges().enumerate() {
        let is_probe = checked.purpose(place).is_some();
        let evidence = Seen::of(finding).filter(|evidence| evidence.exchange == place);
        if verbose && !is_probe {
            write_curl(out, checked, place);
            wire::write(out, &checked.on_wire(exchange), evidence, style(checked, exchange, Extent::Everything));
            out.push('\n');
        } else if evidence.is_some() {
            if let Some(purpose) = checked.purpose(place) {
                let _ = writeln!(out, "  {DIM}# {}{DIM:#}", purpose.tells());
            }
            wire::write(out, exchange, evidence, style(checked, exchange, Extent::Relevant));
        }
    }
}

/// The line that was sent, or what was sent in its place.
fn write_curl(out: &mut String, checked: &Checked, place: usize) {
    let request = &checked.lead().verdict.exchanges[place].request;
    let method = printable(&request.method);
    let request = match checked.network.stand_in_for(request) {
        None => request,
        Some(StandIn::Get(get)) => {
            let _ = writeln!(out, "  {DIM}# in the place of {method}{DIM:#}");
            get
        }
        Some(StandIn::Preflight | StandIn::Nothing) => {
            let _ = writeln!(out, "  {DIM}# {method} was not sent{DIM:#}");
            return;
        }
    };
    write_line(out, checked, request, checked.question.body.as_deref());
}

fn write_line(out: &mut String, checked: &Checked, request: &RequestHead, body: Option<&[u8]>) {
    if let Some(curl) = checked.redactor.curl(&checked.network.on_wire(request), body) {
        let _ = writeln!(out, "  {DIM}${DIM:#} {}", printable(curl.as_bytes()));
    }
}

/// Where nothing answered: what was tried, address by address.
fn write_explanation(out: &mut String, checked: &Checked) {
    let last = checked.lead().verdict.exchanges.last();
    let Some(detail) = last.and_then(|exchange| checked.network.detail(&exchange.request)) else { return };
    for attempt in &detail.addresses {
        if let preflight_probe::AddressOutcome::Failed(failure, _) = &attempt.outcome {
            let _ = writeln!(out, "  {DIM}= {}: {failure}{DIM:#}", attempt.address);
        }
    }
    // Where no address was reached, the lines above say the same.
    let is_said = !detail.addresses.is_empty() && !detail.addresses.iter().any(was_reached);
    if let Some(explanation) = detail.explanation.as_ref().filter(|_| !is_said) {
        let _ = writeln!(out, "  {DIM}= {}{DIM:#}", printable(checked.redactor.explanation(explanation).as_bytes()));
    }
}

fn was_reached(attempt: &preflight_probe::AddressAttempt) -> bool {
    attempt.outcome == preflight_probe::AddressOutcome::Connected
}

/// How to see for oneself whether it is mended: what the page sends, not what was asked to find out why.
fn write_try(out: &mut String, checked: &Checked, finding: &Finding) {
    let verdict = &checked.lead().verdict;
    let exchange = Seen::of(finding).and_then(|evidence| match checked.purpose(evidence.exchange) {
        None => verdict.exchanges.get(evidence.exchange),
        Some(_) => verdict.evidence().or(verdict.exchanges.last()),
    });
    if let Some(exchange) = exchange
        && let wire = checked.network.on_wire(&exchange.request)
        && let Some(curl) = checked.redactor.curl(&wire, checked.question.body.as_deref())
    {
        let _ = writeln!(out, "{LABEL}try{LABEL:#}   {}", printable(curl.as_bytes()));
    }
}

fn write_good(out: &mut String, checked: &Checked, verbose: bool) {
    let (Outcome::SameOrigin(response) | Outcome::Shared(response)) = &checked.lead().verdict.outcome else { return };
    write_sent(out, checked, verbose);
    let requests: Vec<_> =
        checked.lead().verdict.exchanges.iter().map(|exchange| printable(&exchange.request.method)).collect();
    let _ = writeln!(out, "\n{DIM}after     {}{DIM:#}", requests.join(" and "));
    write_visible_headers(out, checked, response);
}

/// With `-v`, every exchange.
fn write_sent(out: &mut String, checked: &Checked, verbose: bool) {
    if !verbose {
        return;
    }
    out.push('\n');
    for (place, exchange) in checked.lead().verdict.exchanges.iter().enumerate() {
        write_curl(out, checked, place);
        wire::write(out, &checked.on_wire(exchange), None, style(checked, exchange, Extent::Everything));
        out.push('\n');
    }
}

fn write_visible_headers(out: &mut String, checked: &Checked, response: &FilteredResponse) {
    if response.kind != ResponseType::Cors {
        let _ = writeln!(out, "{DIM}same origin: CORS has no part in it{DIM:#}");
        return;
    }
    let names = |list: &preflight_engine::header_list::HeaderList| {
        list.iter()
            .map(|(name, _)| printable(checked.redactor.name(name).as_bytes()).to_ascii_lowercase())
            .collect::<Vec<_>>()
    };
    let visible = names(&response.headers);
    let last = checked.lead().verdict.exchanges.last().and_then(|exchange| exchange.answer.as_ref().ok());
    let hidden: Vec<_> = last
        .map(|head| names(&head.headers))
        .unwrap_or_default()
        .into_iter()
        .filter(|name| !visible.contains(name) && !name.starts_with("access-control-"))
        .collect();
    let _ = writeln!(out, "{DIM}it sees   {}{DIM:#}", list_or_nothing(&visible));
    let _ = writeln!(out, "{DIM}hidden    {}{DIM:#}", list_or_nothing(&hidden));
}

fn list_or_nothing(names: &[String]) -> String {
    if names.is_empty() { "no header".to_owned() } else { names.join(", ") }
}

/// As much of a sentence as is shown, for a terminal.
fn clean(checked: &Checked, text: &str) -> String {
    printable(checked.redactor.text(text).as_bytes())
}

fn style<'c>(checked: &'c Checked, exchange: &Exchange, extent: Extent) -> wire::Style<'c> {
    let detail = checked.network.detail(&exchange.request);
    let version = detail.and_then(|detail| detail.http_version.as_deref());
    wire::Style { extent, version, redactor: &checked.redactor }
}
