//! The Headers panes of developer tools: General, Response Headers, Request Headers; Safari's Summary.

use url::Url;

/// Which part of a pane the lines below a title belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// `General`, `Summary`
    General,
    /// `Request Headers`, `Request`
    Request,
    /// `Response Headers`, `Response`
    Response,
    /// Parameters, payload, cookies.
    Elsewhere,
}

/// What a line of `General` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Url,
    Method,
    Status,
    /// Address, referrer policy, and what else tells nothing.
    Ignored,
}

/// The section that a title begins, with what the tools write beside it: `(12)`, `view source`, `Raw`, a size.
pub(super) fn section(line: &str) -> Option<Section> {
    let title = line.trim_start_matches(['▼', '▶', '▾', '▸', '#', '*', ' ']).to_ascii_lowercase();
    let known = [
        ("general", Section::General),
        ("summary", Section::General),
        ("response headers", Section::Response),
        ("response header", Section::Response),
        ("response", Section::Response),
        ("request headers", Section::Request),
        ("request header", Section::Request),
        ("request", Section::Request),
        ("provisional headers are shown", Section::Request),
        ("query string parameters", Section::Elsewhere),
        ("request payload", Section::Elsewhere),
        ("form data", Section::Elsewhere),
        ("request data", Section::Elsewhere),
        ("response cookies", Section::Elsewhere),
        ("request cookies", Section::Elsewhere),
    ];
    known
        .into_iter()
        .find(|(name, _)| title.strip_prefix(name).is_some_and(is_beside_a_title))
        .map(|(_, section)| section)
}

fn is_beside_a_title(rest: &str) -> bool {
    let rest = rest.trim_matches([' ', ':', '*', '\t']);
    rest.is_empty()
        || rest.starts_with('(') && rest.ends_with(')')
        || ["view source", "view parsed", "raw", "view decoded"].contains(&rest)
}

/// A label of `General`, with the value behind it.
pub(super) fn label(line: &str) -> Option<(Label, &str)> {
    let labels = [
        ("request url", Label::Url),
        ("request method", Label::Method),
        ("status code", Label::Status),
        ("remote address", Label::Ignored),
        ("referrer policy", Label::Ignored),
        ("url", Label::Url),
        ("status", Label::Status),
        ("method", Label::Method),
        ("source", Label::Ignored),
        ("address", Label::Ignored),
        ("initiator", Label::Ignored),
        ("version", Label::Ignored),
        ("transferred", Label::Ignored),
    ];
    labels.into_iter().find_map(|(name, label)| {
        let head = line.get(..name.len())?;
        let rest = &line[name.len()..];
        let is_label =
            head.eq_ignore_ascii_case(name) && (rest.trim().is_empty() || rest.trim_start().starts_with(':'));
        is_label.then_some((label, rest.trim_start().trim_start_matches(':').trim()))
    })
}

/// `OPTIONS https://…`, alone on its line.
pub(super) fn title(text: &str) -> Option<(&str, Url)> {
    const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    let (method, url) = text.split_once([' ', '\t'])?;
    let is_alone = METHODS.contains(&method) && url.starts_with("http") && !url.contains(char::is_whitespace);
    Some((method, Url::parse(url).ok()?)).filter(|_| is_alone)
}

/// A label that stands in no other text.
pub(super) fn label_of_pane(text: &str) -> bool {
    let folded = text.get(..14).unwrap_or(text).to_ascii_lowercase();
    folded.starts_with("request url") || folded.starts_with("request method") || folded.starts_with("status code")
}
