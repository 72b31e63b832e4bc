//! What the arguments ask: a page's request. Whatever a browser would refuse or drop is an error here.

use preflight_engine::browser::{
    Body, CredentialsMode, DroppedHeader, FetchRequest, RequestError, RequestInit, RequestMode, UserAgent,
};
use preflight_engine::{Origin, OriginPattern};
use url::Url;

use super::{CheckArgs, Credentials, DEFAULT_ORIGIN, Failure, Mode, address_space};
use crate::header_argument::{HeaderArgument, read_all};
use crate::printable::printable;
use crate::redact::{HIDDEN, UNKNOWN_VALUE, given};
use preflight_policy_file::is_unseen;

/// A page's call, and what goes with it.
pub struct Question {
    origin: Origin,
    url: Url,
    init: RequestInit,
    /// The headers that were given without a value, each once: known by the argument, whatever else the header holds.
    unknown_headers: Vec<Vec<u8>>,
    pub body: Option<Vec<u8>>,
    /// The response headers that the page reads, where that was said.
    pub reads: Vec<String>,
    /// The server behind.
    pub upstream: Option<Url>,
    /// Whether the page's origin was assumed.
    pub origin_is_assumed: bool,
}

impl Question {
    pub fn new(args: &CheckArgs) -> Result<Self, Failure> {
        let url = parse_url(&args.url)?;
        let origin = parse_origin(args.origin.as_deref().unwrap_or(DEFAULT_ORIGIN))?;
        let arguments = read_all(&args.headers)?;
        let unknown_headers = names_without_value(&arguments);
        let headers = arguments.into_iter().map(field).collect();
        let method = args.method.clone().or_else(|| args.data.as_ref().map(|_| "POST".to_owned()));
        let init = RequestInit {
            method: method.map(String::into_bytes),
            headers,
            mode: args.mode.unwrap_or_default().into(),
            credentials: args.credentials.unwrap_or_default().into(),
            body: args.data.as_ref().map(|_| Body::Text),
            restricts_mixed_content: true,
            client_address_space: address_space::of_page(args.page_address_space, &origin),
            ..RequestInit::default()
        };
        let body = args.data.clone().map(String::into_bytes);
        let upstream = args.upstream.as_deref().map(parse_url).transpose()?;
        let reads = args.reads.clone();
        let origin_is_assumed = args.origin.is_none();
        let question = Self { origin, url, init, unknown_headers, body, reads, upstream, origin_is_assumed };
        if let Some(dropped) = question.request(&UserAgent::STANDARD)?.dropped_headers().first() {
            return Err(dropped_header(dropped));
        }
        Ok(question)
    }

    /// The page's origin.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// What the page calls.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Whether it is known where the page comes from.
    pub fn knows_page_space(&self) -> bool {
        self.init.client_address_space.is_some()
    }

    /// Whether there is a body whose text is not known.
    pub fn has_unknown_body(&self) -> bool {
        self.body.as_deref().is_some_and(is_unknown)
    }

    /// The names of the headers whose values are not known.
    pub fn unknown_headers(&self) -> impl Iterator<Item = &[u8]> {
        self.unknown_headers.iter().map(Vec::as_slice)
    }

    /// The request that a browser makes of it.
    pub fn request(&self, user_agent: &UserAgent) -> Result<FetchRequest, Failure> {
        FetchRequest::new_in(user_agent, self.origin.clone(), self.url.clone(), self.init.clone())
            .map_err(|error| Failure::usage(format!("fetch() throws: {}", thrown(&error))))
    }
}

/// What is no method may be anything, and is not repeated.
fn thrown(error: &RequestError) -> String {
    match error {
        RequestError::InvalidMethod { .. } => "what `--method` says is no method: a method is one word".to_owned(),
        error => error.to_string(),
    }
}

