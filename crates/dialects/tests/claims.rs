//! What is not understood is never called allowed, and no edit opens more than it says: code that does not run, paths that are not
//! known, expressions that let strangers in.

#![forbid(unsafe_code)]

use preflight_dialects::{Dialect, Finding, Fix, FixError, Reached, Topic, Wanted, fix};

const PAGE: &str = "http://app.test";

const EXPRESS: &str = "const express = require('express');\nconst cors = require('cors');\nconst app = express();\n";

const ROUTE: &str = "app.get('/x', (req, res) => res.json({}));\n";

fn wanted() -> Wanted {
    Wanted::new(PAGE).expect("it is an origin")
}

fn express(setup: &str) -> String {
    format!("{EXPRESS}{setup}\n{ROUTE}")
}

/// The reason why a file is left to a person.
fn left(sentence: &str, dialect: Dialect, source: &str, wanted: &Wanted) -> String {
    match fix(Some(dialect), source, "-", wanted) {
        Err(FixError::Obstacle { reason, .. }) => reason,
        other => panic!("{sentence}: it is not known: {other:?}\n{source}"),
    }
}

fn fixed(sentence: &str, dialect: Dialect, source: &str, wanted: &Wanted) -> Fix {
    match fix(Some(dialect), source, "-", wanted) {
        Ok(Finding::Fix(fix)) => fix,
        other => panic!("{sentence}: it is edited: {other:?}\n{source}"),
    }
}

#[test]
fn code_that_does_not_run_allows_nothing() {
    let cors = "cors({ origin: 'http://app.test' })";
    let at_x = wanted().at_path("/x");
    for (sentence, setup) in [
        ("a function that nobody calls", "function setUp() { app.use(CORS); }"),
        ("after a return", "function setUp() { return; app.use(CORS); }\nsetUp();"),
        ("a loop that never runs", "while (0) { app.use(CORS); }"),
        ("a list without items", "for (const one of []) app.use(CORS);"),
        ("nothing is tried", "try { } catch { app.use(CORS); }"),
        ("another `app`", "{ const app = express(); app.use(CORS); }"),
        ("another `cors`", "{ const cors = () => (q, s, n) => n(); app.use(CORS); }"),
        ("the parameter of a function", "function setUp(app) { app.use(CORS); }"),
        ("a method of a class", "class Server { setUp() { app.use(CORS); } }"),
        ("later", "setTimeout(() => { app.use(CORS); }, 10);"),
        ("`use` is another", "app.use = function () {};\napp.use(CORS);"),
        ("after the routes", "function setUp() { app.use(CORS); }\napp.get('/x', (q, s) => s.json({}));\nsetUp();"),
        (
            "`Object.assign`",
            "const o = { origin: 'http://app.test' };\nObject.assign(o, { origin: 'http://o.test' });\napp.use(cors(o));",
        ),
        (
            "a function that changes it",
            "const o = { origin: 'http://app.test' };\nfunction to(x) { x.origin = 'http://o.test'; }\nto(o);\napp.use(cors(o));",
        ),
    ] {
        let found = fix(Some(Dialect::Express), &express(&setup.replace("CORS", cors)), "-", &at_x);
        let is_allowed = match &found {
            Ok(Finding::Allowed) => true,
            Ok(Finding::Fix(fix)) => fix.before == Reached::Allowed,
            Err(_) => false,
        };
        assert!(!is_allowed, "{sentence}: {found:?}");
        let other =
            setup.replace("CORS", "cors({ origin: 'http://o.test' })").replace("http://app.test", "http://p.test");
        if let Ok(Finding::Fix(fix)) = fix(Some(Dialect::Express), &express(&other), "-", &at_x) {
            let is_moved = fix.text.find("cors({") < fix.text.find("app.get(");
            assert!(fix.after != Reached::Allowed || is_moved, "{sentence}: {fix:?}");
        }
    }
}

#[test]
fn code_that_runs_is_still_read() {
    let at_x = wanted().at_path("/x");
    for (sentence, setup) in [
        ("a function that is called", "function setUp() { app.use(cors()); }\nsetUp();"),
        ("the parameter of a function that is called", "setUp(app);\nfunction setUp(server) { server.use(cors()); }"),
        ("a function that is called at once", "(function () { app.use(cors()); })();"),
        ("a list with an item", "for (const one of ['a']) app.use(cors());"),
        ("another name for it", "const allowing = cors;\napp.use(allowing());"),
    ] {
        assert_eq!(fix(Some(Dialect::Express), &express(setup), "-", &at_x), Ok(Finding::Allowed), "{sentence}");
    }
}

