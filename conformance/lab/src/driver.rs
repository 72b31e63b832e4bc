//! The lab's own pages: they hand out batches of cases to the page that runs them, and take the results.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};

use preflight_judge::{ScriptedAnswer, text};

use crate::clock::SteppedClock;
use crate::corpus::{Case, Page};
use crate::server::Request;
use crate::world::{self, HOST_NAMES};

/// So many cases run in a page before it is left for a fresh one.
const BATCH: usize = 40;

/// The page in which frames stand, and the first that a browser visits.
const A: &str = "http://127.0.0.1:9101";

/// Its host, where cookies have always been.
const LOOPBACK: &str = "127.0.0.1";

/// The origin of a page that has none.
const OPAQUE: &str = "null";

const PAGE: &str = include_str!("page/page.html");
const FRAME: &str = include_str!("page/frame.html");

/// The scripts of the pages, by name.
const SCRIPTS: [(&str, &str); 7] = [
    ("driver.js", include_str!("page/driver.js")),
    ("runner.js", include_str!("page/runner.js")),
    ("send.js", include_str!("page/send.js")),
    ("elements.js", include_str!("page/elements.js")),
    ("frame.js", include_str!("page/frame.js")),
    ("worker.js", include_str!("page/worker.js")),
    ("service-worker.js", include_str!("page/service-worker.js")),
];

/// What stands in a worker, in order.
const WORKER_SCRIPTS: [&str; 4] = ["runner.js", "send.js", "elements.js", "worker.js"];

/// What the browser still has to do, and what it has done.
#[derive(Debug)]
pub struct Driver {
    batches: Vec<Batch>,
    needs_names: bool,
    clock: Option<Arc<SteppedClock>>,
    progress: Mutex<Progress>,
}

/// Cases that one page runs.
#[derive(Debug)]
struct Batch {
    page: Page,
    /// In the form that the page reads.
    cases: Vec<Value>,
}

#[derive(Debug)]
struct Progress {
    finished: HashMap<String, Finished>,
    batches: usize,
    last: Instant,
}

/// A case that a page has run.
#[derive(Clone, Debug, Deserialize)]
pub struct Finished {
    id: String,
    /// When it began, in milliseconds of the browser's clock.
    pub began: f64,
    /// One for each request.
    pub results: Vec<Value>,
}

impl Driver {
    /// Hands out these cases, those of a page together.
    pub fn new(cases: &[Case], clock: Option<Arc<SteppedClock>>) -> Self {
        let mut pages: Vec<(Page, Vec<Value>)> = Vec::new();
        for case in cases {
            let page = case.page();
            let value = json!({ "id": case.id, "requests": case.requests() });
            match pages.iter_mut().find(|(known, _)| *known == page) {
                Some((_, cases)) => cases.push(value),
                None => pages.push((page, vec![value])),
            }
        }
        let batches = pages.into_iter().flat_map(|(page, cases)| {
            let batch = |cases: &[Value]| Batch { page: page.clone(), cases: cases.to_vec() };
            cases.chunks(BATCH).map(batch).collect::<Vec<_>>()
        });
        let progress = Progress { finished: HashMap::new(), batches: 0, last: Instant::now() };
        Self {
            batches: batches.collect(),
            needs_names: cases.iter().any(Case::needs_names),
            clock,
            progress: Mutex::new(progress),
        }
    }

    /// Where the browser begins.
    pub fn start_url() -> String {
        format!("{A}/lab/start")
    }

    /// Whether everything has been run.
    pub fn is_finished(&self) -> bool {
        self.progress().batches == self.batches.len()
    }

    /// For how long nothing has been heard of the page.
    pub fn silence(&self) -> Duration {
        self.progress().last.elapsed()
    }

    /// Takes what has been run.
    pub fn take_finished(&self) -> HashMap<String, Finished> {
        std::mem::take(&mut self.progress().finished)
    }

