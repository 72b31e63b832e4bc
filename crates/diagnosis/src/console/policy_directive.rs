//! The directive of a Content Security Policy that a line names: `script-src`, `font-src`.

use super::reason::ConsoleReason;
use super::rule::Sighting;
use super::window::Window;

/// The directives that name what may be loaded; of two that begin alike, the longer first.
const DIRECTIVES: [&str; 19] = [
    "connect-src",
    "script-src-elem",
    "script-src-attr",
    "script-src",
    "style-src-elem",
    "style-src-attr",
    "style-src",
    "font-src",
    "img-src",
    "media-src",
    "frame-src",
    "child-src",
    "worker-src",
    "manifest-src",
    "object-src",
    "prefetch-src",
    "default-src",
    "form-action",
    "frame-ancestors",
];

/// As far behind the phrase stands the directive: a URL is between.
const REACH: usize = 2 * 1024;

/// The same message with the directive, where a policy is its reason.
pub(super) fn completed(mut sighting: Sighting, window: &Window<'_>) -> Sighting {
    sighting.message.named = sighting.message.named.take().or_else(|| named(sighting.message.reason.as_ref()?, window));
    sighting
}

/// The directive behind the phrase: Safari has it right there, Chromium behind a colon, Firefox at the end of the sentence.
pub(super) fn named(reason: &ConsoleReason, window: &Window<'_>) -> Option<String> {
    if !matches!(reason, ConsoleReason::ContentSecurityPolicy | ConsoleReason::ContentSecurityPolicyReportOnly) {
        return None;
    }
    let sentence = window.on_its_line().near(REACH).rest();
    let of_colon = sentence.find("directive:").map(|at| &sentence[at + "directive:".len()..]);
    let of_bracket = || sentence.match_indices('(').map(|(at, _)| &sentence[at + 1..]).find_map(begins);
    of_colon.and_then(begins).or_else(|| begins(sentence)).or_else(of_bracket).map(str::to_owned)
}

/// The directive with which a text begins.
fn begins(text: &str) -> Option<&'static str> {
    let text = text.trim_start_matches([':', '\'']);
    DIRECTIVES.into_iter().find(|name| text.starts_with(name))
}

#[cfg(test)]
mod tests {
    use crate::console::read_console;

    #[test]
    fn the_directive_is_the_one_that_the_line_names() {
        for (text, expected) in [
            (
                "Refused to load the script 'https://cdn.example/a.js' because it violates the following Content Security Policy directive: \"script-src 'self'\". Note that 'script-src-elem' was not explicitly set, so 'script-src' is used as a fallback.",
                Some("script-src"),
            ),
            (
                "Content Security Policy: The page’s settings blocked the loading of a resource at https://fonts.example/x(1).woff2 (“font-src”).",
                Some("font-src"),
            ),
            (
                "Content Security Policy: The page's settings blocked the loading of a resource at https://a.example/x (\"script-src http://s.example 'unsafe-eval'\").",
                Some("script-src"),
            ),
            (
                "Content-Security-Policy: The page’s settings blocked a script (script-src-elem) at https://cdn.example/a.js from being executed because it violates the following directive: “script-src 'self'”",
                Some("script-src"),
            ),
            (
                "[Error] Refused to load https://cdn.example/a.js because it does not appear in the script-src directive of the Content Security Policy.",
                Some("script-src"),
            ),
            (
                "[Error] Refused to connect to https://api.example/v1 because it appears in neither the connect-src directive nor the default-src directive of the Content Security Policy.",
                Some("connect-src"),
            ),
            (
                "Fetch API cannot load https://api.example/v1. Refused to connect because it violates the document's Content Security Policy.",
                None,
            ),
        ] {
            let read = read_console(text);
            assert_eq!(read.first().and_then(|message| message.named.as_deref()), expected, "{text}");
        }
    }
}
