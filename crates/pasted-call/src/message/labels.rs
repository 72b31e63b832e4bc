//! What descriptions of an API write between the parts of a request: `Headers:`, `Body:`, `Params:`, `Response:`. They name what
//! follows, and are sent nowhere.

use crate::script::value_of;

/// What follows a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Headers,
    Query,
    Body,
    Response,
}

/// The labels, in lower case, and what follows each. Those of the second list may be the names of headers too.
const LABELS: [(&str, Part); 21] = [
    ("header", Part::Headers),
    ("headers", Part::Headers),
    ("request headers", Part::Headers),
    ("http headers", Part::Headers),
    ("param", Part::Query),
    ("params", Part::Query),
    ("parameters", Part::Query),
    ("query params", Part::Query),
    ("query parameters", Part::Query),
    ("path params", Part::Query),
    ("path parameters", Part::Query),
    ("url params", Part::Query),
    ("body", Part::Body),
    ("request", Part::Body),
    ("request body", Part::Body),
    ("payload", Part::Body),
    ("response", Part::Response),
    ("response body", Part::Response),
    ("example response", Part::Response),
    ("expected response", Part::Response),
    ("returns", Part::Response),
];

/// The same, where nothing or JSON follows in the line.
const LABELS_OF_JSON: [(&str, Part); 4] =
    [("data", Part::Body), ("json", Part::Body), ("query", Part::Query), ("output", Part::Response)];

/// What stands below the line of a request, as it is sent: the headers, an empty line, the body. None where no label stands in it.
pub(super) fn without_labels(rest: &str) -> Option<String> {
    rest.lines().find_map(label)?;
    let mut headers = Vec::new();
    let mut body = Vec::new();
    let mut part = Part::Headers;
    let mut lines = rest.lines();
    while let Some(line) = lines.next() {
        let mut line = line;
        if let Some((next, behind)) = label(line).filter(|(_, behind)| part != Part::Body || behind.is_empty()) {
            part = next;
            line = behind;
        }
        let unmarked = without_marks(line);
        match part {
            Part::Response => break,
            Part::Query if !unmarked.starts_with(['{', '[']) => {}
            Part::Headers if unmarked.starts_with('{') && body.is_empty() && headers.is_empty() => {
                headers.extend(headers_of_object(unmarked, &mut lines));
            }
            Part::Headers if !unmarked.starts_with(['{', '[']) => headers.extend(is_of_head(unmarked)),
            Part::Headers | Part::Query | Part::Body => {
                part = Part::Body;
                body.push(line.to_owned());
            }
        }
    }
    Some(format!("{}\n\n{}", headers.join("\n"), body.join("\n")))
}

/// The label of a line, and what stands behind it: `**Body:**`, `- Headers`, `Body (JSON): {…}`.
fn label(line: &str) -> Option<(Part, &str)> {
    let line = without_marks(line);
    let (name, behind) = line.split_once(':')?;
    let behind = behind.trim_matches(['*', ' ', '\t', '`']);
    let name = name.split('(').next().unwrap_or_default().trim_matches(['*', '_', ' ']).to_ascii_lowercase();
    let of = |labels: &[(&str, Part)]| labels.iter().find(|(label, _)| *label == name).map(|(_, part)| *part);
    let is_json = behind.is_empty() || behind.starts_with(['{', '[']);
    of(&LABELS).or_else(|| of(&LABELS_OF_JSON).filter(|_| is_json)).map(|part| (part, behind))
}

/// The line without the marks of a list and of Markdown around it.
fn without_marks(line: &str) -> &str {
    let line = line.trim();
    let line = ["- ", "* ", "+ ", "• "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
    line.trim_start_matches(['#', ' ', '*']).trim_matches('`')
}

/// A line that the head of a request may have: a header, or more of the query.
fn is_of_head(line: &str) -> Option<String> {
    let is_it = super::header(line).is_some() || line.starts_with(['?', '&']);
    is_it.then(|| line.to_owned())
}

/// The headers of an object of JSON that begins with this line.
fn headers_of_object<'a>(first: &'a str, lines: &mut impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut text = first.to_owned();
    while !text.trim_end().ends_with('}') {
        let Some(line) = lines.next() else { break };
        text.push('\n');
        text.push_str(line);
    }
    let Some(object) = value_of(&text) else { return Vec::new() };
    let line = |name: &str, value: Option<&str>| format!("{name}: {}", value.unwrap_or("{{value}}"));
    object.members().iter().map(|(name, value)| line(name, value.text())).collect()
}
