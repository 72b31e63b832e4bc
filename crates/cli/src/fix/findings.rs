//! What is wrong in a source, as findings: for annotations and the other documents that go by rules and places.

use preflight_dialects::{Edit, Fix, Remark, Topic, Wanted};
use preflight_report::ShownFinding;
use preflight_rules::{
    ACAC_MISSING, ANSWERED_BEFORE_CORS, Certainty, Change, EXPOSE_HEADERS_MISSING, Evidence, Finding,
    HEADER_NOT_ALLOWED, METHOD_NOT_ALLOWED, NO_ACAO, ORIGIN_MISMATCH, Position, Rule, Safety,
};

use super::{Fixed, Outcome};

/// A finding for each edit; where there is none, for the place that a person has to look at.
pub fn of(fixed: &Fixed) -> Vec<ShownFinding> {
    let findings = match &fixed.outcome {
        Ok(Outcome::Change(_)) if fixed.is_written => Vec::new(),
        Ok(Outcome::Change(fix)) if fix.edits.is_empty() => of_remarks(fixed, &fix.remarks),
        Ok(Outcome::Change(fix)) => fix.edits.iter().map(|edit| of_edit(fixed, fix, edit)).collect(),
        Ok(Outcome::ByHand(by_hand)) => {
            let fix = "look at this place: what the file does there was not read; `--url` asks the running server";
            vec![at(fixed, &NO_ACAO, Certainty::Possible, &by_hand.reason, fix, by_hand.line, by_hand.column)]
        }
        Ok(Outcome::Allowed { .. }) | Err(_) => Vec::new(),
    };
    findings.iter().map(|finding| ShownFinding::new(finding, |text| fixed.task.redactor.text(text))).collect()
}

fn of_edit(fixed: &Fixed, fix: &Fix, edit: &Edit) -> Finding {
    let old = fixed.source.get(edit.range.clone()).unwrap_or_default();
    let rule = rule_of(old, &edit.replacement, &fixed.task.wanted);
    let sentence = match edit.replacement.lines().count() {
        1 => format!("write `{}` there", edit.replacement.trim()),
        _ => "change it as the diff shows".to_owned(),
    };
    let sentence = format!("{sentence}; `--write` changes the file");
    let mut finding = at(fixed, rule, Certainty::Likely, &edit.reason, &sentence, edit.line, edit.column);
    let allows_more = fix.remarks.iter().any(|remark| remark.topic == Topic::AlsoAllowed);
    let change = preflight_rules::Edit {
        file: fixed.name.clone(),
        from: position(&fixed.source, edit.range.start),
        to: position(&fixed.source, edit.range.end),
        text: edit.replacement.clone(),
    };
    finding.fixes = vec![preflight_rules::Fix {
        sentence,
        safety: if allows_more { Safety::Unsafe } else { Safety::Safe },
        change: Change::Edits(vec![change]),
    }];
    finding
}

/// What has to be done elsewhere.
fn of_remarks(fixed: &Fixed, remarks: &[Remark]) -> Vec<Finding> {
    let is_to_do =
        |remark: &&Remark| matches!(remark.topic, Topic::SetVariable | Topic::LookHere | Topic::InstallPackage);
    let to_do = remarks.iter().filter(is_to_do);
    let fix = "do what the file alone cannot do, then check the call";
    to_do
        .map(|remark| at(fixed, &NO_ACAO, Certainty::Possible, &remark.message, fix, remark.line, remark.column))
        .collect()
}

/// What a browser says of the call as long as the old text stands there: the first thing that the new one adds.
fn rule_of(old: &str, new: &str, wanted: &Wanted) -> &'static Rule {
    let adds = |word: &str| has_word(new, word) && !has_word(old, word);
    if adds(wanted.origin()) {
        return if old.trim().is_empty() { &NO_ACAO } else { &ORIGIN_MISMATCH };
    }
    if adds(wanted.method()) {
        return &METHOD_NOT_ALLOWED;
    }
    if wanted.request_headers().iter().any(|name| adds(name)) {
        return &HEADER_NOT_ALLOWED;
    }
    if wanted.expose_headers().iter().any(|name| adds(name)) {
        return &EXPOSE_HEADERS_MISSING;
    }
    if wanted.credentials() && new.to_ascii_lowercase().contains("credentials") {
        return &ACAC_MISSING;
    }
    // What only moves adds nothing.
    if new.trim().is_empty() || old.trim().is_empty() { &ANSWERED_BEFORE_CORS } else { &NO_ACAO }
}

/// Whether a text has this origin, method or name, and not a longer one.
fn has_word(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_ascii_lowercase(), word.to_ascii_lowercase());
    let continues = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':');
    let stands_alone = |at: usize| !text[..at].ends_with(continues) && !text[at + word.len()..].starts_with(continues);
    text.match_indices(&word).any(|(at, _)| stands_alone(at))
}

fn at(
    fixed: &Fixed,
    rule: &'static Rule,
    certainty: Certainty,
    message: &str,
    fix: &str,
    line: usize,
    column: usize,
) -> Finding {
    let from = Position { line: line.max(1), column: column.max(1) };
    let evidence = Evidence::Source { file: fixed.name.clone(), from, to: None, note: String::new() };
    Finding::new(rule, certainty, message, fix).seen_in([evidence])
}

/// The line and the column of a byte.
fn position(source: &str, byte: usize) -> Position {
    let before = source.get(..byte).unwrap_or(source);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Position { line, column }
}

#[cfg(test)]
mod tests {
    use preflight_dialects::Wanted;

    use super::*;

    #[test]
    fn an_edit_is_of_the_rule_that_the_call_meets_without_it() {
        let wanted = Wanted::new("https://a.test").expect("an origin").with_method("PUT").expect("a method");
        for (old, new, rule) in [
            ("", "app.use(cors({ origin: 'https://a.test', methods: ['PUT'] }));", &NO_ACAO),
            ("'https://a.test.'", "'https://a.test'", &ORIGIN_MISMATCH),
            ("['GET']", "['GET', 'PUT']", &METHOD_NOT_ALLOWED),
            ("", "    \"corsheaders.middleware.CorsMiddleware\",\n", &ANSWERED_BEFORE_CORS),
        ] {
            assert_eq!(rule_of(old, new, &wanted), rule, "{old} {new}");
        }
        assert_eq!(position("a\nbä c", 5), Position { line: 2, column: 3 });
    }
}