#[test]
fn flask_in_a_function_that_nobody_calls_is_not_read() {
    let source = "app = Flask(__name__)\ndef set_up():\n    CORS(app, origins=['http://app.test'])\n";
    let reason = left("not called", Dialect::Flask, source, &wanted());
    assert!(reason.contains("`set_up`"), "{reason}");
    assert_eq!(fix(Some(Dialect::Flask), &format!("{source}set_up()\n"), "-", &wanted()), Ok(Finding::Allowed));
}

#[test]
fn cors_of_some_paths_is_not_that_of_a_call_without_one() {
    let route = "@app.route('/x')\ndef x():\n    return 'x'\n";
    let resources = format!("app = Flask(__name__)\nCORS(app, resources={{r'/api/*': {{'origins': '*'}}}})\n{route}");
    let django = "MIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']\nINSTALLED_APPS = ['corsheaders']\nCORS_ALLOWED_ORIGINS = ['http://app.test']\nCORS_URLS_REGEX = r'^/api/.*$'\n";
    let node = "http.createServer((req, res) => {\n  if (req.url === '/y') {\n    res.setHeader('Access-Control-Allow-Origin', '*');\n    return res.end();\n  }\n  res.end('{}');\n});\n";
    for (sentence, dialect, source, says) in [
        ("a mount", Dialect::Express, &*express("app.use('/api', cors());"), "`/api/…`"),
        (
            "a router",
            Dialect::Express,
            &*express(
                "const r = express.Router();\nr.use(cors());\nr.get('/y', (q, s) => s.json({}));\napp.use('/api', r);",
            ),
            "/api/",
        ),
        ("`*splat`", Dialect::Express, &*express("app.use('*splat', cors());"), "Express 5"),
        (
            "the options of a path",
            Dialect::Express,
            &*express(
                "app.use(cors((req, cb) => cb(null, { origin: req.path === '/y' ? 'http://app.test' : false })));\napp.get('/y', (q, s) => s.json({}));",
            ),
            "does not decide",
        ),
        ("a branch of Node", Dialect::Node, node, "req.url === '/y'"),
        ("resources of Flask", Dialect::Flask, &*resources, "`/api/…`"),
        ("an expression of Django", Dialect::Django, django, "`/api/…`"),
    ] {
        let reason = left(sentence, dialect, source, &wanted());
        assert!(reason.contains(says), "{sentence}: {reason}");
    }
}

#[test]
fn credentials_are_for_nobody_who_is_not_named() {
    let wanted = wanted().with_credentials();
    for (sentence, origin) in [
        ("no anchor", "[/o.test/, 'null']"),
        ("no anchor at the end", "[/^https?:\\/\\/localhost/]"),
        ("no anchor at the start", "/o\\.test$/"),
    ] {
        let source = express(&format!("app.use(cors({{ origin: {origin} }}));"));
        let reason = left(sentence, Dialect::Express, &source, &wanted);
        assert!(reason.contains("act as your visitors"), "{sentence}: {reason}");
    }
    for (sentence, dialect, source, named) in [
        (
            "without TLS, and `null`",
            Dialect::Express,
            &*express("app.use(cors({ origin: ['http://o.test', 'null'] }));"),
            &["`http://o.test`", "`null`"][..],
        ),
        (
            "an expression",
            Dialect::Express,
            &*express("app.use(cors({ origin: [/^https:\\/\\/(?!b)o\\.test$/] }));"),
            &["whatever `"][..],
        ),
        (
            "Flask",
            Dialect::Flask,
            "app = Flask(__name__)\nCORS(app, origins=r'https://.*\\.o\\.test')\n",
            &["whatever `"],
        ),
    ] {
        let fix = fixed(sentence, dialect, source, &wanted);
        let also = fix.remarks.iter().filter(|remark| remark.topic == Topic::AlsoAllowed);
        let said: String = also.map(|remark| remark.message.clone() + "\n").collect();
        assert!(named.iter().all(|name| said.contains(name)), "{sentence}: {said}");
    }
}

