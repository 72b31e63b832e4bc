//! What people write, what becomes of it, and what is noted, at which line.

#![forbid(unsafe_code)]

use preflight_dialects::{Dialect, ImportError, NoteSeverity, RoutePolicy, export, import};
use preflight_engine::server::{Allowed, PolicyConfig};

/// A sentence, a source, the origins, and the notes that matter as `line:code`.
type Case = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const EXPRESS: [Case; 17] = [
    (
        "NestJS",
        "const app = await NestFactory.create(AppModule);\napp.enableCors({ origin: ['https://a.test'] });",
        &["https://a.test"],
        &[],
    ),
    (
        "NestJS, when it is made",
        "const app = await NestFactory.create(AppModule, { cors: { origin: 'https://a.test/', credentials: true } });",
        &["https://a.test"],
        &["1:trailing-slash"],
    ),
    (
        "a function that chooses the options",
        "const allowlist = ['https://a.test'];\nconst delegate = function (req, callback) {\n  let options;\n  if (allowlist.indexOf(req.header('Origin')) !== -1) {\n    options = { origin: true, credentials: true };\n  } else {\n    options = { origin: false };\n  }\n  callback(null, options);\n};\napp.use(cors(delegate));",
        &["https://a.test"],
        &[],
    ),
    (
        "a function that cannot be followed",
        "app.use(cors((req, callback) => lookUp(req).then(options => callback(null, options))));",
        &[],
        &["1:dynamic-value"],
    ),
    (
        "headers by hand",
        "app.use((req, res, next) => {\n  res.header('Access-Control-Allow-Origin', 'https://a.test');\n  if (req.method === 'OPTIONS') return res.sendStatus(200);\n  next();\n});",
        &["https://a.test"],
        &[],
    ),
    ("a lone slip", "app.use(cors({\n  origin: 'https://a.test/',\n}))", &["https://a.test"], &["2:trailing-slash"]),
    (
        "a variable with a default",
        "app.use(cors({ origin: process.env.O || 'https://a.test' }))",
        &["${O:-https://a.test}"],
        &[],
    ),
    (
        "a list in a variable",
        "const o = process.env.O.split(',').map(s => s.trim());\napp.use(cors({ origin: o }))",
        &["${O}"],
        &[],
    ),
    ("a value from elsewhere", "app.use(cors({ origin: config.get('o') }))", &[], &["1:dynamic-value"]),
    (
        "a list that changes",
        "const list = ['https://a.test'];\nlist.push(x);\napp.use(cors({ origin: list }))",
        &[],
        &["3:dynamic-value"],
    ),
    (
        "a list of who is refused grants nothing by its entries",
        "const bad = ['https://a.test'];\napp.use(cors({ origin: (o, cb) => cb(null, !bad.includes(o)) }))",
        &["any"],
        &["2:reflects-any-origin"],
    ),
    (
        "a part of a text is no list",
        "app.use(cors({ origin: (o, cb) => cb(null, o.endsWith('a.test')) }))",
        &[],
        &["1:dynamic-value"],
    ),
    (
        "every origin with credentials",
        "app.use(cors({ origin: true, credentials: true }))",
        &["any"],
        &["1:reflects-any-origin"],
    ),
    (
        "an expression without ends",
        "app.use(cors({ origin: /a\\.test/ }))",
        &["https://a.test", "https://*.a.test"],
        &["1:regex-unanchored"],
    ),
    (
        "milliseconds",
        "app.use(cors({ origin: 'https://a.test', maxAge: 3600000 }))",
        &["https://a.test"],
        &["1:max-age-units"],
    ),
    ("an option that is not there", "app.use(cors({ origins: ['https://a.test'] }))", &["any"], &["1:unknown-option"]),
    (
        "TypeScript",
        "import cors, { CorsOptions } from 'cors';\nconst o: CorsOptions = { origin: ['https://a.test'] as const };\nrouter.use('/api', cors(o));",
        &["https://a.test"],
        &[],
    ),
];

