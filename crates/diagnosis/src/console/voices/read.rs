//! What stands around a phrase: the readers that rows of the table share.

use super::super::message::Message;
use super::super::window::Window;

/// The phrase says all.
pub(super) fn nothing(window: &Window<'_>, _: &mut Message) -> Option<usize> {
    Some(window.end)
}

/// The URL of the call follows, on the same line.
pub(super) fn url_after(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    message.url = line(window).url_after();
    Some(window.end)
}

/// The URL stands on one side or the other.
pub(super) fn url_around(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let line = line(window);
    message.url = line.url_after().or_else(|| line.url_before());
    Some(window.end)
}

/// The page's origin follows: `origin 'http://localhost:3000' …`.
pub(super) fn origin_after(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let word = window.next_word();
    message.origin = word.contains("://").then(|| word.trim_end_matches('/').to_owned());
    message.named = (!word.is_empty()).then_some(word);
    Some(window.end)
}

/// The page's origin stands before the phrase.
pub(super) fn origin_before(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let url = line(window).url_before();
    message.origin = url.map(|url| url.trim_end_matches('/').to_owned());
    message.named.clone_from(&message.origin);
    Some(window.end)
}

/// The page's origin stands on one side or the other.
pub(super) fn url_around_as_origin(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let line = line(window);
    let url = if line.rest().starts_with(':') { line.url_after() } else { None };
    message.origin = url.or_else(|| line.url_before()).map(|url| url.trim_end_matches('/').to_owned());
    message.origin = message.origin.take().filter(|origin| origin.matches('/').count() == 2);
    Some(window.end)
}

/// `Origin checking failed - http://localhost:3000 does not match any trusted origins.`, or of a referrer, with its path.
pub(super) fn origin_after_dash(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let url = if window.rest().starts_with("-http") { line(window).url_after() } else { None };
    message.origin = url.map(|url| match url::Url::parse(&url) {
        Ok(url) => url.origin().ascii_serialization(),
        Err(_) => url.trim_end_matches('/').to_owned(),
    });
    Some(window.end)
}

/// A value of a configuration follows.
pub(super) fn value_after(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let word = window.next_word();
    message.named = (!word.is_empty()).then_some(word);
    Some(window.end)
}

/// A value in quotes stands before the phrase: `Origin 'localhost:3000' in …`.
pub(super) fn value_before(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    message.named = window.quoted_before();
    Some(window.end)
}

/// An origin without its scheme stands before the phrase; with it, it is what the page sends.
pub(super) fn bare_origin_before(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    value_before(window, message)?;
    let bare = message.named.take().filter(|value| !value.is_empty())?;
    let host = bare.trim_start_matches("//").trim_end_matches('/');
    let scheme = if is_local(host) { "http" } else { "https" };
    message.named = Some(if host.contains("://") { host.to_owned() } else { format!("{scheme}://{host}") });
    Some(window.end)
}

fn is_local(host: &str) -> bool {
    let name = host.split(':').next().unwrap_or_default();
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok()
}

/// Whether the level of a log's line is a warning: it stands before the phrase, or begins the line above.
pub(super) fn is_warning(window: &Window<'_>) -> bool {
    const LEVELS: [&str; 7] = ["warn:", "[warn", "wrn]", "warning:", "warn]", "level=warn", "'level':'warn"];
    /// As far behind the beginning of a line stands its level.
    const LEVEL_REACH: usize = 32;
    let has = |text: &str| LEVELS.iter().any(|level| text.contains(level));
    let line = line(window);
    let above = line.floor.checked_sub(1).filter(|end| *end >= window.floor).map(|end| {
        let above = Window { start: end, end, ceiling: line.floor, ..*window }.on_its_line();
        Window { start: above.floor, end: above.floor, ..above }.near(LEVEL_REACH)
    });
    has(line.before()) || above.is_some_and(|above| has(above.rest()))
}

/// The line of the phrase, as far as the window reaches.
fn line<'a>(window: &Window<'a>) -> Window<'a> {
    window.on_its_line()
}