#[test]
fn a_variable_that_lets_everybody_in_while_it_is_not_set_is_to_be_set() {
    let flask = |origins: &str| format!("import os\napp = Flask(__name__)\nCORS(app, origins={origins})\n");
    for (dialect, source) in [
        (Dialect::Express, express("app.use(cors({ origin: process.env.CORS_ORIGIN || '*' }));")),
        (Dialect::Express, express("app.use(cors({ origin: process.env.CORS_ORIGIN?.split(',') || '*' }));")),
        (Dialect::Express, express("app.use(cors({ origin: process.env.CORS_ORIGIN || true }));")),
        (Dialect::Flask, flask("os.environ.get('CORS_ORIGIN', '*')")),
        (Dialect::Flask, flask("os.environ.get('CORS_ORIGIN', '*').split(',')")),
        (Dialect::Flask, flask("os.getenv('CORS_ORIGIN') or '*'")),
    ] {
        let found = fixed("a variable", dialect, &source, &wanted());
        let said = found.remarks.iter().find(|remark| remark.topic == Topic::SetVariable).map(|said| &*said.message);
        assert_eq!(found.text, source, "nothing replaces `*`");
        assert!(said.is_some_and(|said| said.contains("set `CORS_ORIGIN=http://app.test`")), "{said:?}\n{source}");
        let reason = left("credentials", dialect, &source, &wanted().with_credentials());
        assert!(reason.contains("while this variable is not set"), "{reason}");
    }
    let source = express("app.use(cors({ origin: process.env.CORS_ORIGIN || true, credentials: true }));");
    assert_eq!(fixed("with both", Dialect::Express, &source, &wanted().with_credentials()).text, source);
}

fn aspnet(pipeline: &str, policy: &str) -> String {
    format!(
        "builder.Services.AddCors();\nvar app = builder.Build();\n{pipeline}\napp.UseCors(b => b{policy});\napp.MapControllers();\n"
    )
}

#[test]
fn what_aspnet_does_is_what_is_said_of_it() {
    let any = ".WithOrigins(\"*\").WithMethods(\"*\").WithHeaders(\"*\")";
    let put = wanted().with_method("PUT").and_then(|wanted| wanted.with_request_header("Authorization", None));
    let put = put.expect("a page can send it");
    let source = aspnet("app.UseAuthentication();", any);
    assert_eq!(fix(Some(Dialect::AspNet), &source, "-", &put), Ok(Finding::Allowed), "who asks is found out before");
    let late = aspnet("app.UseAuthorization();", any);
    let moved = fixed("after what decides", Dialect::AspNet, &late, &put);
    assert!(moved.text.find("UseCors") < moved.text.find("UseAuthorization"), "{}", moved.text);
    assert!(matches!(moved.before, Reached::NotRead(_)), "endpoints decide who has to log in: {:?}", moved.before);
    let last = aspnet("app.UseEndpoints(endpoints => endpoints.MapControllers());", any);
    let before = fixed("nothing reaches it", Dialect::AspNet, &last, &put).before;
    assert!(!matches!(before, Reached::NotRead(_) | Reached::Allowed), "{before:?}");
    let twice =
        aspnet("", ".WithOrigins(\"http://app.test\").WithExposedHeaders(\"X-Total\").WithExposedHeaders(\"\")");
    let imported = preflight_dialects::import(Dialect::AspNet, &twice, "-").expect("it is read");
    assert_eq!(imported.policies[0].config.expose_headers.entries(), ["X-Total"]);
    let reads = wanted().with_exposed_header("X-Total").expect("a page can read it");
    assert_eq!(fix(Some(Dialect::AspNet), &twice, "-", &reads), Ok(Finding::Allowed));
}

#[test]
fn a_system_that_is_not_read_is_named() {
    for (name, file, source) in [
        (
            "Spring",
            "CorsConfig.java",
            "import org.springframework.web.servlet.config.annotation.CorsRegistry;\nclass C {}\n",
        ),
        ("Rails", "cors.rb", "Rails.application.config.middleware.insert_before 0, Rack::Cors do\nend\n"),
        ("Go", "main.go", "package main\n\nimport \"net/http\"\n"),
        ("nginx", "nginx.conf", "server {\n  add_header Access-Control-Allow-Origin *;\n}\n"),
    ] {
        let found = fix(None, source, file, &wanted());
        assert_eq!(found, Err(FixError::OtherSystem { name }), "{file}");
    }
}