const FLASK: [Case; 10] = [
    (
        "headers by hand",
        "@app.after_request\ndef cors(response):\n    response.headers['Access-Control-Allow-Origin'] = 'https://a.test'\n    return response\n",
        &["https://a.test"],
        &[],
    ),
    (
        "headers by hand after a lookup",
        "@app.after_request\ndef cors(response):\n    origin = request.headers.get('Origin')\n    if origin in ALLOWED:\n        response.headers.add('Access-Control-Allow-Origin', origin)\n    return response\nALLOWED = ['https://a.test']\n",
        &["https://a.test"],
        &[],
    ),
    (
        "headers by hand in a view",
        "@app.route('/a')\ndef a():\n    response = jsonify(1)\n    response.headers.add('Access-Control-Allow-Origin', '*')\n    return response\n",
        &["any"],
        &["2:preflight-unanswered"],
    ),
    (
        "a pattern that is none",
        "CORS(app, origins=['https://*.a.test'])",
        &["https://*.a.test"],
        &["1:wildcard-in-string"],
    ),
    ("the default", "CORS(app)", &["any"], &["1:reflects-any-origin"]),
    ("a configuration", "app.config['CORS_ORIGINS'] = ['https://a.test']\nCORS(app)", &["https://a.test"], &[]),
    (
        "a path",
        "CORS(app, resources={r'/api/*': {'origins': 'https://a.test'}})",
        &["https://a.test"],
        &["1:path-approximated"],
    ),
    (
        "a decorator",
        "@app.route('/x')\n@cross_origin(origins='https://a.test')\ndef x():\n    pass",
        &["https://a.test"],
        &[],
    ),
    (
        "a variable",
        "CORS(app, origins=os.environ.get('O', 'https://a.test').split(','))",
        &["${O:-https://a.test}"],
        &[],
    ),
    ("unreadable options", "CORS(app, **options)", &[], &["1:dynamic-value"]),
];

const DJANGO: [Case; 6] = [
    ("an old name", "CORS_ORIGIN_WHITELIST = ('https://a.test',)", &["https://a.test"], &[]),
    (
        "a place after what answers",
        "MIDDLEWARE = ['django.middleware.common.CommonMiddleware',\n  'corsheaders.middleware.CorsMiddleware']\nCORS_ALLOWED_ORIGINS = ['https://a.test']",
        &["https://a.test"],
        &["2:middleware-order"],
    ),
    (
        "no middleware",
        "MIDDLEWARE = ['django.middleware.common.CommonMiddleware']\nCORS_ALLOWED_ORIGINS = ['https://a.test']",
        &["https://a.test"],
        &["1:middleware-missing"],
    ),
    (
        "while debugging",
        "if DEBUG:\n    CORS_ALLOW_ALL_ORIGINS = True\nelse:\n    CORS_ALLOWED_ORIGINS = ['https://a.test']",
        &["https://a.test"],
        &["2:dynamic-value", "4:dynamic-value"],
    ),
    ("a variable", "CORS_ALLOWED_ORIGINS = env.list('O', default=['https://a.test'])", &["${O:-https://a.test}"], &[]),
    ("no scheme", "CORS_ALLOWED_ORIGINS = [\n    'a.test',\n]", &["https://a.test"], &["2:missing-scheme"]),
];

const NODE: [Case; 5] = [
    (
        "one route of several",
        "http.createServer((req, res) => {\n  if (req.url === '/a') {\n    res.writeHead(200, { 'Access-Control-Allow-Origin': 'https://a.test' });\n    return res.end();\n  }\n  res.end();\n})",
        &["https://a.test"],
        &["2:path-approximated"],
    ),
    (
        "what is asked for is sent back",
        "http.createServer((req, res) => {\n  res.setHeader('Access-Control-Allow-Origin', 'https://a.test');\n  res.setHeader('Access-Control-Allow-Headers', req.headers['access-control-request-headers']);\n  res.end();\n})",
        &["https://a.test"],
        &[],
    ),
    (
        "a constant",
        "http.createServer((req, res) => {\n  res.writeHead(200, { 'Access-Control-Allow-Origin': 'https://a.test' });\n  res.end();\n})",
        &["https://a.test"],
        &[],
    ),
    (
        "an echo with credentials",
        "app.use((req, res, next) => {\n  res.header('Access-Control-Allow-Origin', req.headers.origin);\n  res.header('Access-Control-Allow-Credentials', 'true');\n  next();\n})",
        &["any"],
        &["1:preflight-continue", "2:reflects-any-origin"],
    ),
    (
        "a list after a lookup",
        "const list = new Set(['https://a.test']);\nhttp.createServer((req, res) => {\n  const { origin } = req.headers;\n  if (list.has(origin)) res.setHeader('Access-Control-Allow-Origin', origin);\n  if (req.method === 'OPTIONS') { res.writeHead(204); return res.end(); }\n  res.end();\n})",
        &["https://a.test"],
        &[],
    ),
];

