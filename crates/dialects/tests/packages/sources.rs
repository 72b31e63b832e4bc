//! Configurations as people write them.

use preflight_dialects::Dialect;

use crate::draw::Draw;

const ORIGINS: [&str; 9] = [
    "https://app.example.com",
    "https://app.example.com:8443",
    "https://example.com",
    "http://localhost:5173",
    "capacitor://localhost",
    "https://x.example.org",
    "https://app.example.com/",
    "http://app.example.com",
    "null",
];

/// Expressions over origins, in the syntax that JavaScript and Python share.
const EXPRESSIONS: [&str; 8] = [
    r"^https://([a-z0-9-]+\.)*example\.com$",
    r"^https://app\.example\.com$",
    r"^https://(.+\.)?example\.com$",
    r"^http://localhost(:\d+)?$",
    r"\.example\.com$",
    r"^https://app.example\.com$",
    r"^https://app\.example\.com",
    r"^https://.*\.example\.(com|org)$",
];

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "put"];
const REQUEST_HEADERS: [&str; 6] = ["Content-Type", "Authorization", "X-Requested-With", "x-a", "Origin", "x-b"];
const RESPONSE_HEADERS: [&str; 3] = ["ETag", "X-Request-Id", "Link"];

/// A source of a dialect.
pub fn source(dialect: Dialect, draw: &mut Draw) -> String {
    match dialect {
        Dialect::Express => express(draw),
        Dialect::Node => node(draw),
        Dialect::Flask => flask(draw),
        _ => django(draw),
    }
}

fn strings(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("'{name}'")).collect();
    format!("[{}]", quoted.join(", "))
}

fn some_origins(draw: &mut Draw) -> String {
    let first = draw.one(&ORIGINS);
    let mut origins = draw.some(&ORIGINS, 2);
    origins.push(first);
    strings(&origins)
}

fn express(draw: &mut Draw) -> String {
    let list = some_origins(draw);
    let regex = format!("/{}/", draw.one(&EXPRESSIONS).replace('/', "\\/"));
    let one = draw.one(&ORIGINS);
    let (before, origin) = match draw.below(12) {
        0 => (String::new(), None),
        1 => (String::new(), Some("true".into())),
        2 => (String::new(), Some("'*'".into())),
        3 => (String::new(), Some(format!("'{one}'"))),
        4 => (format!("const allowed = {list};\n"), Some("allowed".into())),
        5 => (String::new(), Some(regex)),
        6 => (String::new(), Some(format!("['{one}', {regex}]"))),
        7 => (format!("const whitelist = {list};\n"), Some(
            "function (origin, callback) {\n    if (whitelist.indexOf(origin) !== -1 || !origin) {\n      callback(null, true);\n    } else {\n      callback(new Error('Not allowed by CORS'));\n    }\n  }".into(),
        )),
        8 => (format!("const allowlist = {list};\n"), Some(
            "(origin, cb) => {\n    if (!origin) return cb(null, true);\n    cb(null, allowlist.includes(origin));\n  }".into(),
        )),
        9 => (String::new(), Some(format!("(origin, callback) => callback(null, {regex}.test(origin))"))),
        10 => (format!("const allowedOrigins = new Set({list});\n"), Some(
            "(origin, callback) => {\n    const ok = !origin || allowedOrigins.has(origin);\n    return ok ? callback(null, origin) : callback(null, false);\n  }".into(),
        )),
        _ => (String::new(), Some("(origin, callback) => callback(null, true)".into())),
    };
    let mut options: Vec<String> = origin.map(|origin: String| format!("origin: {origin}")).into_iter().collect();
    if draw.is(2) {
        options.push(format!("credentials: {}", draw.one(&["true", "false"])));
    }
    match draw.below(4) {
        0 => options.push(format!("methods: {}", strings(&draw.some(&METHODS, 5)))),
        1 => options.push(format!("methods: '{}'", draw.some(&METHODS, 5).join(","))),
        2 if draw.is(2) => options.push("methods: '*'".into()),
        _ => {}
    }
    match draw.below(4) {
        0 => options.push(format!("allowedHeaders: {}", strings(&draw.some(&REQUEST_HEADERS, 4)))),
        1 => options.push(format!("allowedHeaders: '{}'", draw.some(&REQUEST_HEADERS, 4).join(", "))),
        2 if draw.is(3) => options.push("allowedHeaders: '*'".into()),
        _ => {}
    }
    if draw.is(3) {
        options.push(format!("exposedHeaders: {}", strings(&draw.some(&RESPONSE_HEADERS, 2))));
    }
    if draw.is(3) {
        options.push(format!("maxAge: {}", draw.one(&["600", "60 * 60", "86400000", "0"])));
    }
    if draw.is(3) {
        options.push(format!("optionsSuccessStatus: {}", draw.one(&["200", "204"])));
    }
    let arguments = if options.is_empty() { String::new() } else { format!("{{\n  {},\n}}", options.join(",\n  ")) };
    let using = match draw.is(2) && !options.is_empty() {
        true => format!("const corsOptions = {arguments};\napp.use(cors(corsOptions));\n"),
        false => format!("app.use(cors({arguments}));\n"),
    };
    format!(
        "const express = require('express');\nconst cors = require('cors');\nconst app = express();\n{before}{using}app.listen(3000);\n"
    )
}

