//! What a text is that holds no message: so that the answer can say what to paste instead.

/// As much of a text is looked at: what it is shows at its beginning.
const LOOK_LIMIT: usize = 16 * 1024;

/// What a text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Looks {
    /// Nothing but white space.
    Empty,
    /// An archive of HTTP exchanges, as developer tools export it.
    Har,
    /// An HTML page.
    Html,
    /// JSON.
    Json,
    /// An access log of a web server.
    AccessLog,
    /// A log of a build: npm, webpack, Vite, cargo.
    BuildLog,
    /// A log of a program.
    Log,
    /// A stack of calls.
    StackTrace,
    /// A source in a programming language.
    SourceCode,
    /// The configuration of a server.
    Configuration,
    /// An address by itself.
    Url,
    /// A question or a story.
    Prose,
}

impl Looks {
    /// A stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Har => "har",
            Self::Html => "html",
            Self::Json => "json",
            Self::AccessLog => "access-log",
            Self::BuildLog => "build-log",
            Self::Log => "log",
            Self::StackTrace => "stack-trace",
            Self::SourceCode => "source-code",
            Self::Configuration => "configuration",
            Self::Url => "url",
            Self::Prose => "prose",
        }
    }

    /// What it is, with its article.
    pub fn what(self) -> &'static str {
        match self {
            Self::Empty => "an empty text",
            Self::Har => "a HAR, the archive of a Network panel",
            Self::Html => "an HTML page",
            Self::Json => "JSON",
            Self::AccessLog => "an access log without a failed preflight",
            Self::BuildLog => "the output of a build",
            Self::Log => "the log of a program",
            Self::StackTrace => "a stack trace",
            Self::SourceCode => "source code",
            Self::Configuration => "the configuration of a server",
            Self::Url => "a URL",
            Self::Prose => "a text in plain words",
        }
    }

    /// What to do instead.
    pub fn instead(self) -> &'static str {
        match self {
            Self::Har => "give the file to `preflight har FILE`",
            Self::Url => "give it to `preflight check URL --origin PAGE`",
            Self::SourceCode | Self::Configuration => {
                "give the file to `preflight fix FILE`, or paste the red line of the browser's console"
            }
            Self::Html => {
                "this is what the server answered: paste the red line of the browser's console, or the head of the response (`curl -i URL`)"
            }
            Self::AccessLog => "paste the lines with OPTIONS, or the red line of the browser's console",
            _ => {
                "open the developer tools (F12) in the browser, choose Console, and paste the red line that names CORS, from `Access to …` or `Cross-Origin Request Blocked` to its end"
            }
        }
    }
}

/// What a text without a message looks like; `None` where it cannot be told.
///
/// ```
/// use preflight_diagnosis::looks_like;
///
/// assert_eq!(looks_like("<!DOCTYPE html><html></html>").unwrap().name(), "html");
/// assert!(looks_like("todo").is_none());
/// ```
pub fn looks_like(text: &str) -> Option<Looks> {
    let text = text[..super::boundary::floor_char_boundary(text, LOOK_LIMIT)].trim();
    if text.is_empty() {
        return Some(Looks::Empty);
    }
    let folded = text.to_ascii_lowercase();
    let is = |looks: Looks, holds: bool| holds.then_some(looks);
    is(Looks::Url, is_url(text))
        .or_else(|| json(text))
        .or_else(|| {
            is(
                Looks::Html,
                has_any(&folded, &["<!doctype html", "<html", "<head>", "<body", "<div", "</p>"])
                    && text.starts_with('<'),
            )
        })
        .or_else(|| is(Looks::AccessLog, lines(text, is_access_line)))
        .or_else(|| is(Looks::StackTrace, lines(text, is_frame)))
        .or_else(|| is(Looks::BuildLog, has_any(&folded, BUILDS)))
        .or_else(|| is(Looks::Configuration, has_any(&folded, CONFIGURATIONS)))
        .or_else(|| is(Looks::SourceCode, has_code(text)))
        .or_else(|| is(Looks::Log, lines(text, is_log_line)))
        .or_else(|| is(Looks::Prose, text.split_whitespace().count() >= 6))
}

const BUILDS: &[&str] = &[
    "npm err!",
    "npm error",
    "compiled with",
    "failed to compile",
    "build failed",
    "webpack compiled",
    "ready in ",
    "error[e0",
    "could not compile",
    "module not found: error",
    "yarn run v",
    "maven",
    "gradle",
];

const CONFIGURATIONS: &[&str] =
    &["proxy_pass ", "add_header ", "listen 80", "<virtualhost", "server_name ", "reverse_proxy ", "apiversion: "];

fn is_url(text: &str) -> bool {
    let is_http = text.starts_with("http://") || text.starts_with("https://");
    is_http && !text.contains(char::is_whitespace)
}

/// A HAR begins `{"log": {` with a version and a creator.
fn json(text: &str) -> Option<Looks> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let solid: String = text.chars().take(2_000).filter(|c| !c.is_whitespace()).collect();
    if solid.starts_with("{\"log\":{") {
        return Some(Looks::Har);
    }
    let is_json = solid.starts_with("{\"")
        || solid.starts_with("[{\"")
        || solid.starts_with("[\"")
        || solid == "{}"
        || solid == "[]";
    is_json.then_some(Looks::Json)
}

fn has_any(folded: &str, words: &[&str]) -> bool {
    words.iter().any(|word| folded.contains(word))
}

/// Whether a third of the lines are of this kind, and one at least.
fn lines(text: &str, is_of_kind: fn(&str) -> bool) -> bool {
    let all = text.lines().filter(|line| !line.trim().is_empty()).count();
    let of_kind = text.lines().filter(|line| is_of_kind(line.trim())).count();
    of_kind > 0 && of_kind * 3 >= all
}

fn is_access_line(line: &str) -> bool {
    let has_request = ["\"GET /", "\"POST /", "\"PUT /", "\"DELETE /", "\"OPTIONS /", "\"HEAD /", "\"PATCH /"]
        .iter()
        .any(|request| line.contains(request));
    has_request && line.contains("HTTP/")
}

fn is_frame(line: &str) -> bool {
    let is_python = line.starts_with("File \"") && line.contains(", line ");
    line.starts_with("at ") && (line.contains('(') || line.contains(".js:") || line.contains(".ts:"))
        || is_python
        || line.starts_with("Traceback (most recent call last)")
        || line.starts_with("goroutine ")
}

fn has_code(text: &str) -> bool {
    const MARKS: [&str; 24] = [
        "const ",
        ".then(",
        "console.",
        "let ",
        "var ",
        "function ",
        "import ",
        "require(",
        "=> {",
        "fetch(",
        "axios.",
        "app.use(",
        "def ",
        "class ",
        "public ",
        "fn ",
        "func ",
        "#include",
        "package ",
        "<?php",
        "return ",
        "async ",
        "await ",
        "};",
    ];
    let marks = MARKS.iter().filter(|mark| text.contains(**mark)).count();
    marks >= 2 && text.contains(['(', '{', ':']) && (text.contains('\n') || text.contains(';') || text.contains('{'))
}

/// A time, or a level in capitals, at the beginning.
fn is_log_line(line: &str) -> bool {
    let head = line.get(..24.min(line.len())).unwrap_or_default();
    let digits = head.bytes().filter(u8::is_ascii_digit).count();
    let has_level = ["INFO", "WARN", "ERROR", "DEBUG", "TRACE", "[info]", "[error]", "[warn]"]
        .iter()
        .any(|level| line.contains(level));
    digits >= 4 && head.contains(':') || has_level
}
