//! The files of the page, embedded.

/// The content type and the text of a file.
pub fn find(path: &str) -> Option<(&'static str, &'static str)> {
    FILES.iter().find(|(name, ..)| *name == path).map(|&(_, content_type, text)| (content_type, text))
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

macro_rules! file {
    ($path:literal, $content_type:expr, $name:literal) => {
        ($path, $content_type, include_str!(concat!("../../../../demo-page/", $name)))
    };
}

const FILES: [(&str, &str, &str); 14] = [
    file!("/", HTML, "index.html"),
    file!("/icon.svg", "image/svg+xml", "icon.svg"),
    file!("/tokens.css", CSS, "tokens.css"),
    file!("/page.css", CSS, "page.css"),
    file!("/scenario.css", CSS, "scenario.css"),
    file!("/wire.css", CSS, "wire.css"),
    file!("/main.js", JS, "main.js"),
    file!("/element.js", JS, "element.js"),
    file!("/call.js", JS, "call.js"),
    file!("/agreement.js", JS, "agreement.js"),
    file!("/scenario.js", JS, "scenario.js"),
    file!("/snippet.js", JS, "snippet.js"),
    file!("/wire.js", JS, "wire.js"),
    file!("/policy.js", JS, "policy.js"),
];