    /// Answers a request for one of the lab's own pages; none for a path of nobody.
    pub(crate) fn answer(&self, request: &Request) -> Option<ScriptedAnswer> {
        let words: Vec<_> = request.path().strip_prefix("/lab/")?.split('/').collect();
        Some(match words.as_slice() {
            ["start"] => self.fill_jar(0, request),
            ["jar", number] => self.fill_jar(number.parse().ok()?, request),
            ["page", _] => page(PAGE, request),
            ["frame"] => page(FRAME, request),
            ["cookie"] => page("", request),
            ["remembered"] => allowed_for_all(),
            ["batch", number] => self.batch(number.parse().ok()?)?,
            ["clock", milliseconds] => self.step(milliseconds.parse().ok()?)?,
            ["results", number] => self.take_results(number.parse().ok()?, &request.body)?,
            ["worker.js"] => document("text/javascript", &WORKER_SCRIPTS.map(script).concat()),
            [name] => document("text/javascript", SCRIPTS.iter().find(|(own, _)| own == name)?.1),
            _ => return None,
        })
    }

    /// Every host of the lab is visited once and sets its cookies, before the first page; without cases that need names, only
    /// the first is.
    fn fill_jar(&self, number: usize, request: &Request) -> ScriptedAnswer {
        let next = match HOST_NAMES.get(number) {
            Some(name) if self.needs_names => Some(format!("https://{name}/lab/jar/{}", number + 1)),
            _ => self.page_url(0),
        };
        let mut answer = document("text/plain", "");
        answer.status = Some(302);
        answer.headers.extend(cookies(request));
        answer.headers.extend(next.map(|url| ("Location".to_owned(), url)));
        answer
    }

    /// The time that a case would have to wait is over at once.
    fn step(&self, milliseconds: u64) -> Option<ScriptedAnswer> {
        self.clock.as_ref()?.step(Duration::from_millis(milliseconds)).ok()?;
        Some(document("text/plain", ""))
    }

    fn batch(&self, number: usize) -> Option<ScriptedAnswer> {
        let batch = self.batches.get(number)?;
        Some(json_document(&json!({ "kind": batch.page.kind, "cases": batch.cases })))
    }

    fn take_results(&self, number: usize, body: &[u8]) -> Option<ScriptedAnswer> {
        let results: Vec<Finished> = serde_json::from_slice(body).ok()?;
        let mut progress = self.progress();
        progress.finished.extend(results.into_iter().map(|finished| (finished.id.clone(), finished)));
        progress.batches = progress.batches.max(number + 1);
        progress.last = Instant::now();
        Some(json_document(&json!({ "next": self.page_url(number + 1) })))
    }

    fn page_url(&self, number: usize) -> Option<String> {
        let page = &self.batches.get(number)?.page;
        let origin = if page.origin == OPAQUE { A } else { &page.origin };
        Some(format!("{origin}/lab/page/{number}"))
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn script(name: &str) -> &'static str {
    SCRIPTS.iter().find(|(own, _)| *own == name).map_or("", |(_, script)| script)
}

fn page(html: &str, request: &Request) -> ScriptedAnswer {
    let mut answer = document("text/html", html);
    // The hosts with names have theirs from the beginning.
    if request.host() == LOOPBACK {
        answer.headers.extend(cookies(request));
    }
    answer
}

fn cookies(request: &Request) -> impl Iterator<Item = (String, String)> + use<> {
    let lines: Vec<_> = world::set_cookie_lines(&request.host()).collect();
    lines.into_iter().map(|line| ("Set-Cookie".to_owned(), line))
}

/// What a page of any origin may `PUT`, a preflight that is remembered, and a connection that is not.
fn allowed_for_all() -> ScriptedAnswer {
    let mut answer = document("text/plain", "");
    answer.headers.extend(
        [
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Allow-Methods", "PUT"),
            ("Access-Control-Max-Age", "3600"),
            ("Connection", "close"),
        ]
        .map(field),
    );
    answer
}

fn json_document(value: &Value) -> ScriptedAnswer {
    document("application/json", &value.to_string())
}

fn document(content_type: &str, content: &str) -> ScriptedAnswer {
    let content_type = format!("{content_type}; charset=utf-8");
    ScriptedAnswer {
        headers: vec![field(("Content-Type", &content_type)), field(("Cache-Control", "no-store"))],
        // The strings of an answer stand for bytes.
        body: Some(text(content.as_bytes())),
        ..ScriptedAnswer::default()
    }
}

fn field((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
