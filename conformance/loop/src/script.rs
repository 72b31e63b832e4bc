//! The page's own scripts: a file that makes the call, a file that uses it, and a file that makes many and reports each.

use serde_json::{Value, json};

use crate::situation::{Api, Call};

/// What a page is made of.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageFiles {
    pub(crate) index: String,
    /// The files beside it, by name.
    pub(crate) scripts: Vec<(&'static str, String)>,
}

/// What the harness reads of a page: null until all is done.
pub(crate) fn expression(visit: usize) -> String {
    format!("window.visit === {visit} ? (window.outcomes ?? null) : null")
}

/// A page as somebody writes it, which makes one call and uses what comes of it.
pub(crate) fn naive_page(call: &Call, visit: usize) -> PageFiles {
    let (api, main) = match call.api {
        Api::Fetch => (
            FETCH,
            "const loading = load()\nloading.then((response) => report(response.type === 'opaque' ? 'opaque' : 'read'))\nloading.catch(() => report('blocked'))\n",
        ),
        Api::Json => (
            FETCH,
            "const loading = load()\nloading.then((response) => { report('read'); return response.json() })\nloading.catch(() => report('blocked'))\n",
        ),
        Api::Xhr => (
            XHR,
            "const sending = send()\nsending.then((request) => { if (READ) request.getResponseHeader(READ); report('read') })\nsending.catch(() => report('blocked'))\n",
        ),
        Api::Img => (IMG, "show()\n"),
        Api::Module => (MODULE, "show()\n"),
    };
    let fill = |text: &str| {
        text.replace("URL", &json!(call.url).to_string())
            .replace("OPTIONS", &options(call).to_string())
            .replace("METHOD", &json!(call.method).to_string())
            .replace("HEADERS", &json!(call.headers).to_string())
            .replace("CREDENTIALS", if call.credentials == "include" { "true" } else { "false" })
            .replace("BODY", &json!(call.sent_body()).to_string())
            .replace("READ", &json!(call.read).to_string())
    };
    let index = format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<title>page</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <script>\nwindow.visit = {visit}\n{REPORT}</script>\n<body>\n\
         <script src=\"api.js\"></script>\n<script src=\"main.js\"></script>\n"
    );
    PageFiles { index, scripts: vec![("api.js", fill(api)), ("main.js", fill(main))] }
}

/// A page that makes these calls, one after the other, and reports how each ends.
pub(crate) fn asking_page(calls: &[Call], visit: usize) -> PageFiles {
    let list: Vec<Value> = calls
        .iter()
        .map(|call| json!({ "api": format!("{:?}", call.api), "url": call.url, "options": options(call), "read": call.read }))
        .collect();
    let index = format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<title>asking</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <script>\nwindow.visit = {visit}\nconst calls = {}\n</script>\n<body>\n<script src=\"asking.js\"></script>\n",
        json!(list)
    );
    PageFiles { index, scripts: vec![("asking.js", ASKING.to_owned())] }
}

/// The second argument of `fetch()`.
fn options(call: &Call) -> Value {
    let mut options = json!({ "method": call.method, "headers": call.headers, "credentials": call.credentials });
    if call.mode != "cors" {
        options["mode"] = call.mode.as_str().into();
    }
    if let Some(body) = call.sent_body() {
        options["body"] = body.into();
    }
    options
}

/// Tells how the call ended, to the page above if there is one, and stays out of the console.
const REPORT: &str = "function report(ending) {
  if (window === top) { window.outcomes ??= [ending] } else { parent.postMessage(ending, '*') }
}
addEventListener('message', (event) => report(event.data))
";

const FETCH: &str = "async function load() {
  const response = await fetch(URL, OPTIONS)
  return response
}
";

const XHR: &str = "function send() {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(METHOD, URL)
    request.withCredentials = CREDENTIALS
    for (const [name, value] of Object.entries(HEADERS)) request.setRequestHeader(name, value)
    request.onload = () => resolve(request)
    request.onerror = () => reject(new Error('Network Error'))
    request.send(BODY)
  })
}
";

const IMG: &str = "function show() {
  const image = new Image()
  image.onload = () => report('read')
  image.onerror = () => report('blocked')
  image.src = URL
  document.body.append(image)
}
";

const MODULE: &str = "function show() {
  const script = document.createElement('script')
  script.type = 'module'
  script.onload = () => report('read')
  script.onerror = () => report('blocked')
  script.src = URL
  document.body.append(script)
}
";

const ASKING: &str = "async function ending({ api, url, options, read }) {
  if (api === 'Img' || api === 'Module') {
    return new Promise((resolve) => {
      const element = document.createElement(api === 'Img' ? 'img' : 'script')
      if (api === 'Module') element.type = 'module'
      element.onload = () => resolve('read')
      element.onerror = () => resolve('blocked')
      element.src = url
      document.body.append(element)
    })
  }
  try {
    // A permanent redirect or a stale answer in the cache is the old server's.
    const response = await fetch(url, { ...options, cache: 'reload' })
    if (response.type === 'opaque') return 'opaque'
    if (read && response.headers.get(read) === null) return 'opaque'
    return 'read'
  } catch {
    return 'blocked'
  }
}

async function askAll() {
  const endings = []
  for (const call of calls) endings.push(await ending(call))
  return endings
}

askAll().then((endings) => {
  if (window === top) { window.outcomes = endings } else { parent.postMessage(endings, '*') }
})
";