fn node(draw: &mut Draw) -> String {
    let list = some_origins(draw);
    let one = draw.one(&ORIGINS);
    let credentials = if draw.is(2) { "  res.setHeader('Access-Control-Allow-Credentials', 'true');\n" } else { "" };
    let vary = if draw.is(2) { "  res.setHeader('Vary', 'Origin');\n" } else { "" };
    let origin = match draw.below(5) {
        0 => "  res.setHeader('Access-Control-Allow-Origin', '*');\n".to_owned(),
        1 => format!("  res.setHeader('Access-Control-Allow-Origin', '{one}');\n"),
        2 => "  res.setHeader('Access-Control-Allow-Origin', req.headers.origin || '*');\n".to_owned(),
        3 => "  if (allowed.includes(req.headers.origin)) {\n    res.setHeader('Access-Control-Allow-Origin', req.headers.origin);\n  }\n".to_owned(),
        _ => "  const origin = req.headers['origin'];\n  if (origin && allowed.indexOf(origin) > -1) {\n    res.setHeader('Access-Control-Allow-Origin', origin);\n  }\n".to_owned(),
    };
    let methods = draw.some(&METHODS, 5).join(", ");
    let headers = draw.some(&REQUEST_HEADERS, 4).join(", ");
    let status = draw.one(&["200", "204"]);
    let lists = format!(
        "res.setHeader('Access-Control-Allow-Methods', '{methods}');\n  res.setHeader('Access-Control-Allow-Headers', '{headers}');\n"
    );
    let end = format!(
        "  if (req.method === 'OPTIONS') {{\n    res.writeHead({status});\n    res.end();\n    return;\n  }}\n  res.end('ok');\n"
    );
    format!(
        "const http = require('http');\nconst allowed = {list};\nhttp.createServer((req, res) => {{\n{origin}{credentials}{vary}  {lists}{end}}}).listen(3000);\n"
    )
}

fn flask(draw: &mut Draw) -> String {
    let list = some_origins(draw);
    let mut options = Vec::new();
    match draw.below(6) {
        0 => {}
        1 => options.push(format!("origins='{}'", draw.one(&ORIGINS))),
        2 => options.push(format!("origins={list}")),
        3 => options.push(format!("origins=r'{}'", draw.one(&EXPRESSIONS))),
        4 => options.push(format!("origins=['{}', re.compile(r'{}')]", draw.one(&ORIGINS), draw.one(&EXPRESSIONS))),
        _ => options.push("origins='*'".into()),
    }
    if draw.is(2) {
        options.push(format!("supports_credentials={}", draw.one(&["True", "False"])));
    }
    if draw.is(2) {
        options.push(format!("methods={}", strings(&draw.some(&METHODS, 5))));
    }
    if draw.is(2) {
        options.push(format!("allow_headers={}", strings(&draw.some(&REQUEST_HEADERS, 4))));
    }
    if draw.is(3) {
        options.push(format!("expose_headers={}", strings(&draw.some(&RESPONSE_HEADERS, 2))));
    }
    if draw.is(3) {
        options.push(format!("max_age={}", draw.one(&["600", "timedelta(hours=1)", "0"])));
    }
    let head = "import re\nfrom datetime import timedelta\nfrom flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n";
    match draw.below(3) {
        0 => {
            let pairs: Vec<_> =
                options.iter().map(|option| option.split_once('=').expect("an option has a value")).collect();
            let entries: Vec<_> = pairs.iter().map(|(name, value)| format!("'{name}': {value}")).collect();
            format!("{head}CORS(app, resources={{r'/*': {{{}}}}})\n", entries.join(", "))
        }
        1 => format!("{head}cors = CORS({})\ncors.init_app(app)\n", options.join(", ")),
        _ => format!("{head}CORS(app, {})\n", options.join(", ")),
    }
}

fn django(draw: &mut Draw) -> String {
    let list = some_origins(draw);
    let mut lines = vec!["from corsheaders.defaults import default_headers, default_methods".to_owned()];
    match draw.below(5) {
        0 => lines.push(format!("{} = True", draw.one(&["CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"]))),
        1 => lines.push(format!("CORS_ALLOWED_ORIGIN_REGEXES = [r'{}']", draw.one(&EXPRESSIONS))),
        2 => {
            lines.push(format!("CORS_ALLOWED_ORIGINS = {list}"));
            lines.push(format!("CORS_ALLOWED_ORIGIN_REGEXES = [\n    r'{}',\n]", draw.one(&EXPRESSIONS)));
        }
        3 => lines.push(format!("CORS_ORIGIN_WHITELIST = {list}")),
        _ => lines.push(format!("CORS_ALLOWED_ORIGINS = {list}")),
    }
    if draw.is(2) {
        lines.push(format!("CORS_ALLOW_CREDENTIALS = {}", draw.one(&["True", "False"])));
    }
    match draw.below(3) {
        0 => lines.push(format!("CORS_ALLOW_METHODS = {}", strings(&draw.some(&METHODS, 5)))),
        1 => lines.push("CORS_ALLOW_METHODS = list(default_methods) + ['PURGE']".into()),
        _ => {}
    }
    match draw.below(3) {
        0 => lines.push(format!("CORS_ALLOW_HEADERS = {}", strings(&draw.some(&REQUEST_HEADERS, 4)))),
        1 => lines.push("CORS_ALLOW_HEADERS = (*default_headers, 'x-a')".into()),
        _ => {}
    }
    if draw.is(3) {
        lines.push("CORS_PREFLIGHT_MAX_AGE = 0".into());
    }
    lines.join("\n") + "\n"
}
