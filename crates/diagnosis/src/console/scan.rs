//! Finds the messages in a transcript: a phrase that begins one, or one that only a message has.

use std::sync::LazyLock;

use super::localized::{self, Sentence};
use super::message::{Engine, Message};
use super::phrase::{Entry, Index, Phrase, Reader};
use super::rule::{Rule, Sighting};
use super::transcript::Transcript;
use super::voices::Row;
use super::window::Window;
use super::{chromium, firefox, look_alike, network, other_tools, page_checks, policy_directive, voices, webkit};

/// A message reaches as far beyond its first phrase: two long URLs and a header's value.
const MESSAGE_LENGTH_LIMIT: usize = 8 * 1024;

pub(super) type Read = fn(&Window<'_>) -> Option<Sighting>;

/// Phrases with which a message begins. What follows belongs to it up to the next one of these.
const OPENERS: &[(&str, Read)] = &[
    ("accessto", chromium::access_to),
    ("redirectfrom'", chromium::blocked_from_loading),
    ("redirectatorigin'", chromium::blocked_from_loading),
    ("unsafeattempttoloadurl", chromium::unsafe_attempt),
    ("unsafejavascriptattemptto", chromium::unsafe_attempt),
    ("unsafeattempttoinitiatenavigation", chromium::unsafe_attempt),
    ("fontfromorigin'", chromium::blocked_from_loading),
    ("imagefromorigin'", chromium::blocked_from_loading),
    ("scriptfromorigin'", chromium::blocked_from_loading),
    ("importedresourcefromorigin'", chromium::blocked_from_loading),
    ("stylesheetfromorigin'", chromium::blocked_from_loading),
    ("videofromorigin'", chromium::blocked_from_loading),
    ("filefromorigin'", chromium::blocked_from_loading),
    ("fetchapicannotload", chromium::cannot_load),
    ("xmlhttprequestcannotload", chromium::cannot_load),
    ("eventsourcecannotload", chromium::cannot_load),
    ("beaconapicannotload", chromium::cannot_load),
    ("pingcannotload", chromium::cannot_load),
    ("cannotload", chromium::cannot_load),
    ("failedtoloadhttp", failed_to_load),
    ("failedtoload.http", failed_to_load),
    ("failedtoload:http", failed_to_load),
    ("failedtoload'http", failed_to_load),
    ("cross-originrequestblocked:", firefox::request_blocked),
    ("cross-originrequestblocked", firefox::shortened),
    ("cross-originrequestwarning:", firefox::request_warning),
    ("cross-originredirectionto", webkit::redirection_denied),
    ("mixedcontent:thepageat'", look_alike::mixed_content),
    ("failedtoloadresource:", network::failed_to_load_resource),
    ("websocketconnectionto'", network::web_socket),
    ("gethttp", network::method_line),
    ("getfile:///", network::method_line),
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
    (webkit::NOT_ALLOWED_SHORT, webkit::origin_not_allowed),
    ("blockedaframewithorigin'", page_checks::blocked_frame),
    ("baduriorcross-siteaccessnotallowed", firefox::font_refused),
    (firefox::SENTENCE, firefox::sentence),
    ("maynotloadorlinkto", firefox::link_to_file),
    ("networkerror:", network::firebug_row),
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

/// A place where a message can be read.
struct Place {
    start: usize,
    end: usize,
    is_opener: bool,
    /// Where the same phrase stands next.
    repeated_at: usize,
    what: What,
}

enum What {
    Phrase(Reader),
    Sentence(Box<Message>),
}

impl From<Phrase<'_>> for Place {
    fn from(phrase: Phrase<'_>) -> Self {
        Self {
            start: phrase.start,
            end: phrase.end(),
            is_opener: phrase.entry.is_opener,
            repeated_at: phrase.repeated_at,
            what: What::Phrase(phrase.entry.reader),
        }
    }
}

impl From<Sentence> for Place {
    fn from(Sentence { range, message }: Sentence) -> Self {
        let what = What::Sentence(Box::new(message));
        Self { start: range.start, end: range.end, is_opener: true, repeated_at: usize::MAX, what }
    }
}

/// Everything that can be read, in order, with what stands twice.
pub(super) fn sightings(transcript: &Transcript) -> Vec<Sighting> {
    let places = places(transcript);
    let openers: Vec<usize> = places.iter().filter(|place| place.is_opener).map(|place| place.start).collect();
    let mut sightings = Vec::new();
    let mut floor = 0;
    for place in places {
        if place.start < floor {
            continue;
        }
        let end = place.end;
        let next = openers.get(openers.partition_point(|&start| start < end));
        let reach = super::boundary::floor_char_boundary(transcript.folded(), end + MESSAGE_LENGTH_LIMIT);
        let window = Window {
            transcript,
            floor: floor.max(super::boundary::floor_char_boundary(
                transcript.folded(),
                place.start.saturating_sub(MESSAGE_LENGTH_LIMIT),
            )),
            start: place.start,
            end,
            ceiling: next.map_or(reach, |&next| next.min(reach)).min(place.repeated_at).max(end),
        };
        let read = match place.what {
            What::Phrase(Reader::Function(read)) => read(&window),
            What::Phrase(Reader::Rule(rule)) => {
                let is_thrown = rule.engine == Some(Engine::WebKit) && webkit::is_thrown(&window);
                let read = rule.read(&window).map(|sighting| chromium::completed(sighting, &window));
                read.map(|sighting| policy_directive::completed(sighting, &window)).map(|mut sighting| {
                    sighting.is_repetition |= is_thrown;
                    sighting
                })
            }
            What::Phrase(Reader::Row(row)) => row.read(&window).map(|(message, end)| Sighting::new(message, end)),
            What::Sentence(message) => Some(Sighting::new(*message, end)),
        };
        if let Some(sighting) = read {
            floor = sighting.end.max(end);
            sightings.push(sighting);
        }
    }
    sightings
}

/// All places in the order of the text; of those that begin at one place, the longest first.
fn places(transcript: &Transcript) -> Vec<Place> {
    let phrases = ALL.find(transcript.folded()).into_iter().map(Place::from);
    let mut places: Vec<Place> = phrases.collect();
    places.extend(localized::sentences(transcript).into_iter().map(Place::from));
    places.sort_by_key(|place| (place.start, usize::MAX - place.end));
    places
}

/// Every phrase that is looked for; of those that begin at one place and are as long, the first counts.
pub(super) static ALL: LazyLock<Index> = LazyLock::new(|| {
    let of_row = |row: &'static Row| {
        row.phrases().iter().map(move |&says| Entry { says, is_opener: false, reader: Reader::Row(row) })
    };
    Index::new(of_browsers().chain(voices::all().flat_map(of_row)).collect())
});

/// The phrases of browsers alone.
fn of_browsers() -> impl Iterator<Item = Entry> {
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
    openers.chain(rules.into_iter().flatten().map(of_rule))
}