#[test]
fn headers_that_a_helper_sets_are_edited_there() {
    let put = wanted().with_method("PUT").expect("a method").at_path("/x");
    let helper = "function setHeaders(res) {\n  res.setHeader('Access-Control-Allow-Origin', '*');\n  res.setHeader('Access-Control-Allow-Methods', 'GET, OPTIONS');\n}\n";
    let node = format!(
        "{helper}http.createServer((req, res) => {{\n  setHeaders(res);\n  if (req.method === 'OPTIONS') {{\n    res.writeHead(204);\n    return res.end();\n  }}\n  res.end('{{}}');\n}});\n"
    );
    let app = "app.use((req, res, next) => {\n  setHeaders(res);\n  if (req.method === 'OPTIONS') return res.sendStatus(204);\n  next();\n});\napp.put('/x', (req, res) => res.json({}));\n";
    let app = format!("const app = express();\n{helper}{app}");
    for (dialect, source) in [(Dialect::Node, node), (Dialect::Express, app)] {
        let fix = fixed("the list of the helper", dialect, &source, &put);
        assert_eq!(fix.text, source.replace("'GET, OPTIONS'", "'GET, OPTIONS, PUT'"));
        assert_eq!(fix.after, Reached::Allowed);
        assert!(fix.remarks.iter().any(|remark| remark.message.contains("every origin")), "{:?}", fix.remarks);
        let reason = left("credentials", dialect, &source, &put.clone().with_credentials());
        assert!(reason.contains("for every handler that calls it") || reason.contains("is set here"), "{reason}");
    }
}

#[test]
fn who_loses_is_named_and_what_is_pasted_fits() {
    let put = wanted().with_credentials();
    let source = express(
        "app.use(cors({ origin: 'http://o.test' }));\napp.use((req, res, next) => {\n  res.set('Access-Control-Allow-Origin', '*');\n  next();\n});",
    );
    let fix = fixed("a later handler", Dialect::Express, &source, &put);
    assert!(fix.remarks.iter().any(|remark| remark.topic == Topic::NoLongerAllowed), "{:?}", fix.remarks);
    let several = express("app.use(cors({ origin: 'http://o.test, http://p.test' }));");
    let fix = fixed("one string", Dialect::Express, &several, &wanted());
    let named = |remark: &preflight_dialects::Remark| remark.message.contains("`http://o.test`, `http://p.test`");
    assert!(fix.remarks.iter().any(named), "{:?}", fix.remarks);
    let startup = "public class Startup {\n  public void ConfigureServices(IServiceCollection services) {\n    services.AddCors(o => o.AddDefaultPolicy(p => p.SetIsOriginAllowed(Check)));\n  }\n  public void Configure(IApplicationBuilder app) {\n    app.UseCors();\n  }\n}\n";
    match preflight_dialects::fix(Some(Dialect::AspNet), startup, "-", &wanted()) {
        Err(FixError::Obstacle { snippet, .. }) => {
            assert!(snippet.contains("\nservices.AddCors(") || snippet.starts_with("services.AddCors("), "{snippet}");
            assert!(!snippet.contains("builder."), "{snippet}");
        }
        other => panic!("the predicate is not read: {other:?}"),
    }
}

#[test]
fn nothing_is_put_in_front_of_a_table_of_headers() {
    let source = "const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'GET' };\nconst setCors = (res) => Object.entries(headers).forEach(([k, v]) => res.setHeader(k, v));\nhttp.createServer((req, res) => {\n  setCors(res);\n  res.end('ok');\n});\n";
    let put = wanted().with_method("PUT").expect("a method").at_path("/x");
    let fix = fixed("a table that a loop sets", Dialect::Node, source, &put);
    assert_eq!(fix.text, source.replace("'GET'", "'GET, PUT'"));
    assert_eq!(fix.after, Reached::Allowed);
    // How this one is set is not read.
    let unread = source.replace("([k, v]) => res.setHeader(k, v)", "(entry) => res.setHeader(...entry)");
    assert!(left("a table", Dialect::Node, &unread, &put).contains("second place"));
}

#[test]
fn express_answers_the_preflights_of_its_routes_by_itself() {
    let by_hand = "app.use((req, res, next) => {\n  res.setHeader('Access-Control-Allow-Origin', '*');\n  res.setHeader('Access-Control-Allow-Methods', 'GET');\n  next();\n});\n";
    let put = wanted().with_method("PUT").expect("a page can send it").at_path("/x");
    let source = express(&format!("{by_hand}app.put('/x', (req, res) => res.json({{}}));"));
    let text = fixed("a route", Dialect::Express, &source, &put).text;
    assert!(text.contains("'GET, PUT'") && !text.contains("OPTIONS"), "{text}");
}

