//! The answer for people: verdict first, then the evidence, then the smallest change that mends it, then how to verify.

use std::fmt::Write;

use anstyle::{AnsiColor, Effects, Style};
use preflight_diagnosis::Finding;
use preflight_engine::browser::{FilteredResponse, Outcome, ResponseType};
use preflight_probe::to_curl;

use super::run::{Checked, Run, Word};
use super::wire::{self, Extent};
use crate::printable::printable;

const BOLD: Style = Style::new().effects(Effects::BOLD);
const DIM: Style = Style::new().effects(Effects::DIMMED);
const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const ODD: Style = AnsiColor::Yellow.on_default().bold();
const LABEL: Style = AnsiColor::Cyan.on_default().bold();

pub fn print(checked: &Checked, verbose: bool) {
    anstream::print!("{}", report(checked, verbose));
}

fn report(checked: &Checked, verbose: bool) -> String {
    let mut out = String::new();
    write_verdict(&mut out, checked);
    match checked.lead().findings.first() {
        Some(finding) => write_finding(&mut out, checked, finding, verbose),
        None => write_good(&mut out, checked, verbose),
    }
    write_standard(&mut out, checked);
    if verbose {
        write_consoles(&mut out, checked);
    }
    out
}

fn write_verdict(out: &mut String, checked: &Checked) {
    let request = &checked.lead().request;
    let word = checked.lead().word();
    let style = match word {
        Word::Allowed => GOOD,
        Word::Blocked => BAD,
        Word::Opaque | Word::Unreachable => ODD,
    };
    let assumed = if checked.question.origin_is_assumed { "  (assumed; --origin names the page)" } else { "" };
    let (method, url, origin) = (printable(request.method()), request.url(), request.origin());
    let _ = writeln!(out, "{style}{}{style:#}  {BOLD}{method} {url}{BOLD:#}", word.name());
    let _ = writeln!(out, "{DIM}from {origin}{assumed}, credentials {}{DIM:#}", request.credentials().name());
    write_differences(out, checked);
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
    let words = [Word::Allowed, Word::Blocked, Word::Opaque, Word::Unreachable];
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
        let _ = writeln!(out, "{ODD}note{ODD:#}  the Fetch standard would block this: {}", finding.message);
        let _ = writeln!(out, "{LABEL}fix{LABEL:#}   {}", finding.fix);
    }
}

fn write_consoles(out: &mut String, checked: &Checked) {
    for run in checked.runs.iter().filter(|run| !run.console.is_empty()) {
        let _ = writeln!(out, "\n{DIM}the console of {} says{DIM:#}", title(run));
        run.console.iter().for_each(|line| {
            let _ = writeln!(out, "  {}", printable(line.as_bytes()));
        });
    }
}

fn write_finding(out: &mut String, checked: &Checked, finding: &Finding, verbose: bool) {
    let cause = finding.cause;
    let _ = writeln!(out, "\n{BOLD}{}{BOLD:#} {}", cause.code(), finding.message);
    let _ = writeln!(out, "      {DIM}{}, {}{DIM:#}", cause.id(), finding.certainty.name());
    if !checked.lead().verdict.exchanges.is_empty() {
        out.push('\n');
    }
    write_exchanges(out, checked, finding, verbose);
    if let Some(blocked) = checked.lead().verdict.blocked().filter(|blocked| blocked.reason.is_cors()) {
        let step = blocked.reason.standard_step();
        let _ = writeln!(out, "  {DIM}= Fetch standard, {}: {}{DIM:#}", step.section, step.url);
    }
    write_explanation(out, checked);
    let _ = writeln!(out, "\n{LABEL}fix{LABEL:#}   {}", finding.fix);
    write_try(out, checked, finding);
}

/// The deciding exchange; with `-v` all of them, each with its `curl` line.
fn write_exchanges(out: &mut String, checked: &Checked, finding: &Finding, verbose: bool) {
    for (place, exchange) in checked.lead().verdict.exchanges.iter().enumerate() {
        let evidence = finding.evidence.as_ref().filter(|evidence| evidence.exchange == place);
        if verbose {
            write_curl(out, checked, place);
            wire::write(out, exchange, evidence, Extent::Everything);
            out.push('\n');
        } else if evidence.is_some() {
            wire::write(out, exchange, evidence, Extent::Relevant);
        }
    }
}

fn write_curl(out: &mut String, checked: &Checked, place: usize) {
    if let Ok(curl) = to_curl(&checked.lead().verdict.exchanges[place].request, checked.question.body.as_deref()) {
        let _ = writeln!(out, "  {DIM}${DIM:#} {curl}");
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
    if let Some(explanation) = &detail.explanation {
        let _ = writeln!(out, "  {DIM}= {}{DIM:#}", printable(explanation.as_bytes()));
    }
}

fn write_try(out: &mut String, checked: &Checked, finding: &Finding) {
    let exchange =
        finding.evidence.as_ref().and_then(|evidence| checked.lead().verdict.exchanges.get(evidence.exchange));
    if let Some(exchange) = exchange
        && let Ok(curl) = to_curl(&exchange.request, checked.question.body.as_deref())
    {
        let _ = writeln!(out, "{LABEL}try{LABEL:#}   {curl}");
    }
}

fn write_good(out: &mut String, checked: &Checked, verbose: bool) {
    let (Outcome::SameOrigin(response) | Outcome::Shared(response)) = &checked.lead().verdict.outcome else { return };
    if verbose {
        out.push('\n');
        for (place, exchange) in checked.lead().verdict.exchanges.iter().enumerate() {
            write_curl(out, checked, place);
            wire::write(out, exchange, None, Extent::Everything);
            out.push('\n');
        }
    }
    let requests: Vec<_> =
        checked.lead().verdict.exchanges.iter().map(|exchange| printable(&exchange.request.method)).collect();
    let _ =
        writeln!(out, "\nthe page reads the response, status {}, after {}", response.status, requests.join(" and "));
    if response.status >= 400 {
        let _ = writeln!(out, "{ODD}note{ODD:#}  {} is an HTTP error, not a CORS error", response.status);
    }
    write_visible_headers(out, checked, response);
}

fn write_visible_headers(out: &mut String, checked: &Checked, response: &FilteredResponse) {
    if response.kind != ResponseType::Cors {
        let _ = writeln!(out, "{DIM}same origin: CORS has no part in it{DIM:#}");
        return;
    }
    let names = |list: &preflight_engine::header_list::HeaderList| {
        list.iter().map(|(name, _)| printable(name).to_ascii_lowercase()).collect::<Vec<_>>()
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
