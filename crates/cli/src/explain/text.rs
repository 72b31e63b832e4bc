//! The explanations for people: what the browser says, what it comes from, the line to run, the fix.

use std::fmt::Write;

use anstyle::{AnsiColor, Effects, Style};
use preflight_diagnosis::{Candidate, Framework, header_lines};
use preflight_rules::Rule;

use super::Explained;
use super::know::know;
use crate::printable::printable;

const BOLD: Style = Style::new().effects(Effects::BOLD);
const DIM: Style = Style::new().effects(Effects::DIMMED);
const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const LABEL: Style = AnsiColor::Cyan.on_default().bold();

pub fn print(explained: &[Explained]) {
    let reports: Vec<_> = explained.iter().map(report).collect();
    anstream::print!("{}", reports.join("\n"));
}

/// The page of a rule, its headings in bold.
pub fn print_rule(rule: &Rule) {
    let mut in_code = false;
    for line in rule.page.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            anstream::println!("  {line}");
        } else if let Some(heading) = line.strip_prefix('#') {
            anstream::println!("{BOLD}{}{BOLD:#}", heading.trim_start_matches('#').trim_start());
        } else {
            anstream::println!("{line}");
        }
    }
}

fn report(explained: &Explained) -> String {
    let mut out = String::new();
    write_request(&mut out, explained);
    let _ = writeln!(out, "\n{BOLD}{}{BOLD:#}", clean(&explained.shown(&explained.explanation.meaning)));
    let candidates = &explained.explanation.candidates;
    let certain = candidates.first().filter(|_| explained.explanation.is_certain);
    if candidates.is_empty() {
        return out;
    }
    out.push('\n');
    match certain {
        Some(candidate) => write_certain(&mut out, explained, candidate),
        None => write_candidates(&mut out, explained, candidates),
    }
    write_know(&mut out, explained);
    if let Some(candidate) = certain {
        let _ = writeln!(out, "{LABEL}fix{LABEL:#}   {}", clean(&explained.shown(candidate.finding.fix())));
    }
    write_snippet(&mut out, explained);
    out
}

/// Which request, of which page, in which browser.
fn write_request(out: &mut String, explained: &Explained) {
    let message = &explained.message;
    let (style, word) = match explained.explanation.candidates.is_empty() {
        true => (GOOD, "no failure"),
        false => (BAD, "blocked"),
    };
    let method = message.method.as_deref().map(|method| format!("{} ", clean(method))).unwrap_or_default();
    let url = message.url.as_deref().map_or_else(|| "a request that the text does not name".to_owned(), clean);
    let _ = writeln!(out, "{style}{word}{style:#}  {BOLD}{method}{url}{BOLD:#}");
    let mut parts = Vec::new();
    parts.push(message.origin.as_deref().map_or_else(
        || "from a page that the text does not name".to_owned(),
        |origin| format!("from {}", clean(origin)),
    ));
    parts.extend(message.redirected_from.as_deref().map(|url| format!("redirected from {}", clean(url))));
    parts.extend(message.initiator.as_deref().map(clean));
    parts.extend(message.engine.map(|engine| engine.name().to_owned()));
    let _ = writeln!(out, "{DIM}{}{DIM:#}", parts.join(", "));
}

fn write_certain(out: &mut String, explained: &Explained, candidate: &Candidate) {
    let rule = candidate.finding.rule;
    let _ = writeln!(out, "{BOLD}{}{BOLD:#} {}  {DIM}{}, certain{DIM:#}", rule.code, rule.title, rule.name);
    let _ = writeln!(out, "      {}\n", clean(&explained.shown(&candidate.why)));
}

fn write_candidates(out: &mut String, explained: &Explained, candidates: &[Candidate]) {
    let _ = writeln!(out, "The text does not say why. One of these, the likeliest first:\n");
    for candidate in candidates {
        let rule = candidate.finding.rule;
        let _ = writeln!(out, "{BOLD}{}{BOLD:#} {}  {DIM}{}{DIM:#}", rule.code, rule.title, rule.name);
        let _ = writeln!(out, "      {}", clean(&explained.shown(&candidate.why)));
        if let Some(ask) = &candidate.ask {
            let _ = writeln!(out, "      {DIM}ask{DIM:#} {}", clean(&explained.shown(ask)));
        }
        let _ = writeln!(out, "      {DIM}fix{DIM:#} {}", clean(&explained.shown(candidate.finding.fix())));
    }
    out.push('\n');
}

fn write_know(out: &mut String, explained: &Explained) {
    let Some(know) = know(&explained.message) else { return };
    let label = if explained.explanation.is_certain { "see" } else { "know" };
    let _ = writeln!(out, "{LABEL}{label:5}{LABEL:#} {}", clean(&know.check));
    let _ = writeln!(out, "      {}", clean(&know.curl));
}

/// The configuration, or the header lines and how to get a configuration.
fn write_snippet(out: &mut String, explained: &Explained) {
    let Some(grant) = &explained.explanation.grant else { return };
    let (title, lines) = match explained.framework {
        Some(framework) => (format!("{}:", framework.name()), framework.snippet(grant)),
        None => ("the server has to send, where its CORS is what fails:".to_owned(), header_lines(grant)),
    };
    let _ = writeln!(out, "\n{DIM}{title}{DIM:#}");
    for line in lines.lines() {
        let _ = writeln!(out, "  {}", clean(line));
    }
    let mut hints = Vec::new();
    if !grant.is_origin_known() {
        hints.push(format!("{} stands for the page's origin; --origin names it", clean(grant.origin())));
    }
    if explained.framework.is_none() {
        let names: Vec<_> = Framework::ALL.iter().map(|framework| framework.name()).collect();
        hints.push(format!("--for {} writes it for your server", names.join("|")));
    }
    for hint in hints {
        let _ = writeln!(out, "{DIM}{hint}{DIM:#}");
    }
}

fn clean(text: &str) -> String {
    printable(text.as_bytes())
}
