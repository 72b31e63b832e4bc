//! One alternative of an expression against the shapes of origin patterns.

use preflight_engine::OriginPattern;

use super::syntax::Piece;
use super::{Match, NOT_TRANSLATED, Reading};
use crate::code::Code;

/// What is assumed where an expression does not name a scheme: the only one that strangers on the network cannot pose as.
const SCHEME: &str = "https";

/// Reads one alternative into patterns.
pub(super) fn read(alternative: &[Piece], matched: Match, reading: &mut Reading) {
    let (pieces, starts) = match alternative.split_first() {
        Some((Piece::Start, rest)) => (rest, true),
        _ => (alternative, matched != Match::Search),
    };
    let (pieces, ends) = match pieces.split_last() {
        Some((Piece::End, rest)) => (rest, true),
        _ => (pieces, matched == Match::Whole),
    };
    if pieces.iter().all(|piece| *piece == Piece::Anything) {
        reading.is_any = true;
        return;
    }
    let has_scheme = pieces.windows(3).any(|window| window == [':', '/', '/'].map(Piece::Literal));
    // `.*` before the scheme, or in front of everything, takes the anchor away again.
    let starts = starts && (has_scheme || pieces[0] != Piece::Anything);
    let ends = ends && pieces.last() != Some(&Piece::Anything);
    let pieces = if pieces.last() == Some(&Piece::Anything) { &pieces[..pieces.len() - 1] } else { pieces };
    if !starts || !ends {
        reading.differ(
            Code::RegexUnanchored,
            "it matches a part of the origin, so that names of strangers match too; imported as if it stood between `^` and `$`",
        );
    }
    let patterns = if has_scheme { with_scheme(pieces, reading) } else { of_host(SCHEME, pieces, reading, !starts) };
    match patterns {
        Some(patterns) => patterns.into_iter().for_each(|pattern| reading.add(pattern)),
        None => reading.differ(Code::RegexNotTranslated, NOT_TRANSLATED),
    }
}

fn with_scheme(pieces: &[Piece], reading: &mut Reading) -> Option<Vec<String>> {
    let end = pieces.windows(3).position(|window| window == [':', '/', '/'].map(Piece::Literal))?;
    let scheme = literal(&pieces[..end], reading)?;
    of_host(&scheme, &pieces[end + 3..], reading, false)
}

/// The patterns of a host and port. Where the expression is searched, anything may stand before its first piece.
fn of_host(scheme: &str, pieces: &[Piece], reading: &mut Reading, is_searched: bool) -> Option<Vec<String>> {
    let (host, port) = split_port(pieces)?;
    let (prefixes, base): (&[&str], _) = match host {
        [Piece::Labels, base @ ..] => (&["*."], base),
        [Piece::Anything, Piece::Literal('.'), base @ ..] => (&["*."], base),
        [Piece::Anything, Piece::AnyCharacter, base @ ..] => {
            unescaped_dot(reading);
            (&["*."], base)
        }
        [Piece::Label, Piece::Literal('.'), base @ ..] => {
            approximate(reading);
            (&["*."], base)
        }
        [Piece::Label, Piece::AnyCharacter, base @ ..] => {
            unescaped_dot(reading);
            approximate(reading);
            (&["*."], base)
        }
        [Piece::Literal('.'), base @ ..] if is_searched => (&["*."], base),
        [Piece::Anything, base @ ..] => {
            reading.differ(
                Code::RegexNoLabelBoundary,
                "what stands before the name need not end at a dot, so that strangers can register names that match; imported as the name and its subdomains",
            );
            (&["", "*."], base)
        }
        base if is_searched => (&["", "*."], base),
        base => (&[""], base),
    };
    let base = literal(base, reading)?;
    // A lone label is no domain that a search could end in.
    if is_searched && !base.contains('.') {
        return None;
    }
    let patterns = prefixes.iter().map(|prefix| format!("{scheme}://{prefix}{base}{port}"));
    patterns.map(|pattern| OriginPattern::parse(&pattern).is_ok().then_some(pattern)).collect()
}

/// The host and the port as a pattern writes it, with its colon.
fn split_port(pieces: &[Piece]) -> Option<(&[Piece], String)> {
    match pieces {
        [host @ .., Piece::Literal(':'), Piece::Digits | Piece::Anything] => Some((host, ":*".to_owned())),
        _ => {
            let digits = pieces.iter().rev().take_while(|piece| matches!(piece, Piece::Literal('0'..='9'))).count();
            let (before, digits) = pieces.split_at(pieces.len() - digits);
            match before {
                [host @ .., Piece::Literal(':')] if !digits.is_empty() => {
                    let port = digits.iter().filter_map(|piece| match piece {
                        Piece::Literal(digit) => Some(*digit),
                        _ => None,
                    });
                    Some((host, format!(":{}", port.collect::<String>())))
                }
                _ => Some((pieces, String::new())),
            }
        }
    }
}

/// The text of pieces that are all literal; a dot stands for itself.
fn literal(pieces: &[Piece], reading: &mut Reading) -> Option<String> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Literal(literal) => text.push(*literal),
            Piece::AnyCharacter => {
                unescaped_dot(reading);
                text.push('.');
            }
            _ => return None,
        }
    }
    Some(text)
}

fn unescaped_dot(reading: &mut Reading) {
    reading.differ(
        Code::RegexUnescapedDot,
        "a dot without a backslash stands for any character, so that strangers can register names that match; imported as a dot",
    );
}

fn approximate(reading: &mut Reading) {
    reading.differ(
        Code::RegexApproximated,
        "it matches certain labels, where the pattern matches subdomains of any depth",
    );
}
