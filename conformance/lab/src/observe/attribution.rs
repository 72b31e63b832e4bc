//! Which case a console message belongs to: the one whose path it names, else the one that ran at its time, else the one
//! between whose marks it stands.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::driver::Finished;
use crate::remote::{Event, Message};

/// A page's clock may be ahead of the console's by so many milliseconds; the pause between cases is longer.
const CLOCK_SKEW: f64 = 2.0;

/// No case has this id: it stands for what is about the lab's own pages.
const NO_CASE: &str = "";

/// What a browser told about one case, in order.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Told {
    /// The messages' texts.
    pub(super) console: Vec<String>,
    /// What the network layer says of requests that failed.
    pub(super) cors_errors: Vec<Value>,
    /// The codes of issues.
    pub(super) issues: Vec<Value>,
}

/// Sorts what was told by case. What belongs to none is dropped.
pub(super) fn attribute(events: Vec<Event>, finished: &HashMap<String, Finished>) -> HashMap<String, Told> {
    let mut told: HashMap<String, Told> = HashMap::new();
    let mut running: Option<String> = None;
    for event in events {
        match event {
            Event::Begins(id) => running = Some(id),
            Event::Ends => running = None,
            Event::Message(message) => {
                let case = named(&message.text, finished).or_else(|| named(&message.url, finished));
                let case = case.or_else(|| at_time(&message, finished)).or_else(|| running.clone());
                of_case(&mut told, case).console.push(message.text);
            }
            Event::CorsError { url, error } => {
                let case = named(&url, finished).or_else(|| running.clone());
                let (cors_error, parameter) = (&error["corsError"], &error["failedParameter"]);
                let entry = json!({ "url": url, "corsError": cors_error, "failedParameter": parameter });
                of_case(&mut told, case).cors_errors.push(entry);
            }
            Event::Issue(code) => of_case(&mut told, running.clone()).issues.push(code.into()),
        }
    }
    told.remove(NO_CASE);
    told
}

/// What is told of a case, or of none.
fn of_case(told: &mut HashMap<String, Told>, case: Option<String>) -> &mut Told {
    told.entry(case.unwrap_or_else(|| NO_CASE.to_owned())).or_default()
}

/// The case whose path stands in a text.
fn named(text: &str, finished: &HashMap<String, Finished>) -> Option<String> {
    let ids = text.split("/c/").skip(1).filter_map(|rest| rest.split('/').next());
    ids.into_iter().find(|id| finished.contains_key(*id)).map(str::to_owned)
}

/// The last case that had begun when a message was logged.
fn at_time(message: &Message, finished: &HashMap<String, Finished>) -> Option<String> {
    let time = message.time? + CLOCK_SKEW;
    let begun = finished.iter().filter(|(_, finished)| finished.began <= time);
    begun.max_by(|(_, one), (_, other)| one.began.total_cmp(&other.began)).map(|(id, _)| id.clone())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::attribute;
    use crate::driver::Finished;
    use crate::remote::{Event, Message};

    #[test]
    fn a_path_goes_before_a_time_and_a_time_before_marks() {
        let finished = |id: &str, began: f64| -> (String, Finished) {
            let text = format!(r#"{{"id":"{id}","began":{began},"results":[]}}"#);
            (id.to_owned(), serde_json::from_str(&text).expect("it is one"))
        };
        let finished = HashMap::from([finished("a", 10.0), finished("b", 20.0)]);
        let message = |text: &str, time| Event::Message(Message { text: text.to_owned(), time, ..Message::default() });
        let events = vec![
            Event::Begins("b".to_owned()),
            message("blocked at http://h/c/a/0.", Some(21.0)),
            message("late", Some(15.0)),
            message("marked", None),
            Event::Ends,
            message("of nobody", None),
        ];
        let told = attribute(events, &finished);
        assert_eq!(told["a"].console, ["blocked at http://h/c/a/0.", "late"]);
        assert_eq!(told["b"].console, ["marked"]);
    }
}
