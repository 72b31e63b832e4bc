//! Finds the messages in a transcript: a phrase that begins one, or one that only a message has.

use super::localized::{self, Sentence};
use super::phrase::{self, Entry, Phrase, Reader};
use super::rule::{Rule, Sighting};
use super::saying::Saying;
use super::transcript::Transcript;
use super::window::Window;
use super::{chromium, firefox, look_alike, network, other_tools, page_checks, saying, webkit};

/// A message reaches as far beyond its first phrase: two long URLs and a header's value.
const MESSAGE_LENGTH_LIMIT: usize = 8 * 1024;

pub(super) type Read = fn(&Window<'_>) -> Option<Sighting>;

/// Phrases with which a message begins. What follows belongs to it up to the next one of these.
const OPENERS: &[(&str, Read)] = &[
    ("accessto", chromium::access_to),
    ("redirectfrom'", chromium::blocked_from_loading),
    ("fontfromorigin'", chromium::blocked_from_loading),
    ("imagefromorigin'", chromium::blocked_from_loading),
    ("scriptfromorigin'", chromium::blocked_from_loading),
    ("fetchapicannotload", chromium::cannot_load),
    ("xmlhttprequestcannotload", chromium::cannot_load),
    ("eventsourcecannotload", chromium::cannot_load),
    ("beaconapicannotload", chromium::cannot_load),
    ("pingcannotload", chromium::cannot_load),
    ("cannotload", chromium::cannot_load),
    ("failedtoloadhttp", failed_to_load),
    ("cross-originrequestblocked:", firefox::request_blocked),
    ("cross-originrequestwarning:", firefox::request_warning),
    ("cross-originredirectionto", webkit::redirection_denied),
    ("mixedcontent:thepageat'", look_alike::mixed_content),
    ("failedtoloadresource:", network::failed_to_load_resource),
    ("websocketconnectionto'", network::web_socket),
    ("gethttp", network::method_line),
    ("headhttp", network::method_line),
    ("posthttp", network::method_line),
    ("puthttp", network::method_line),
    ("patchhttp", network::method_line),
    ("deletehttp", network::method_line),
    ("optionshttp", network::method_line),
];

/// Phrases that a message has somewhere, read by themselves where its beginning is missing.
const PARTS: &[(&str, Read)] = &[
    ("hasbeenblockedbycorspolicy", chromium::blocked_by_policy),
    ("isnotallowedbyaccess-control-allow-origin", webkit::origin_not_allowed),
    ("net::", net_error),
    ("err_", other_tools::bare_net_error),
    ("cross-originresourcesharingerror:", other_tools::sharing_error),
];

fn failed_to_load(window: &Window<'_>) -> Option<Sighting> {
    chromium::cannot_load(&Window { end: window.end - "http".len(), ..*window })
}

fn net_error(window: &Window<'_>) -> Option<Sighting> {
    if window.rest().starts_with("err_") { network::net_error(window) } else { None }
}

/// What was found in a text: a phrase with its reader, or a sentence that was read already.
enum Found<'e> {
    Phrase(Phrase<'e>),
    Sentence(Sentence),
}

impl Found<'_> {
    fn start(&self) -> usize {
        match self {
            Self::Phrase(phrase) => phrase.start,
            Self::Sentence(sentence) => sentence.range.start,
        }
    }

    fn end(&self) -> usize {
        match self {
            Self::Phrase(phrase) => phrase.end(),
            Self::Sentence(sentence) => sentence.range.end,
        }
    }

    /// Whether what stands before it belongs to another message.
    fn is_opener(&self) -> bool {
        match self {
            Self::Phrase(phrase) => phrase.entry.is_opener,
            Self::Sentence(_) => true,
        }
    }

    fn read(&self, window: &Window<'_>) -> Option<Sighting> {
        match self {
            Self::Phrase(phrase) => match phrase.entry.reader {
                Reader::Function(read) => read(window),
                Reader::Rule(rule) => rule.read(window),
                Reader::Saying(saying) => saying.read(window).map(|(message, end)| Sighting::new(message, end)),
            },
            Self::Sentence(sentence) => Some(Sighting::new(sentence.message.clone(), sentence.range.end)),
        }
    }
}

/// Everything that can be read, in order, with what stands twice.
pub(super) fn sightings(transcript: &Transcript, entries: &[Entry]) -> Vec<Sighting> {
    let mut found: Vec<_> = phrase::find(transcript.folded(), entries).into_iter().map(Found::Phrase).collect();
    found.extend(localized::sentences(transcript).into_iter().map(Found::Sentence));
    // Stable: of phrases that begin at one place and are as long, the first of the table counts.
    found.sort_by_key(|found| (found.start(), usize::MAX - found.end()));
    let openers: Vec<usize> = found.iter().filter(|found| found.is_opener()).map(Found::start).collect();
    let mut sightings = Vec::new();
    let mut floor = 0;
    for found in &found {
        if found.start() < floor {
            continue;
        }
        let end = found.end();
        if let Some(sighting) = found.read(&window(transcript, found, floor, &openers)) {
            floor = sighting.end.max(end);
            sightings.push(sighting);
        }
    }
    sightings
}

/// What may belong to it: back to what was read before, and on to the next message or to where it stands again.
fn window<'t>(transcript: &'t Transcript, found: &Found<'_>, floor: usize, openers: &[usize]) -> Window<'t> {
    let (start, end) = (found.start(), found.end());
    let next = openers.get(openers.partition_point(|&start| start < end));
    let reach = super::floor_char_boundary(transcript.folded(), end + MESSAGE_LENGTH_LIMIT);
    let repeated_at = match found {
        Found::Phrase(phrase) => phrase.repeated_at,
        Found::Sentence(_) => usize::MAX,
    };
    let back = super::floor_char_boundary(transcript.folded(), start.saturating_sub(MESSAGE_LENGTH_LIMIT));
    let ceiling = next.map_or(reach, |&next| next.min(reach)).min(repeated_at).max(end);
    Window { transcript, floor: floor.max(back), start, end, ceiling }
}

/// Every phrase that is looked for; of those that begin at one place and are as long, the first counts.
pub(super) fn entries() -> Vec<Entry> {
    let of_saying = |saying: &'static Saying| {
        saying.phrases().iter().map(move |&says| Entry { says, is_opener: false, reader: Reader::Saying(saying) })
    };
    entries_of_browsers().into_iter().chain(saying::all().flat_map(of_saying)).collect()
}

/// The phrases of browsers alone.
pub(super) fn entries_of_browsers() -> Vec<Entry> {
    let function = |is_opener: bool| {
        move |&(says, read): &(&'static str, Read)| Entry { says, is_opener, reader: Reader::Function(read) }
    };
    let rules = [
        chromium::RULES,
        firefox::RULES,
        webkit::RULES,
        look_alike::RULES,
        network::RULES,
        page_checks::RULES,
        other_tools::RULES,
    ];
    let of_rule = |rule: &'static Rule| Entry { says: rule.says, is_opener: false, reader: Reader::Rule(rule) };
    let openers = OPENERS.iter().map(function(true)).chain(PARTS.iter().map(function(false)));
    openers.chain(rules.into_iter().flatten().map(of_rule)).collect()
}
