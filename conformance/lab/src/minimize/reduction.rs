//! Every way to make a case smaller by one part.

use serde_json::{Map, Value};

/// The parts of a request that need not be chosen.
const CHOICES: [&str; 6] = ["method", "body", "mode", "credentials", "redirect", "delay_ms"];

/// The parts that need not be there.
const OPTIONS: [&str; 8] =
    ["upload_listener", "referrerPolicy", "cache", "integrity", "keepalive", "sync", "crossorigin", "service_worker"];

/// The page that most cases have.
const PLAIN_PAGE: [(&str, &str); 2] = [("page_origin", "http://127.0.0.1:9101"), ("page_kind", "top")];

/// One part that is taken away. Places are JSON pointers.
#[derive(Clone, Debug)]
pub(super) enum Reduction {
    /// An item of a list.
    Item { list: String, index: usize },
    /// A key of an object.
    Key { object: String, key: &'static str },
    /// A value, for which a plainer one is put.
    Value { place: String, plain: Value },
    /// Whatever is special about the page, which is the same for all requests.
    Page { requests: Vec<String> },
}

impl Reduction {
    /// The case without the part; none if it has no such part.
    pub(super) fn apply(&self, line: &Map<String, Value>) -> Option<Map<String, Value>> {
        let mut case = Value::Object(line.clone());
        match self {
            Self::Item { list, index } => {
                let items = case.pointer_mut(list)?.as_array_mut()?;
                (*index < items.len()).then(|| items.remove(*index))?;
            }
            Self::Key { object, key } => drop(case.pointer_mut(object)?.as_object_mut()?.shift_remove(*key)?),
            Self::Value { place, plain } => *case.pointer_mut(place)? = plain.clone(),
            Self::Page { requests } => {
                for request in requests {
                    case.pointer_mut(request)?.as_object_mut()?.extend(plain_page());
                }
            }
        }
        case.as_object().filter(|smaller| *smaller != line).cloned()
    }
}

/// What can be taken away, in such an order that the last can go first without moving those before it.
pub(super) fn reductions(line: &Map<String, Value>) -> Vec<Reduction> {
    let case = Value::Object(line.clone());
    let mut found = items(&case, "/then");
    let requests = requests(&case);
    found.push(Reduction::Page { requests: requests.clone() });
    for request in requests {
        found.extend(items(&case, &format!("{request}/headers")));
        found.extend(CHOICES.map(|key| Reduction::Value { place: format!("{request}/{key}"), plain: Value::Null }));
        found.extend(OPTIONS.map(|key| Reduction::Key { object: request.clone(), key }));
    }
    // A script has one answer at least.
    found.extend(items(&case, "/script/responses").into_iter().skip(1));
    for answer in answers(&case) {
        if let Some(hop) = answer.strip_suffix("/preflight").filter(|hop| *hop != "/script") {
            found.push(Reduction::Key { object: hop.to_owned(), key: "preflight" });
        }
        found.extend(items(&case, &format!("{answer}/headers")));
        let plain = if answer.ends_with("/preflight") { 204 } else { 200 };
        found.push(Reduction::Value { place: format!("{answer}/status"), plain: plain.into() });
    }
    found.retain(|reduction| reduction.apply(line).is_some());
    found
}

/// Where the requests stand.
fn requests(case: &Value) -> Vec<String> {
    let then = (0..length(case, "/then")).map(|index| format!("/then/{index}"));
    std::iter::once("/request".to_owned()).chain(then).collect()
}

/// Where the answers stand.
fn answers(case: &Value) -> Vec<String> {
    let hops = (0..length(case, "/script/responses")).map(|index| format!("/script/responses/{index}"));
    let hops = hops.flat_map(|hop| [format!("{hop}/preflight"), hop]);
    let is_there = |place: &String| case.pointer(place).is_some_and(Value::is_object);
    std::iter::once("/script/preflight".to_owned()).chain(hops).filter(is_there).collect()
}

/// Each item of a list.
fn items(case: &Value, list: &str) -> Vec<Reduction> {
    (0..length(case, list)).map(|index| Reduction::Item { list: list.to_owned(), index }).collect()
}

fn plain_page() -> impl Iterator<Item = (String, Value)> {
    PLAIN_PAGE.into_iter().map(|(key, plain)| (key.to_owned(), plain.into()))
}

fn length(case: &Value, list: &str) -> usize {
    case.pointer(list).and_then(Value::as_array).map_or(0, Vec::len)
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::reductions;

    fn line(case: Value) -> Map<String, Value> {
        case.as_object().expect("it is one").clone()
    }

    #[test]
    fn each_part_is_taken_away_once_and_all_of_them_from_the_last() {
        let case = line(json!({
            "id": "x",
            "request": { "page_origin": "null", "page_kind": "data-iframe", "method": "PUT", "headers": [["A", "1"]] },
            "script": { "preflight": null, "responses": [
                { "status": 201, "headers": [["B", "2"], ["C", "3"]], "preflight": { "status": 204, "headers": [] } }
            ] },
        }));
        let reductions = reductions(&case);
        // The page, a header, the method, the preflight's answer, two of the answer's headers, its status.
        assert_eq!(reductions.len(), 7, "{reductions:?}");
        let smallest =
            reductions.iter().rev().fold(case, |case, reduction| reduction.apply(&case).expect("it applies"));
        let plain = json!({
            "id": "x",
            "request": { "page_origin": "http://127.0.0.1:9101", "page_kind": "top", "method": null, "headers": [] },
            "script": { "preflight": null, "responses": [{ "status": 200, "headers": [] }] },
        });
        assert_eq!(Value::from(smallest.clone()), plain);
        assert!(super::reductions(&smallest).is_empty());
    }
}
