//! URLs with a word of the sentence before them, since white space tells nothing: `elhttp://…`; and those whose scheme a machine
//! translated: `archivo: ///foo.js`.

use super::message::{Engine, Message};
use super::reason::ConsoleReason;

/// What a `file:` URL is called in languages of ASCII letters.
const FILE: [&str; 16] = [
    "file", "archivo", "arquivo", "ficheiro", "fichier", "datei", "bestand", "plik", "soubor", "subor", "dosya",
    "tiedosto", "berkas", "fisier", "fitxer", "datoteka",
];

/// Schemes of calls, the longer first.
const CALLS: [&str; 4] = ["https", "http", "wss", "ws"];

/// Gives each URL of a browser's message its own scheme.
pub(super) fn detach(messages: &mut [Message]) {
    for message in messages.iter_mut().filter(|message| message.engine.is_some()) {
        let is_of_firefox = message.engine == Some(Engine::Firefox);
        let had_file = is_file(message);
        for url in [&mut message.url, &mut message.redirected_from, &mut message.redirects_to] {
            if let Some(own) = url.as_deref().and_then(|url| detached(url, is_of_firefox)) {
                *url = Some(own);
            }
        }
        let is_untold = matches!(message.reason, None | Some(ConsoleReason::Translated { header: None }));
        if is_untold && is_file(message) && !had_file {
            message.reason = Some(ConsoleReason::NonHttpScheme);
        }
    }
}

fn is_file(message: &Message) -> bool {
    message.url.as_deref().is_some_and(|url| url.starts_with("file:"))
}

/// The URL without what is glued to it. An app's own scheme may end like another, but not in Firefox.
fn detached(url: &str, is_of_firefox: bool) -> Option<String> {
    let (written, rest) = url.split_once("://")?;
    let scheme = written.to_ascii_lowercase();
    if !scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let is_path = rest.starts_with('/');
    if is_path && scheme != "file" && FILE.iter().any(|file| scheme.ends_with(file)) {
        return Some(format!("file://{rest}"));
    }
    let call = CALLS.iter().find(|call| scheme.ends_with(*call)).filter(|call| scheme.len() > call.len());
    call.filter(|_| is_of_firefox && !is_path && !CALLS.contains(&scheme.as_str()))
        .map(|call| format!("{call}://{rest}"))
}

#[cfg(test)]
mod tests {
    use super::detached;

    #[test]
    fn what_is_glued_before_a_url_is_no_part_of_it() {
        for (written, expected) in [
            ("elarchivo:///foo/bar.js", Some("file:///foo/bar.js")),
            ("Archivo:///foo/bar.js", Some("file:///foo/bar.js")),
            ("Datei:///C:/a.js", Some("file:///C:/a.js")),
            ("elhttp://localhost:3000/", Some("http://localhost:3000/")),
            ("surhttps://api.example.com/", Some("https://api.example.com/")),
            ("https://api.example.com/", None),
            ("file:///C:/a.js", None),
            ("app://bundle/a.js", None),
            ("capacitor:///a.js", None),
        ] {
            assert_eq!(detached(written, true).as_deref(), expected, "{written}");
        }
        assert_eq!(detached("myhttp://x/", false), None);
    }
}
