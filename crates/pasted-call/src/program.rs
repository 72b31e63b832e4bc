//! Calls in languages that no browser runs: of them the method and the URL are read, and that CORS has no part in them is said.

use preflight_engine::page_call::Part;

use crate::pasted::Note;
use crate::said::{Body, MediaType, Said};

/// What only a text of this library has, and the library as it is quoted.
const LIBRARIES: [(&str, &str); 15] = [
    ("http.NewRequest", "Go's `net/http`"),
    ("http.Get(\"", "Go's `net/http`"),
    ("http.Post(\"", "Go's `net/http`"),
    ("HttpRequest.newBuilder", "Java's `HttpClient`"),
    ("Request.Builder()", "OkHttp"),
    (".GetAsync(\"", "C#'s `HttpClient`"),
    (".PostAsync(\"", "C#'s `HttpClient`"),
    (".PutAsync(\"", "C#'s `HttpClient`"),
    (".DeleteAsync(\"", "C#'s `HttpClient`"),
    (".PostAsJsonAsync(\"", "C#'s `HttpClient`"),
    ("curl_init(", "PHP's `curl`"),
    ("->request('", "PHP's Guzzle"),
    ("Net::HTTP", "Ruby's `Net::HTTP`"),
    ("Faraday.", "Ruby's Faraday"),
    ("reqwest::", "Rust's `reqwest`"),
];

/// What only a text in Python has.
const PYTHON: [(&str, &str); 2] = [("httpx.", "Python's `httpx`"), ("aiohttp.", "Python's `aiohttp`")];

const METHODS: [&str; 6] = ["Get", "Post", "Put", "Patch", "Delete", "Head"];

/// The call of a program. `None` where the text has none with a whole URL.
pub(crate) fn read(text: &str) -> Option<Said> {
    let (_, library) = LIBRARIES.into_iter().find(|(mark, _)| text.contains(mark))?;
    let mut said = Said::to(url(text)?);
    let method = METHODS.into_iter().filter_map(|method| Some((place(text, method)?, method))).min();
    let method = method.map(|(_, method)| method.to_ascii_uppercase());
    if matches!(method.as_deref(), Some("POST" | "PUT" | "PATCH")) {
        let is_json = ["application/json", "AsJson", ".json(", "'json'"].iter().any(|mark| text.contains(mark));
        said.body = Some(Body::new(None, if is_json { MediaType::json() } else { MediaType::Unsaid }));
    }
    said.method = method.map_or_else(|| Part::Implied("GET".to_owned()), Part::Known);
    // Those are not read.
    said.has_other_headers = text.to_ascii_lowercase().contains("header");
    said.note(Note::OutsideOfBrowsers(library));
    Some(said)
}

/// Notes a library of Python whose client the text makes.
pub(crate) fn note_python(text: &str, said: &mut Said) {
    if let Some((_, library)) = PYTHON.into_iter().find(|(mark, _)| text.contains(mark)) {
        said.note(Note::OutsideOfBrowsers(library));
    }
}

/// The first URL in quotes.
fn url(text: &str) -> Option<&str> {
    let starts = ["\"http://", "\"https://", "'http://", "'https://"].into_iter().filter_map(|start| text.find(start));
    let start = starts.min()?;
    let (quote, rest) = text[start..].split_at(1);
    Some(&rest[..rest.find(quote)?]).filter(|url| !url.contains(['{', '$', '%']))
}

/// Where a text says this method first.
fn place(text: &str, method: &str) -> Option<usize> {
    let (upper, lower) = (method.to_ascii_uppercase(), method.to_ascii_lowercase());
    [
        format!("\"{upper}\""),
        format!("'{upper}'"),
        format!(".{lower}("),
        format!(".{upper}("),
        format!(".{method}("),
        format!(".{method}Async("),
        format!(".{method}AsJsonAsync("),
        format!("HTTP::{method}"),
        format!("->{lower}("),
        format!("CURLOPT_{upper},"),
    ]
    .iter()
    .filter_map(|mark| text.find(mark.as_str()))
    .min()
}
