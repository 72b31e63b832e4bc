//! The header lines that a text tells a server to send, applied to a scripted server literally.

use serde_json::Value;

use crate::scripted_server::field;
use crate::situation::ScriptedAnswer;

/// What a text tells a server to send.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct HeaderLines {
    /// With the response that the page reads, and with the answer to OPTIONS.
    always: Vec<String>,
    /// With the answer to OPTIONS alone, and its status.
    preflight: Vec<String>,
    preflight_status: Option<u16>,
    /// What a list of the answer to OPTIONS has to have besides: its name, a member.
    added: Vec<(&'static str, String)>,
}

/// The lists that an advice may add to.
const LISTS: [&str; 2] = ["Access-Control-Allow-Methods", "Access-Control-Allow-Headers"];

impl HeaderLines {
    /// Reads the lines of fields below a line that ends with a colon; none if there are none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut lines = Self::default();
        let mut is_below = false;
        let mut is_preflight = false;
        for line in text.lines() {
            let trimmed = line.trim();
            if line.starts_with(' ') && is_below {
                if let Some(comment) = trimmed.strip_prefix('#') {
                    is_preflight = is_about_preflight(comment);
                    lines.preflight_status = status(comment);
                } else if is_field(trimmed) {
                    lines.place(is_preflight).push(trimmed.to_owned());
                }
                continue;
            }
            is_below = trimmed.ends_with(':');
            is_preflight = false;
        }
        (lines != Self::default()).then_some(lines)
    }

    /// Reads the fields that the sentence behind `fix` names in backticks, and the members that it adds to a list.
    pub(super) fn read_sentence(text: &str) -> Option<Self> {
        let mut lines = Self::default();
        let sentence = fix_sentence(text)?;
        let is_for_both = ["too", "as well", "also"].iter().any(|words| sentence.contains(words));
        let is_preflight = is_about_preflight(&sentence) && !is_for_both;
        let quoted: Vec<_> = sentence.split('`').skip(1).step_by(2).collect();
        for field in quoted.iter().filter(|quoted| is_field(quoted)) {
            lines.place(is_preflight).push((*field).to_owned());
        }
        if is_preflight {
            lines.preflight_status = status(&sentence);
        }
        let list = LISTS.into_iter().find(|name| sentence.contains(name));
        if let (true, Some(name), true) = (lines == Self::default(), list, sentence.contains("add ")) {
            let members = quoted.iter().filter(|quoted| !quoted.contains([' ', ':']));
            lines.added = members.map(|member| (name, (*member).to_owned())).collect();
        }
        (lines != Self::default()).then_some(lines)
    }

    /// Reads the header lines of the first finding's edits: the lists are for OPTIONS, the others for every answer.
    pub(super) fn read_report(report: &Value) -> Option<Self> {
        let finding = &report["findings"][0];
        let mut lines = Self::default();
        for edit in finding["edits"].as_array()? {
            for header in edit["headers"].as_array().into_iter().flatten() {
                let (name, value) = (header[0].as_str()?, header[1].as_str()?);
                let is_of_preflight = LISTS.iter().chain(&["Access-Control-Max-Age"]).any(|own| *own == name);
                lines.place(is_of_preflight).push(format!("{name}: {value}"));
            }
        }
        lines.preflight_status = status(finding["fix"].as_str().unwrap_or_default());
        (lines != Self::default()).then_some(lines)
    }

    fn place(&mut self, is_preflight: bool) -> &mut Vec<String> {
        if is_preflight { &mut self.preflight } else { &mut self.always }
    }

    /// Has these answers send them, in place of fields of the same name.
    pub(super) fn apply(&self, answers: &mut Vec<ScriptedAnswer>, port: u16, path: &str) {
        let of_path =
            |answer: &&mut ScriptedAnswer| answer.port == port && answer.path.as_deref().is_none_or(|own| own == path);
        for answer in answers.iter_mut().filter(of_path) {
            put(&mut answer.headers, &self.always);
            if answer.method.as_deref() == Some("OPTIONS") {
                put(&mut answer.headers, &self.preflight);
                for (name, member) in &self.added {
                    add(&mut answer.headers, name, member);
                }
                answer.status = self.preflight_status.unwrap_or(answer.status);
                answer.close = false;
            }
        }
        let is_answered = answers.iter().any(|answer| answer.method.as_deref() == Some("OPTIONS"));
        if !self.preflight.is_empty() && !is_answered {
            let mut headers = self.always.clone();
            put(&mut headers, &self.preflight);
            answers.insert(
                0,
                ScriptedAnswer {
                    port,
                    method: Some("OPTIONS".to_owned()),
                    path: Some(path.to_owned()),
                    origin: None,
                    from: 0,
                    status: self.preflight_status.unwrap_or(204),
                    headers,
                    body: None,
                    close: false,
                },
            );
        }
    }
}

