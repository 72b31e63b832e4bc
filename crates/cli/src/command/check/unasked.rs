//! What a report says of what was not asked because the run's budget was used up.

use super::network::Unasked;
use crate::json::text_of;

/// In sentences, which hold URLs as they are: why, what was left out, and which browsers are therefore not spoken of.
pub fn notes(unasked: &[Unasked], undecided: &[&str]) -> Vec<String> {
    let Some(first) = unasked.first() else { return Vec::new() };
    let mut notes = vec![format!("{}; not known: {}", first.spent.explain(), questions(unasked).join("; "))];
    if !undecided.is_empty() {
        notes.push(format!("no verdict for {}: the run ended before theirs", undecided.join(", ")));
    }
    notes
}

fn questions(unasked: &[Unasked]) -> Vec<String> {
    let question = |unasked: &Unasked| {
        let request = &unasked.request;
        let tells = unasked.purpose.map_or("what the page would be answered", |purpose| purpose.tells());
        format!("{tells} ({} {})", text_of(&request.method), request.url)
    };
    unasked.iter().map(question).collect()
}
