//! Finds the messages in a transcript: a phrase that begins one, or one that only a message has.

use super::localized::Sentence;
use super::message::Message;
use super::rule::{Rule, Sighting};
use super::transcript::Transcript;
use super::window::Window;
use super::{chromium, firefox, localized, look_alike, network, other_tools, page_checks, webkit};

/// A message reaches as far beyond its first phrase: two long URLs and a header's value.
const MESSAGE_LENGTH_LIMIT: usize = 8 * 1024;

/// Each phrase is looked at so often; a log that has it more often repeats itself.
const PHRASE_LIMIT: usize = 2_000;

type Read = fn(&Window<'_>) -> Option<Sighting>;

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

/// A phrase at its place.
struct Phrase {
    start: usize,
    end: usize,
    is_opener: bool,
    reader: Reader,
}

enum Reader {
    Function(Read),
    Rule(&'static Rule),
    Sentence(Message),
}

impl From<Sentence> for Phrase {
    fn from(Sentence { range, message }: Sentence) -> Self {
        Self { start: range.start, end: range.end, is_opener: true, reader: Reader::Sentence(message) }
    }
}

/// Everything that can be read, in order, with what stands twice.
pub(super) fn sightings(transcript: &Transcript) -> Vec<Sighting> {
    let mut phrases = phrases(transcript.folded());
    phrases.extend(localized::sentences(transcript).into_iter().map(Phrase::from));
    phrases.sort_by_key(|phrase| (phrase.start, usize::MAX - phrase.end));
    let openers: Vec<usize> = phrases.iter().filter(|phrase| phrase.is_opener).map(|phrase| phrase.start).collect();
    let mut sightings = Vec::new();
    let mut floor = 0;
    for phrase in phrases {
        if phrase.start < floor {
            continue;
        }
        let next = openers.get(openers.partition_point(|&start| start < phrase.end));
        let reach = super::floor_char_boundary(transcript.folded(), phrase.end + MESSAGE_LENGTH_LIMIT);
        let window = Window {
            transcript,
            floor: floor.max(super::floor_char_boundary(
                transcript.folded(),
                phrase.start.saturating_sub(MESSAGE_LENGTH_LIMIT),
            )),
            start: phrase.start,
            end: phrase.end,
            ceiling: next.map_or(reach, |&next| next.min(reach)),
        };
        let read = match phrase.reader {
            Reader::Function(read) => read(&window),
            Reader::Rule(rule) => rule.read(&window),
            Reader::Sentence(message) => Some(Sighting::new(message, phrase.end)),
        };
        if let Some(sighting) = read {
            floor = sighting.end.max(phrase.end);
            sightings.push(sighting);
        }
    }
    sightings
}

/// All phrases, one kind after the other.
fn phrases(folded: &str) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    let mut find = |says: &str, is_opener: bool, reader: fn(usize) -> Reader, index: usize| {
        for (start, _) in folded.match_indices(says).take(PHRASE_LIMIT) {
            phrases.push(Phrase { start, end: start + says.len(), is_opener, reader: reader(index) });
        }
    };
    for (index, (says, _)) in OPENERS.iter().enumerate() {
        find(says, true, |index| Reader::Function(OPENERS[index].1), index);
    }
    for (index, (says, _)) in PARTS.iter().enumerate() {
        find(says, false, |index| Reader::Function(PARTS[index].1), index);
    }
    for (index, rule) in rules().enumerate() {
        find(rule.says, false, |index| Reader::Rule(rules().nth(index).expect("the index is one of rules()")), index);
    }
    phrases
}

fn rules() -> impl Iterator<Item = &'static Rule> {
    let all = chromium::RULES.iter().chain(firefox::RULES).chain(webkit::RULES);
    all.chain(look_alike::RULES).chain(network::RULES).chain(page_checks::RULES).chain(other_tools::RULES)
}