/// Adds a member to a list, which there may not be yet.
fn add(headers: &mut Vec<String>, name: &str, member: &str) {
    match headers.iter_mut().find(|own| field(own).is_some_and(|(own, _)| own.eq_ignore_ascii_case(name))) {
        Some(line) => line.push_str(&format!(", {member}")),
        None => headers.push(format!("{name}: {member}")),
    }
}

/// The paragraph that begins with `fix`.
fn fix_sentence(text: &str) -> Option<String> {
    let mut lines = text.lines().skip_while(|line| !line.starts_with("fix "));
    let first = lines.next()?.strip_prefix("fix ")?.trim();
    let more = lines.take_while(|line| line.starts_with("      ") && !line.trim().starts_with("--")).map(str::trim);
    Some([first].into_iter().chain(more).collect::<Vec<_>>().join(" "))
}

fn is_about_preflight(words: &str) -> bool {
    words.contains("OPTIONS") || words.contains("preflight")
}

/// A status that is told to be sent.
fn status(words: &str) -> Option<u16> {
    let number = words.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 3 && word.starts_with('2'));
    number.and_then(|number| number.parse().ok())
}

fn put(headers: &mut Vec<String>, lines: &[String]) {
    for line in lines {
        let name = field(line).map(|(name, _)| name).unwrap_or_default();
        headers.retain(|own| !field(own).is_some_and(|(own, _)| own.eq_ignore_ascii_case(&name)));
    }
    headers.extend(lines.iter().cloned());
}

fn is_field(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or_default();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_name
        && line.contains(": ")
        && (name.starts_with("Access-Control-") || name == "Vary" || name.starts_with("Cross-Origin-"))
}

#[cfg(test)]
mod tests {
    use super::HeaderLines;

    #[test]
    fn lines_below_a_colon_are_read_and_those_of_options_apart() {
        let text = "blocked\n\nthe server has to send:\n  Access-Control-Allow-Origin: http://a\n  Vary: Origin\n  \
                    # and on the answer to OPTIONS, status 204:\n  Access-Control-Allow-Methods: PUT\n--for nginx\n";
        let lines = HeaderLines::read(text).expect("there are some");
        assert_eq!(lines.always, ["Access-Control-Allow-Origin: http://a", "Vary: Origin"]);
        assert_eq!(lines.preflight, ["Access-Control-Allow-Methods: PUT"]);
        assert_eq!(lines.preflight_status, Some(204));
        let text = "blocked\n\nfix   answer OPTIONS with 204 and `Access-Control-Allow-Origin:\n      http://a`\n";
        let lines = HeaderLines::read_sentence(text).expect("there is one");
        assert_eq!(
            (lines.preflight[0].as_str(), lines.preflight_status),
            ("Access-Control-Allow-Origin: http://a", Some(204))
        );
        let lines = HeaderLines::read_sentence("fix   add `PUT` to Access-Control-Allow-Methods of the OPTIONS answer");
        assert_eq!(lines.expect("there is one").added, [("Access-Control-Allow-Methods", "PUT".to_owned())]);
        assert_eq!(HeaderLines::read("  Vary: Origin\n"), None);
    }
}
