//! Cases of which every combination is asked, and none is left to the dice: what the seed of the corpus does not have.

mod clock;
mod cookie_lines;
mod cookies;
mod element_kinds;
mod hidden_origins;
mod http2;
mod kinds_in_cache;
mod mixed_content;
mod secure;
mod service_workers;
mod workers;

use serde_json::{Map, Value, json};

use crate::corpus::Case;

/// Pages that the groups share.
const SECURE_PAGE: &str = "https://app.example.com:9441";
const INSECURE_PAGE: &str = "http://app.example.com:9101";
const LOOPBACK_PAGE: &str = "http://127.0.0.1:9101";

/// What a case of these groups is made of, before it has a name.
#[derive(Clone, Debug)]
struct Draft {
    page_origin: &'static str,
    page_kind: &'static str,
    api: &'static str,
    /// The origins that are asked, hop by hop.
    path: Vec<&'static str>,
    /// What else the request holds.
    options: Value,
    /// The last answer.
    answer: Value,
    preflight: Value,
    /// What else the requests after the first hold; each asks the same URL.
    then: Vec<Value>,
    /// What is said of the world.
    world: Value,
}

/// All of them. Their ids begin with their group.
pub fn systematic() -> Vec<Case> {
    let groups = [
        ("secure", secure::drafts()),
        ("mixed", mixed_content::drafts()),
        ("site-cookies", cookies::drafts()),
        ("blocked-cookies", cookies::drafts_for_blocked()),
        ("worker", workers::drafts()),
        ("http2", http2::drafts()),
        ("service-worker", service_workers::drafts()),
        ("clock", clock::drafts()),
        ("element-kind", element_kinds::drafts()),
        ("kinds-in-cache", kinds_in_cache::drafts()),
        ("hidden-origin", hidden_origins::drafts()),
        ("cookie-line", cookie_lines::drafts()),
    ];
    groups.into_iter().flat_map(|(group, drafts)| named(group, drafts)).collect()
}

fn named(group: &str, drafts: Vec<Draft>) -> Vec<Case> {
    let case = |(number, draft): (usize, Draft)| draft.case(group, &format!("{group}-{number:04}"));
    drafts.into_iter().enumerate().map(case).collect()
}

impl Draft {
    /// A GET that every server allows, with credentials too.
    fn new(page_origin: &'static str, api: &'static str, path: &[&'static str]) -> Self {
        let draft = Self {
            page_origin,
            page_kind: "top",
            api,
            path: path.to_vec(),
            options: json!({}),
            answer: Value::Null,
            preflight: Value::Null,
            then: Vec::new(),
            world: Value::Null,
        };
        Self { answer: answer(api, open_to(page_origin)), ..draft }
    }

    fn options(self, options: Value) -> Self {
        Self { options, ..self }
    }

    /// The last answer has this status.
    fn status(mut self, status: u16) -> Self {
        self.answer["status"] = status.into();
        self
    }

    /// The last answer has these fields and no others.
    fn fields(self, fields: &[(&str, &str)]) -> Self {
        let fields = fields.iter().map(|&(name, value)| json!([name, value])).collect();
        Self { answer: answer(self.api, fields), ..self }
    }

    fn case(self, group: &str, id: &str) -> Case {
        let url = |hop: usize| format!("{}/c/{id}/{hop}", self.path[hop]);
        let mut responses: Vec<_> = (1..self.path.len())
            .map(|hop| {
                let mut headers = open_to(self.page_origin);
                headers.push(json!(["Location", url(hop)]));
                json!({ "status": 307, "headers": headers, "body": "ok" })
            })
            .collect();
        responses.push(self.answer.clone());
        let request = self.request(&url(0), &self.options);
        let then: Vec<_> = self.then.iter().map(|options| self.request(&url(0), options)).collect();
        let mut line = json!({ "id": id, "group": group, "request": request });
        if !then.is_empty() {
            line["then"] = then.into();
        }
        if !self.world.is_null() {
            line["world"] = self.world;
        }
        line["script"] = json!({ "preflight": self.preflight, "responses": responses });
        let Value::Object(line) = line else { unreachable!("it was made one") };
        Case::new(line).expect("what is drafted is a case")
    }

    fn request(&self, url: &str, options: &Value) -> Value {
        let mut request = json!({
            "api": self.api, "page_origin": self.page_origin, "page_kind": self.page_kind, "url": url,
            "method": null, "headers": [], "mode": "cors", "credentials": "same-origin", "redirect": "follow", "body": null,
        });
        let object = request.as_object_mut().expect("it was made one");
        object.extend(options.as_object().cloned().unwrap_or_else(Map::new));
        request
    }
}

/// The fields that open an answer to a page, with credentials.
fn open_to(page_origin: &str) -> Vec<Value> {
    vec![json!(["Access-Control-Allow-Origin", page_origin]), json!(["Access-Control-Allow-Credentials", "true"])]
}

/// The fields of a preflight's answer that allows whatever these groups ask.
fn open_preflight(page_origin: &str) -> Value {
    let mut headers = open_to(page_origin);
    headers.push(json!(["Access-Control-Allow-Methods", "PUT, DELETE"]));
    headers.push(json!(["Access-Control-Allow-Headers", "x-a, content-type"]));
    json!({ "status": 204, "headers": headers, "body": "" })
}

/// An answer that an element can use.
fn answer(api: &str, mut headers: Vec<Value>) -> Value {
    let (kind, body) = super::content::content(api);
    headers.push(json!(["Content-Type", kind]));
    json!({ "status": 200, "headers": headers, "body": body })
}
