//! Response fields that look like one of CORS, and are none: a browser reads none of them.

use preflight_engine::exchange::ResponseHead;

use crate::text::text_of;

/// So many letters may be wrong.
const DISTANCE: usize = 2;

/// The field that was meant to be this one; none if this one is there. `name` is in lower case.
pub(crate) fn misspelled(head: &ResponseHead, name: &str) -> Option<String> {
    if head.headers.contains(name.as_bytes()) {
        return None;
    }
    let wanted = letters(name);
    let is_meant = |own: &String| {
        let own = letters(own);
        let own = own.strip_prefix("x").unwrap_or(&own);
        own.len().abs_diff(wanted.len()) <= DISTANCE && distance(own, &wanted) <= DISTANCE
    };
    head.headers.iter().map(|(own, _)| text_of(own)).find(is_meant)
}

/// The same as a clause, empty where there is none.
pub(crate) fn note(head: &ResponseHead, name: &str) -> String {
    let misspelled = misspelled(head, name);
    misspelled.map(|own| format!("; `{own}` is no field that browsers read")).unwrap_or_default()
}

fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// How many letters have to be added, taken away or replaced. Names are short: those of a length that differs by more
/// are not compared.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, a) in one.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = place + 1;
        for (column, b) in other.bytes().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_field() {
        for (own, name, expected) in [
            ("Access-Control-Allow-Origins", "access-control-allow-origin", true),
            ("Access-Control-Allow_Origin", "access-control-allow-origin", true),
            ("Acess-Control-Allow-Origin", "access-control-allow-origin", true),
            ("X-Access-Control-Allow-Origin", "access-control-allow-origin", true),
            ("Access-Control-Allow-Header", "access-control-allow-headers", true),
            ("Access-Control-Allow-Methods", "access-control-allow-headers", false),
            ("Access-Control-Request-Headers", "access-control-allow-headers", false),
            ("Cross-Origin-Resource-Policy", "access-control-allow-origin", false),
            ("Access-Control-Allow-Origin", "access-control-allow-origin", false),
        ] {
            let headers = [(own, b"*".as_slice())].into_iter().collect();
            let head = ResponseHead { status: 200, headers };
            assert_eq!(misspelled(&head, name).is_some(), expected, "{own} for {name}");
        }
    }
}
