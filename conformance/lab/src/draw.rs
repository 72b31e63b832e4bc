//! New cases of the corpus's kinds, the same for the same seed.

mod content;
mod dice;
mod page_request;
mod scene;
mod scripted_answer;
mod systematic;

use serde_json::{Map, Value, json};

use crate::corpus::Case;

use dice::Dice;
use scene::Scene;
use scripted_answer::Asker;
pub use systematic::systematic;

/// So many requests follow each other on a path.
const LENGTHS: &[(usize, usize)] = &[(56, 1), (27, 2), (13, 3), (4, 4)];

/// Draws cases. Their ids begin with `draw-` and the seed.
pub fn draw(seed: u64, count: usize) -> Vec<Case> {
    // The seed is spread, so that neighbours share nothing.
    let mut dice = Dice::new(seed.wrapping_mul(0xD134_2543_DE82_EF95));
    (0..count).map(|number| case(&mut dice, &format!("draw-{seed}-{number:04}"))).collect()
}

fn case(dice: &mut Dice, id: &str) -> Case {
    let scene = Scene::draw(dice);
    let urls = urls(dice, &scene, id);
    let fragment = if dice.percent(2) { "#f" } else { "" };
    let request = page_request::draw(dice, &scene, &format!("{}{fragment}", urls[0]));
    let asker = asker(&request);
    let mut responses = Vec::new();
    for next in &urls[1..] {
        let location = location(dice, next);
        responses.push(scripted_answer::redirect(dice, &asker, &location));
    }
    responses.push(scripted_answer::last(dice, &asker));
    for response in &mut responses {
        if !dice.percent(4) {
            response.insert("preflight".to_owned(), scripted_answer::preflight(dice, &asker).into());
        }
    }
    let then = then(dice, &request);
    let script = json!({ "preflight": null, "responses": responses });
    let mut line = Map::new();
    line.insert("id".to_owned(), id.into());
    line.insert("group".to_owned(), "draw".into());
    line.insert("request".to_owned(), request.into());
    if !then.is_empty() {
        line.insert("then".to_owned(), then.into());
    }
    line.insert("script".to_owned(), script);
    Case::new(line).expect("what is drawn is a case")
}

/// The URLs of a path, hop by hop.
fn urls(dice: &mut Dice, scene: &Scene, id: &str) -> Vec<String> {
    let length = dice.weigh(LENGTHS);
    (0..length).map(|hop| format!("{}/c/{id}/{hop}", scene.host(dice))).collect()
}

/// Where no request goes, or nobody expects it.
const ODD_LOCATIONS: &[&str] = &[
    "",
    "?",
    "#f",
    "http://",
    "http://127.0.0.1:99999/",
    "http://127.0.0.1:6000/",
    "ftp://127.0.0.1/",
    "data:,x",
    "about:blank",
    "blob:http://127.0.0.1:9101/x",
    "mailto:x",
    "x:y",
    "/c/\u{e9}",
    " /other",
    "\\\\127.0.0.1:9102/x",
];

/// A URL as a `Location` may write it.
fn location(dice: &mut Dice, url: &str) -> String {
    match dice.below(100) {
        0..86 => url.to_owned(),
        86 => dice.pick(ODD_LOCATIONS).to_owned(),
        87 => url.replacen("://", dice.pick(&["://user@", "://:pass@", "://:@", "://@"]), 1),
        88..91 => url.split_once(':').map(|(_, rest)| rest.to_owned()).unwrap_or_default(),
        91..94 => url.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap_or_default(),
        94..96 => format!("{url}#f"),
        96..98 => format!("{url}?q=1"),
        98 => url.replacen("://", "://user:pass@", 1),
        _ => url.replacen("http", "HTTP", 1),
    }
}

fn asker(request: &Map<String, Value>) -> Asker {
    let word = |key: &str| request[key].as_str().map(str::to_owned);
    let headers = request["headers"].as_array().map(Vec::as_slice).unwrap_or_default();
    Asker {
        api: word("api").unwrap_or_default(),
        origin: word("page_origin").unwrap_or_default(),
        method: word("method").unwrap_or_else(|| "GET".to_owned()),
        header_names: headers.iter().filter_map(|header| header[0].as_str().map(str::to_owned)).collect(),
    }
}

/// More requests of the same page.
fn then(dice: &mut Dice, request: &Map<String, Value>) -> Vec<Value> {
    // An element that was loaded once is not asked for again, and that is no matter of CORS either.
    if !matches!(request["api"].as_str(), Some("fetch" | "xhr")) {
        return Vec::new();
    }
    let count = dice.weigh(&[(82, 0), (13, 1), (5, 2)]);
    (0..count).map(|_| page_request::draw_again(dice, request).into()).collect()
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn a_seed_draws_the_same_cases_again_and_another_seed_others() {
        let lines = |seed| draw(seed, 50).iter().map(|case| case.line().clone()).collect::<Vec<_>>();
        assert_eq!(lines(1), lines(1));
        let without_ids =
            |seed| -> Vec<_> { lines(seed).into_iter().map(|line| line["request"]["headers"].clone()).collect() };
        assert_ne!(without_ids(1), without_ids(2));
    }
}