fn names_without_value(headers: &[HeaderArgument]) -> Vec<Vec<u8>> {
    let unknown = headers.iter().filter(|header| header.value.is_none());
    let mut names: Vec<_> = unknown.map(|header| header.name.to_ascii_lowercase().into_bytes()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether a body is `…` and nothing else that is seen.
fn is_unknown(body: &[u8]) -> bool {
    let is_beside = |c: char| c.is_whitespace() || is_unseen(c);
    let text = String::from_utf8_lossy(body).replace(is_beside, "");
    !text.is_empty() && text.replace(HIDDEN, "").is_empty()
}

fn field(header: HeaderArgument) -> (Vec<u8>, Vec<u8>) {
    (header.name.into_bytes(), header.value.unwrap_or_else(|| UNKNOWN_VALUE.to_owned()).into_bytes())
}

fn dropped_header(dropped: &DroppedHeader) -> Failure {
    let failure = Failure::usage(dropped.to_string());
    match dropped.name().to_ascii_lowercase().as_slice() {
        b"origin" => failure.with_help("say `--origin` for the page's origin"),
        b"cookie" => failure.with_help("say `--credentials include`; the browser adds the cookies"),
        _ => failure.with_help("leave the header out"),
    }
}

pub fn parse_url(text: &str) -> Result<Url, Failure> {
    // Copied out of a source or of a sentence.
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`' | '<' | '>' | ','));
    if let Some(rest) = text.strip_prefix(':') {
        return parse_url(&format!("http://localhost:{rest}"));
    }
    let shown = printable(given(text).as_bytes());
    if !text.contains("://") {
        return Err(without_scheme(text));
    }
    let url = Url::parse(text).map_err(|error| {
        Failure::usage(format!("`{shown}` is no URL: {error}"))
            .with_help("a URL looks like http://localhost:5000/api/todos")
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Failure::usage(format!(
            "`{shown}` has the scheme {}, and only http and https can be checked",
            url.scheme()
        ))
        .with_help("check the http or https URL that the page calls"));
    }
    Ok(url)
}

/// What a page makes of a URL without a scheme, and what was meant.
fn without_scheme(text: &str) -> Failure {
    let text = given(text);
    let text = text.as_str();
    let shown = printable(text.as_bytes());
    if text == HIDDEN {
        return Failure::usage("what stands in the URL's place is no URL").with_help(
            "a URL looks like http://localhost:5000/api/todos; a pasted curl or fetch line goes into quotes",
        );
    }
    let misspelt = ["https", "http"].into_iter().find_map(|scheme| {
        let rest = text.strip_prefix(scheme)?;
        let host = rest.trim_start_matches([':', '/']);
        (host.len() < rest.len() && !host.is_empty()).then(|| format!("{scheme}://{}", printable(host.as_bytes())))
    });
    if let Some(meant) = misspelt {
        return Failure::usage(format!("`{shown}` has its scheme misspelt")).with_help(format!("write `{meant}`"));
    }
    if let Some(rest) = text.strip_prefix("//") {
        let rest = printable(rest.as_bytes());
        return Failure::usage(format!("`{shown}` takes the scheme of the page that calls it"))
            .with_help(format!("write `http://{rest}` or `https://{rest}`, as the Network tab shows it"));
    }
    if text.starts_with(['/', '.', '?', '#']) {
        return Failure::usage(format!(
            "`{shown}` is relative: it goes to the page's own server, where CORS has no part"
        ))
        .with_help(
            "if it fails there, look at its status; otherwise write the whole URL, as the Network tab shows it",
        );
    }
    let (host, rest) = text.split_once(':').unwrap_or((text, ""));
    let is_port = rest.starts_with(|c: char| c.is_ascii_digit());
    let why = if is_port {
        format!("to fetch() `{}:` is the scheme, which no page can call", printable(host.as_bytes()))
    } else {
        "to fetch() it is a path on the page's own server".to_owned()
    };
    Failure::usage(format!("`{shown}` has no scheme: {why}"))
        .with_help(format!("write `http://{shown}` or `https://{shown}`"))
}

pub fn parse_origin(text: &str) -> Result<Origin, Failure> {
    Origin::parse(text).map_err(|rule| {
        let failure = Failure::usage(format!("`{}` is no origin of a page: {rule}", printable(given(text).as_bytes())));
        let suggestion = OriginPattern::parse(text).err().and_then(|invalid| invalid.suggestion);
        match suggestion.filter(|suggestion| Origin::parse(suggestion).is_ok()) {
            Some(suggestion) => failure.with_help(format!("write `{suggestion}`")),
            None => failure.with_help("an origin looks like https://app.example.com or http://localhost:5173"),
        }
    })
}

impl From<Credentials> for CredentialsMode {
    fn from(credentials: Credentials) -> Self {
        match credentials {
            Credentials::Omit => Self::Omit,
            Credentials::SameOrigin => Self::SameOrigin,
            Credentials::Include => Self::Include,
        }
    }
}

impl From<Mode> for RequestMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Cors => Self::Cors,
            Mode::NoCors => Self::NoCors,
            Mode::SameOrigin => Self::SameOrigin,
        }
    }
}