#[test]
fn settings_keep_to_the_names_that_their_version_knows() {
    let settings = |lines: &str| {
        format!("INSTALLED_APPS = ['corsheaders']\nMIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']\n{lines}\n")
    };
    for (lines, name) in [
        ("CORS_ORIGIN_ALLOW_ALL = False", "CORS_ORIGIN_WHITELIST = ["),
        ("CORS_ORIGIN_REGEX_WHITELIST = []", "CORS_ORIGIN_WHITELIST = ["),
        ("CORS_ALLOW_ALL_ORIGINS = False", "CORS_ALLOWED_ORIGINS = ["),
        ("CORS_ALLOW_METHODS = ['GET']", "CORS_ALLOWED_ORIGINS = ["),
    ] {
        let text = fixed(lines, Dialect::Django, &settings(lines), &wanted()).text;
        assert!(text.contains(name), "{text}");
    }
}

#[test]
fn a_missing_comma_between_applications_is_put_there() {
    let source = "INSTALLED_APPS = [\n    'rest_framework'\n    'corsheaders',\n]\nMIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']\nCORS_ALLOW_ALL_ORIGINS = True\n";
    let found = fixed("joined", Dialect::Django, source, &wanted());
    assert_eq!(found.text, source.replace("'rest_framework'\n", "'rest_framework',\n"));
    let wrapped = "INSTALLED_APPS = ['rest_' 'framework', 'corsheaders']\nMIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']\nCORS_ALLOW_ALL_ORIGINS = True\n";
    assert_eq!(fix(Some(Dialect::Django), wrapped, "-", &wanted()), Ok(Finding::Allowed), "on one line it is meant");
}

#[test]
fn a_name_that_no_policy_has_applies_none() {
    let start = "var builder = WebApplication.CreateBuilder(args);\n";
    let end = "var app = builder.Build();\napp.UseCors(\"mine\");\napp.MapControllers();\n";
    let none = format!("{start}builder.Services.AddCors();\n{end}");
    let text = fixed("no policy", Dialect::AspNet, &none, &wanted()).text;
    assert!(text.contains("AddPolicy(\"mine\", policy"), "{text}");
    let policy = "AddDefaultPolicy(p => p.WithOrigins(\"http://app.test\"))";
    let default = format!("{start}builder.Services.AddCors(o => o.{policy});\n{end}");
    let text = fixed("the default policy", Dialect::AspNet, &default, &wanted()).text;
    assert!(text.contains("UseCors();"), "{text}");
    let open = none.replace("\"mine\"", "Name(\"mine\")");
    let reason = left("a name that is not known", Dialect::AspNet, &open, &wanted());
    assert!(reason.contains("known only when the program runs"), "{reason}");
}

#[test]
fn an_application_that_does_not_start_allows_nothing() {
    let policy = ".AllowAnyOrigin().AllowAnyHeader().AllowCredentials()";
    let source = aspnet("", policy);
    let new = format!("var builder = WebApplication.CreateBuilder(args);\n{source}");
    let text = fixed("any origin with credentials", Dialect::AspNet, &new, &wanted()).text;
    assert!(text.contains(".AllowAnyOrigin().AllowAnyHeader())"), "{text}");
    let reason = left("in any version", Dialect::AspNet, &source, &wanted());
    assert!(reason.contains("does not start"), "{reason}");
}

#[test]
fn middleware_of_an_old_django_is_not_taken_as_working() {
    let rest = "INSTALLED_APPS = ['corsheaders']\nCORS_ORIGIN_ALLOW_ALL = True\n";
    let old = format!("MIDDLEWARE_CLASSES = ['corsheaders.middleware.CorsMiddleware']\n{rest}");
    assert!(left("the old name", Dialect::Django, &old, &wanted()).contains("MIDDLEWARE_CLASSES"));
    let both = format!("{old}MIDDLEWARE = ['django.middleware.common.CommonMiddleware']\n");
    let text = fixed("both names", Dialect::Django, &both, &wanted()).text;
    assert!(text.contains("MIDDLEWARE = ['corsheaders.middleware.CorsMiddleware', "), "{text}");
}

#[test]
fn what_another_path_allows_is_not_said_of_this_one() {
    let source = "app = Flask(__name__)\nCORS(app, resources={r'/a/*': {'origins': ['http://o.test']}, r'/b/*': {'origins': '*', 'supports_credentials': True}})\n";
    let says = |path: &str| {
        let found = fixed("two paths", Dialect::Flask, source, &wanted().with_credentials().at_path(path));
        found.remarks.iter().any(|remark| remark.message.contains("every site is allowed"))
    };
    assert!(!says("/a/x"));
    let unsaid = fixed("no path", Dialect::Flask, source, &wanted().with_credentials());
    assert!(matches!(unsaid.before, Reached::NotRead(_)), "`/b/x` allows it: {:?}", unsaid.before);
}
