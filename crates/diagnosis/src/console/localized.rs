//! Firefox speaks the language of its user: about a hundred, each in its own words.
//!
//! ```text
//!  transcript ──► letters ──► finder: runs of the table ──► lines ──► sentence: URL, reason, value, status
//! ```
//!
//! The table comes from Firefox's language packs. Of a line that it does not have the URL and the header names can be read.

mod letter;
mod letters;
mod finder;
mod table;
mod line;
mod told;
mod sentence;

use self::letters::Letters;
use self::sentence::Reader;
pub(super) use self::sentence::Sentence;
use self::table::Table;
use super::cut_url::CUT;
use super::documentation::is_documentation;
use super::message::{Engine, Message};
use super::reason::ConsoleReason;
use super::transcript::Transcript;
use super::window::Window;

/// Header names, which hardly a language translates, and their letters; the most telling first.
const HEADERS: [(&str, &str); 4] = [
    ("access-control-allow-methods", "accesscontrolallowmethods"),
    ("access-control-allow-headers", "accesscontrolallowheaders"),
    ("access-control-allow-credentials", "accesscontrolallowcredentials"),
    (ALLOW_ORIGIN, "accesscontrolalloworigin"),
];

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

/// How languages say that a header is not there, in words of any year; without white space, in lower case.
const MISSING: [&str; 61] = [
    "falta",
    "ausente",
    "ausència",
    "nãoestápresente",
    "nãoestapresente",
    "nãofoiencontrado",
    "nãoencontrado",
    "nãoexiste",
    "noestápresente",
    "noseencuentra",
    "noseencontró",
    "noexiste",
    "inexistente",
    "manca",
    "assente",
    "nonpresente",
    "nonèpresente",
    "manquant",
    "absent",
    "n’estpasprésent",
    "n'estpasprésent",
    "lipse",
    "lipsă",
    "lipsește",
    "fehlt",
    "fehlend",
    "nichtvorhanden",
    "ontbreekt",
    "ontbrekend",
    "nietaanwezig",
    "saknas",
    "mangler",
    "puuttuu",
    "puudub",
    "brak",
    "chybí",
    "chýba",
    "manjka",
    "nedostaje",
    "недостаје",
    "нехватает",
    "отсутств",
    "відсутн",
    "адсутн",
    "липсва",
    "недостасува",
    "hiányzik",
    "λείπει",
    "eksik",
    "bulunamadı",
    "thiếu",
    "hilang",
    "tidakada",
    "缺少",
    "缺失",
    "丢失",
    "遺失",
    "ありません",
    "見つかりません",
    "없",
    "누락",
];

/// Whether a sentence about `Access-Control-Allow-Origin` says that it is not there: it shows no origin then, and no `*`.
fn says_missing(sentence: &str) -> bool {
    let has_value = sentence.contains("://") || sentence.contains('*');
    !has_value && MISSING.iter().any(|word| sentence.contains(word))
}

/// How the line begins in the languages that people paste, its first letter left out where only that is a capital beyond ASCII, for those of which nothing but this and the URL is left.
const HEADLINES: [&str; 24] = [
    "solicituddeorigencruzadobloqueada",
    "solicituddesdeotroorigenbloqueada",
    "peticióndeorigencruzadobloqueada",
    "requisiçãocross-originbloqueada",
    "pedidodeorigemcruzadabloqueado",
    "bloccatarichiestamultiorigine",
    "richiestamultioriginebloccata",
    "blocaged’unerequêtemulti",
    "blocaged'unerequêtemulti",
    "(cross-origin)anfrageblockiert",
    "cross-origin-anfrageblockiert",
    "cross-origin-aanvraaggeblokkeerd",
    "апросизпостороннегоисточниказаблокирован",
    "запитізстороннього",
    "zablokowanożądaniedozasobu",
    "požadavekcross-originzablokován",
    "クロスオリジン要求をブロック",
    "クロスオリジンリクエストをブロック",
    "已拦截跨源请求",
    "已封鎖跨來源請求",
    "교차출처요청차단",
    "교차원본요청차단",
    "kaynaklararasıistekengellendi",
    "permintaanlintasasaldiblokir",
];

/// Whether a line of Firefox's begins here, in one of the common languages.
pub(super) fn has_headline(transcript: &Transcript) -> bool {
    HEADLINES.iter().any(|headline| transcript.folded().contains(headline))
}

/// What Firefox says in the languages of its packs, in the order of the text.
pub(super) fn sentences(transcript: &Transcript) -> Vec<Sentence> {
    let letters = Letters::of(transcript.folded());
    let table = Table::get();
    let reader = Reader { transcript, letters: &letters, table };
    line::lines(&letters, table).iter().filter_map(|line| reader.read(line)).collect()
}

/// One message for each line that speaks of CORS and has a URL.
pub(super) fn messages(transcript: &Transcript) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    for line in transcript.lines() {
        let line = Transcript::new(line);
        if let Some(message) = message(&line)
            && !messages.iter().any(|earlier| earlier.url == message.url)
        {
            messages.push(message);
        }
    }
    if messages.is_empty() {
        // Wrapped: no line has both.
        messages.extend(message(transcript));
    }
    messages
}

fn message(text: &Transcript) -> Option<Message> {
    let folded = text.folded();
    let speaks_of_cors =
        ["cors", "access-control-allow-", "cross-origin", "sameorigin"].iter().any(|word| folded.contains(word))
            || has_headline(text);
    if !speaks_of_cors || !(has_translation(folded) || has_headline(text)) {
        return None;
    }
    let url = Window { transcript: text, floor: 0, start: 0, end: 0, ceiling: folded.len() }.url_after()?;
    let status = folded.rsplit(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 3);
    let header = HEADERS.into_iter().map(|(name, _)| name).find(|name| folded.contains(name));
    let reason = if header == Some(ALLOW_ORIGIN) && says_missing(behind(folded, &url)) {
        ConsoleReason::MissingAllowOrigin
    } else {
        ConsoleReason::Translated { header }
    };
    (!is_documentation(&url)).then(|| Message {
        reason: Some(reason),
        url: Some(url),
        status: status.and_then(|digits| digits.parse().ok()),
        ..Message::of(Engine::Firefox)
    })
}

/// What stands behind the URL.
fn behind<'t>(folded: &'t str, url: &str) -> &'t str {
    let url = url.trim_end_matches(CUT).to_ascii_lowercase();
    folded.split_once(&url).map_or(folded, |(_, behind)| behind)
}

/// Whether it looks like a sentence of another language: letters beyond ASCII, or a word that translations have.
fn has_translation(folded: &str) -> bool {
    const WORDS: [&str; 12] = [
        "grund:",
        "raison:",
        "razón:",
        "motivo:",
        "reden:",
        "powód:",
        "orsak:",
        "anledning:",
        "neden:",
        "motiv:",
        "alasan:",
        "syy:",
    ];
    folded.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) || WORDS.iter().any(|word| folded.contains(word))
}