const ASPNET: [Case; 6] = [
    (
        "a default policy",
        "builder.Services.AddCors(o => o.AddDefaultPolicy(p => p.WithOrigins(\"https://a.test\").AllowAnyHeader().AllowAnyMethod()));\napp.UseCors();",
        &["https://a.test"],
        &[],
    ),
    (
        "subdomains",
        "services.AddCors(o => { o.AddPolicy(\"web\", p => { p.WithOrigins(\"https://*.a.test\").SetIsOriginAllowedToAllowWildcardSubdomains(); }); });",
        &["https://*.a.test"],
        &[],
    ),
    (
        "every origin with credentials",
        "services.AddCors(o => o.AddPolicy(\"web\", p => p\n  .SetIsOriginAllowed(_ => true)\n  .AllowCredentials()));",
        &["any"],
        &["2:reflects-any-origin"],
    ),
    (
        "what throws",
        "services.AddCors(o => o.AddDefaultPolicy(p => p.AllowAnyOrigin().AllowCredentials()));",
        &["any"],
        &["1:wildcard-with-credentials"],
    ),
    (
        "a place after authorization",
        "app.UseAuthorization();\napp.UseCors(p => p.WithOrigins(\"https://a.test\"));",
        &["https://a.test"],
        &["2:middleware-order"],
    ),
    (
        "a configuration",
        "var origins = builder.Configuration.GetSection(\"Cors\").Get<string[]>();\nbuilder.Services.AddCors(o => o.AddDefaultPolicy(p => p.WithOrigins(origins)));",
        &[],
        &["1:dynamic-value"],
    ),
];

#[test]
fn sources_become_policies_and_notes() {
    let tables: [(Dialect, &[Case]); 5] = [
        (Dialect::Express, &EXPRESS),
        (Dialect::Flask, &FLASK),
        (Dialect::Django, &DJANGO),
        (Dialect::Node, &NODE),
        (Dialect::AspNet, &ASPNET),
    ];
    for (dialect, cases) in tables {
        for (sentence, source, origins, notes) in cases {
            let imported =
                import(dialect, source, "-").unwrap_or_else(|error| panic!("{dialect}, {sentence}: {error}"));
            let found = match &imported.policies[0].config.origins {
                Allowed::Any => vec!["any"],
                Allowed::Listed(entries) => entries.iter().map(String::as_str).collect(),
            };
            assert_eq!(found, *origins, "{dialect}, {sentence}: {imported:#?}");
            let matter = imported.notes.iter().filter(|note| note.severity() >= NoteSeverity::Warning);
            let matter: Vec<_> = matter.map(|note| format!("{}:{}", note.line, note.code.name())).collect();
            assert_eq!(matter, *notes, "{dialect}, {sentence}: {imported:#?}");
        }
    }
}

#[test]
fn what_holds_no_policy_says_why() {
    let cases = [
        ("another language", Dialect::Express, "CORS(app, origins=['x']", "a.js", "line 1"),
        ("another kind of file", Dialect::Django, "", "app.js", ".py"),
        ("no CORS", Dialect::Flask, "app = Flask(__name__)", "app.py", "CORS(app)"),
        ("no handler", Dialect::Node, "listen(1)", "-", "Access-Control-Allow-Origin"),
        (
            "other policies",
            Dialect::AspNet,
            "o.AddPolicy(\"admin\", p => p.RequireRole(\"admin\"));",
            "a.cs",
            "AddPolicy",
        ),
    ];
    for (sentence, dialect, source, file_name, part) in cases {
        let error: ImportError = import(dialect, source, file_name).expect_err(sentence);
        assert!(error.to_string().contains(part), "{sentence}: {error}");
    }
}

#[test]
fn an_export_of_any_method_with_credentials_is_read_back() {
    let config = PolicyConfig {
        origins: Allowed::listed(["https://a.test"]),
        credentials: true,
        methods: Allowed::Any,
        request_headers: Allowed::listed(["x-a"]),
        ..PolicyConfig::default()
    };
    let policy = RoutePolicy { name: "app".into(), path: None, config: config.clone() };
    let exported = export(Dialect::Express, &[policy]).expect("it is sound");
    let imported = import(Dialect::Express, &exported.text, "-").expect("it is what was written");
    assert_eq!(imported.policies[0].config, config, "{}", exported.text);
    assert!(imported.notes.iter().all(|note| note.severity() == NoteSeverity::Info), "{:?}", imported.notes);
}
