//! Rules: a phrase that only one reason has, and how to read that reason there.

use super::message::{Engine, Message};
use super::reason::ConsoleReason;
use super::window::Window;

/// A phrase without white space, in lower case, and what it means.
pub(super) struct Rule {
    /// The phrase.
    pub(super) says: &'static str,
    /// Whose it is; `None` for texts that more than one has.
    pub(super) engine: Option<Engine>,
    /// The reason, with what stands around the phrase.
    pub(super) reason: fn(&Window<'_>) -> Option<ConsoleReason>,
    /// Where the URL stands.
    pub(super) url: UrlPlace,
}

/// Whose a phrase is.
pub(super) const CHROMIUM: Option<Engine> = Some(Engine::Chromium);
pub(super) const FIREFOX: Option<Engine> = Some(Engine::Firefox);
pub(super) const WEBKIT: Option<Engine> = Some(Engine::WebKit);

/// A rule for a phrase with a URL, which need not be one browser's.
pub(super) const fn located(
    engine: Option<Engine>,
    says: &'static str,
    url: UrlPlace,
    reason: fn(&Window<'_>) -> Option<ConsoleReason>,
) -> Rule {
    Rule { says, engine, reason, url }
}

/// Where a message has its URL.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum UrlPlace {
    /// Nowhere near the phrase.
    Elsewhere,
    /// Before the phrase.
    Before,
    /// After the phrase.
    After,
}

/// What was read, and where it ends.
pub(super) struct Sighting {
    pub(super) message: Message,
    pub(super) end: usize,
    /// Whether the line only repeats another one, as `Failed to load resource: …` does.
    pub(super) is_repetition: bool,
}

impl Sighting {
    pub(super) fn new(message: Message, end: usize) -> Self {
        Self { message, end, is_repetition: false }
    }
}

impl Rule {
    /// A rule of one browser, for a phrase without a URL.
    pub(super) const fn new(
        engine: Engine,
        says: &'static str,
        reason: fn(&Window<'_>) -> Option<ConsoleReason>,
    ) -> Self {
        Self { says, engine: Some(engine), reason, url: UrlPlace::Elsewhere }
    }

    /// The same rule, for a phrase with a URL.
    pub(super) const fn with_url(self, url: UrlPlace) -> Self {
        Self { url, ..self }
    }

    /// Reads the message whose phrase stands alone.
    pub(super) fn read(&self, window: &Window<'_>) -> Option<Sighting> {
        let reason = (self.reason)(window)?;
        let url = match self.url {
            UrlPlace::Elsewhere => None,
            UrlPlace::Before => window.url_before(),
            UrlPlace::After => window.url_after(),
        };
        let message =
            Message { engine: self.engine, reason: Some(reason), url, status: window.status(), ..Message::default() };
        Some(Sighting::new(message, window.end))
    }
}

/// The first of these rules that holds after the phrase, with the window of its own phrase.
pub(super) fn first<'a, 'r>(
    window: &Window<'a>,
    rules: impl IntoIterator<Item = &'r Rule>,
) -> Option<(&'r Rule, ConsoleReason, Window<'a>)> {
    let found = rules.into_iter().filter_map(|rule| Some((rule, window.at(window.find(rule.says)?))));
    let (rule, place) = found.min_by_key(|(rule, place)| (place.start, usize::MAX - rule.says.len()))?;
    let reason = (rule.reason)(&place)?;
    Some((rule, reason, place))
}
