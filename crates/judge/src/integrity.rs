//! Whether a body is what `integrity` demands ([Subresource Integrity](https://w3c.github.io/webappsec-subresource-integrity/)).

use preflight_engine::browser::{Integrity, UserAgent};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// The prefix of a digest, and how it is made.
type Algorithm = (&'static str, fn(&[u8]) -> Vec<u8>);

/// The algorithms, the weakest first.
const ALGORITHMS: [Algorithm; 3] = [
    ("sha256-", |body| Sha256::digest(body).to_vec()),
    ("sha384-", |body| Sha384::digest(body).to_vec()),
    ("sha512-", |body| Sha512::digest(body).to_vec()),
];

/// [Do bytes match the metadata list?](https://w3c.github.io/webappsec-subresource-integrity/#does-response-match-metadatalist)
/// Only the strongest algorithm counts, and any of its digests will do; without a known one, everything matches.
pub fn matches(metadata: &str, body: &[u8], user_agent: &UserAgent) -> bool {
    let demanded = |prefix: &str| -> Vec<Vec<u8>> {
        let values = metadata.split_ascii_whitespace().filter_map(|item| digest_of(item, prefix, user_agent));
        values.map(|value| decode(value.split('?').next().unwrap_or_default())).collect()
    };
    let strongest =
        ALGORITHMS.iter().rev().map(|(prefix, digest)| (demanded(prefix), digest)).find(|(all, _)| !all.is_empty());
    strongest.is_none_or(|(all, digest)| all.contains(&digest(body)))
}

/// What the metadata demand.
pub fn demand(metadata: &str, user_agent: &UserAgent) -> Integrity {
    let is_known = |item: &str| ALGORITHMS.iter().any(|(prefix, _)| digest_of(item, prefix, user_agent).is_some());
    match metadata {
        "" => Integrity::NotDemanded,
        _ if metadata.split_ascii_whitespace().any(is_known) => Integrity::Demanded,
        _ => Integrity::Unknown,
    }
}

/// What follows the name of the algorithm, if it is this one.
fn digest_of<'t>(item: &'t str, prefix: &str, user_agent: &UserAgent) -> Option<&'t str> {
    let (name, digest) = item.split_at_checked(prefix.len())?;
    let is_named = name == prefix || user_agent.integrity_algorithms_ignore_case && name.eq_ignore_ascii_case(prefix);
    is_named.then_some(digest)
}

/// Decodes base64, of either alphabet, as far as it is base64.
fn decode(text: &str) -> Vec<u8> {
    let sextet = |byte| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    let sextets: Vec<u8> = text.bytes().map_while(sextet).collect();
    let join = |group: &[u8]| {
        let bits = group.iter().fold(0u32, |bits, &sextet| bits << 6 | u32::from(sextet)) << (6 * (4 - group.len()));
        bits.to_be_bytes()[1..group.len()].to_vec()
    };
    sextets.chunks(4).flat_map(join).collect()
}

#[cfg(test)]
mod tests {
    use super::{Integrity, UserAgent, demand, matches};

    #[test]
    fn the_strongest_algorithm_decides() {
        let digest = "sha256-J4tnXX/x+8Hgv9VBfYVLc5V3lQ2nrJfxGz3f1lZ5XgQ=";
        let right = "sha256-Jok2eyBcFs4y7UIAlCuLix4mLfxw2byfvHfElpmk8d8=";
        let cases = [
            ("the digest of the body", right, true),
            ("another digest", digest, false),
            ("one of two", &format!("{digest} {right}"), true),
            ("a wrong stronger one", &format!("{right} sha512-AAAA"), false),
            ("an option after the digest", &format!("{right}?x"), true),
            ("no known algorithm", "md5-AAAA", true),
        ];
        for (what, metadata, expected) in cases {
            assert_eq!(matches(metadata, b"ok", &UserAgent::STANDARD), expected, "{what}");
        }
        for (metadata, expected) in
            [("", Integrity::NotDemanded), ("md5-AAAA", Integrity::Unknown), (right, Integrity::Demanded)]
        {
            assert_eq!(demand(metadata, &UserAgent::STANDARD), expected, "{metadata}");
        }
    }
}
