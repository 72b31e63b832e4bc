//! Where servers redirect to, which is shown no further than places are shown.

use std::collections::BTreeSet;

use preflight_engine::exchange::Exchange;
use url::Url;

use crate::redact::Redactor;

/// Makes the redactor know what these exchanges said of other places.
pub fn learn<'e>(redactor: &mut Redactor, exchanges: impl Iterator<Item = &'e Exchange>) {
    let mut values = BTreeSet::new();
    for head in exchanges.filter_map(|exchange| exchange.answer.as_ref().ok()) {
        let lines = head.headers.lines(b"location").map(<[u8]>::to_vec).chain(head.headers.get(b"location"));
        values.extend(lines.filter(|value| !is_cut_as_any_url(value)));
    }
    values.iter().for_each(|value| redactor.learn_location(value));
}

/// Whether a sentence that quotes this has it as one word that is a readable URL without a user name, or a path. Such are cut
/// as any URL, and are not worth their parsing, which takes long where a server redirects to 200 KiB.
fn is_cut_as_any_url(value: &[u8]) -> bool {
    let is_path = matches!(value, [b'/', second, ..] if second.is_ascii_alphanumeric());
    let is_url = (value.starts_with(b"http://") || value.starts_with(b"https://"))
        && std::str::from_utf8(value).is_ok_and(|url| Url::parse(url).is_ok());
    (is_path || is_url) && value.iter().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'@' | b'\\' | b'['))
}
