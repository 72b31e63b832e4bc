//! The methods that a server names itself, where a call was made up with another one.

use preflight_engine::exchange::{Exchange, ResponseHead};

use super::perform::Run;
use super::question::{Asking, Question};
use crate::json::text_of;

/// Where a server lists methods: those of a path, and those that it allows to pages.
const LISTS: [&[u8]; 2] = [b"allow", b"access-control-allow-methods"];

/// The methods that the server named in its answers to these preflights, where the one that was made up is none of them.
pub fn listed_methods(question: &Question, runs: &[Run]) -> Vec<String> {
    let guess = question.guess.as_ref().filter(|guess| guess.asked == Asking::Before && guess.refused.is_empty());
    let Some(made_up) = guess.and_then(|guess| guess.method.as_deref()) else { return Vec::new() };
    let exchanges = runs.iter().flat_map(|run| &run.verdict.exchanges);
    let listed = exchanges.filter(|exchange| exchange.request.is_preflight).find_map(methods).unwrap_or_default();
    if listed.iter().any(|method| method == made_up) { Vec::new() } else { listed }
}

/// The first list of an answer that names a method; `*` names none.
fn methods(exchange: &Exchange) -> Option<Vec<String>> {
    let head = exchange.answer.as_ref().ok()?;
    LISTS.iter().map(|name| names(head, name)).find(|methods| !methods.is_empty())
}

fn names(head: &ResponseHead, name: &[u8]) -> Vec<String> {
    let value = head.headers.get(name).map(|value| text_of(&value)).unwrap_or_default();
    value.split(',').map(|method| method.trim().to_owned()).filter(|method| !matches!(&**method, "" | "*")).collect()
}
