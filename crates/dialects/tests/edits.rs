//! What `fix` does to single lines, what it refuses to touch, and what it says beside.

#![forbid(unsafe_code)]

use preflight_dialects::{Dialect, Finding, FixError, Topic, Wanted, fix};

/// A sentence, a source, and the line that it becomes; the page is `http://localhost:5173`.
type Case = (&'static str, Dialect, &'static str, &'static str);

fn plain() -> Wanted {
    Wanted::new("http://localhost:5173").expect("it is an origin")
}

fn with_everything() -> Wanted {
    let wanted = plain().with_method("PUT").and_then(|wanted| wanted.with_request_header("X-Id", None));
    wanted.expect("a page can ask for this").with_credentials()
}

const SIMPLE: [Case; 27] = [
    (
        "upper case",
        Dialect::Express,
        "cors({ origin: 'HTTP://LOCALHOST:5173' })",
        "cors({ origin: 'http://localhost:5173' })",
    ),
    (
        "no scheme",
        Dialect::Express,
        "cors({ origin: [\"localhost:5173\"] })",
        "cors({ origin: [\"http://localhost:5173\"] })",
    ),
    (
        "white space",
        Dialect::Express,
        "cors({ origin: [' http://localhost:5173'] })",
        "cors({ origin: ['http://localhost:5173'] })",
    ),
    (
        "a list in a string",
        Dialect::Express,
        "cors({ origin: 'http://localhost:3000, http://localhost:5173' })",
        "cors({ origin: ['http://localhost:3000', 'http://localhost:5173'] })",
    ),
    ("switched off", Dialect::Express, "cors({ origin: false })", "cors({ origin: \"http://localhost:5173\" })"),
    ("a star in a list", Dialect::Express, "cors({ origin: ['*'] })", "cors({ origin: ['http://localhost:5173'] })"),
    ("an empty list", Dialect::Express, "cors({ origin: [] })", "cors({ origin: [\"http://localhost:5173\"] })"),
    (
        "an expression",
        Dialect::Express,
        "cors({ origin: /\\.example\\.com$/ })",
        "cors({ origin: [/\\.example\\.com$/, \"http://localhost:5173\"] })",
    ),
    (
        "not called",
        Dialect::Express,
        "const cors = require('cors')\napp.use(cors)",
        "  origin: 'http://localhost:5173',",
    ),
    (
        "a set",
        Dialect::Express,
        "const ok = new Set(['https://a.test']);\napp.use(cors({ origin: (o, cb) => cb(null, ok.has(o)) }))",
        "const ok = new Set(['https://a.test', 'http://localhost:5173']);",
    ),
    (
        "a default beside a variable",
        Dialect::Express,
        "cors({ origin: (process.env.ORIGINS || 'http://localhost:3000').split(',') })",
        "cors({ origin: (process.env.ORIGINS || 'http://localhost:3000,http://localhost:5173').split(',') })",
    ),
    (
        "a default of one value, which is no list",
        Dialect::Express,
        "app.use(cors({ origin: process.env.ORIGIN || 'http://localhost:3000' }))",
        "app.use(cors({ origin: [process.env.ORIGIN || 'http://localhost:3000', 'http://localhost:5173'] }))",
    ),
    (
        "a default with a slash",
        Dialect::Express,
        "app.use(cors({ origin: process.env.ORIGIN ?? 'http://localhost:5173/' }))",
        "app.use(cors({ origin: process.env.ORIGIN ?? 'http://localhost:5173' }))",
    ),
    (
        "required where it is used",
        Dialect::Express,
        "app.use(require('cors')({ origin: 'https://a.test' }))",
        "app.use(require('cors')({ origin: ['https://a.test', 'http://localhost:5173'] }))",
    ),
    (
        "options in TypeScript",
        Dialect::Express,
        "const options: CorsOptions = { origin: ['https://a.test'] as string[] };\napp.use(cors(options));",
        "const options: CorsOptions = { origin: ['https://a.test', 'http://localhost:5173'] as string[] };",
    ),
    (
        "NestJS",
        Dialect::Express,
        "const app = await NestFactory.create(AppModule);\nawait app.listen(3000);",
        "app.enableCors({",
    ),
    (
        "a comparison",
        Dialect::Node,
        "http.createServer((req, res) => {\n  if (req.headers.origin === 'https://a.test') {\n    res.setHeader('Access-Control-Allow-Origin', req.headers.origin);\n  }\n  res.end();\n})",
        "  if (['https://a.test', 'http://localhost:5173'].includes(req.headers.origin)) {",
    ),
    (
        "a lone string",
        Dialect::Flask,
        "CORS(app, origins='https://a.test')",
        "CORS(app, origins=['https://a.test', 'http://localhost:5173'])",
    ),
    (
        "a variable",
        Dialect::Flask,
        "CORS(app, origins=os.environ.get('ORIGINS', 'http://localhost:3000').split(','))",
        "CORS(app, origins=os.environ.get('ORIGINS', 'http://localhost:3000,http://localhost:5173').split(','))",
    ),
    (
        "a variable of one value",
        Dialect::Flask,
        "CORS(app, origins=os.environ.get('ORIGIN', 'http://localhost:3000'))",
        "CORS(app, origins=[os.environ.get('ORIGIN', 'http://localhost:3000'), 'http://localhost:5173'])",
    ),
    (
        "a setting",
        Dialect::Flask,
        "app.config['CORS_ORIGINS'] = ['https://a.test']\nCORS(app)",
        "app.config['CORS_ORIGINS'] = ['https://a.test', 'http://localhost:5173']",
    ),
    (
        "a tuple of none",
        Dialect::Django,
        "CORS_ALLOWED_ORIGINS = ()",
        "CORS_ALLOWED_ORIGINS = (\"http://localhost:5173\",)",
    ),
    (
        "the old name",
        Dialect::Django,
        "CORS_ORIGIN_WHITELIST = ('localhost:5173',)",
        "CORS_ORIGIN_WHITELIST = ('http://localhost:5173',)",
    ),
    (
        "a list of the environment",
        Dialect::Django,
        "CORS_ALLOWED_ORIGINS = env.list('ORIGINS', default=['https://a.test'])",
        "CORS_ALLOWED_ORIGINS = env.list('ORIGINS', default=['https://a.test', 'http://localhost:5173'])",
    ),
    (
        "an array",
        Dialect::AspNet,
        "string[] origins = { \"https://a.test\" };\no.AddDefaultPolicy(p => p.WithOrigins(origins));\napp.UseCors();",
        "string[] origins = { \"https://a.test\", \"http://localhost:5173\" };",
    ),
    (
        "a variable of one value in C#",
        Dialect::AspNet,
        "o.AddDefaultPolicy(p => p.WithOrigins(Environment.GetEnvironmentVariable(\"ORIGIN\") ?? \"https://a.test\"));\napp.UseCors();",
        "o.AddDefaultPolicy(p => p.WithOrigins(Environment.GetEnvironmentVariable(\"ORIGIN\") ?? \"https://a.test\", \"http://localhost:5173\"));",
    ),
    (
        "a name that no policy has",
        Dialect::AspNet,
        "o.AddPolicy(\"web\", p => p.WithOrigins(\"http://localhost:5173\"));\napp.UseCors(\"wbe\");",
        "app.UseCors(\"web\");",
    ),
];

const FULL: [Case; 10] = [
    ("nothing said", Dialect::Express, "cors()", "cors({ origin: \"http://localhost:5173\", credentials: true })"),
    (
        "every origin",
        Dialect::Express,
        "cors({ origin: '*', methods: 'GET,POST', allowedHeaders: ['content-type'] })",
        "cors({ origin: 'http://localhost:5173', methods: 'GET,POST,PUT', allowedHeaders: ['content-type', 'x-id'], credentials: true })",
    ),
    (
        "an echo",
        Dialect::Express,
        "cors({ origin: true, credentials: true })",
        "cors({ origin: \"http://localhost:5173\", credentials: true })",
    ),
    (
        "credentials that are no boolean",
        Dialect::Express,
        "cors({ origin: 'http://localhost:5173', credentials: 'true' })",
        "cors({ origin: 'http://localhost:5173', credentials: true })",
    ),
    (
        "a function that allows all",
        Dialect::Express,
        "cors({ credentials: true, origin: (o, cb) => cb(null, true) })",
        "cors({ credentials: true, origin: \"http://localhost:5173\" })",
    ),
    (
        "a method in lower case",
        Dialect::Express,
        "cors({ origin: 'http://localhost:5173', credentials: true, methods: ['put'] })",
        "cors({ origin: 'http://localhost:5173', credentials: true, methods: ['PUT'] })",
    ),
    (
        "a bare decorator",
        Dialect::Flask,
        "@app.route('/')\n@cross_origin\ndef a():\n    pass",
        "@cross_origin(origins=['http://localhost:5173'], supports_credentials=True)",
    ),
    (
        "all of Django",
        Dialect::Django,
        "CORS_ALLOW_ALL_ORIGINS = True",
        "CORS_ALLOWED_ORIGINS = [\"http://localhost:5173\"]",
    ),
    (
        "a predicate that allows all",
        Dialect::AspNet,
        "o.AddDefaultPolicy(p => p.SetIsOriginAllowed(_ => true).AllowAnyMethod().AllowAnyHeader().AllowCredentials());\napp.UseCors();",
        "o.AddDefaultPolicy(p => p.WithOrigins(\"http://localhost:5173\").AllowAnyMethod().AllowAnyHeader().AllowCredentials());",
    ),
    (
        "a policy without methods",
        Dialect::AspNet,
        "o.AddDefaultPolicy(p => p\n    .WithOrigins(\"http://localhost:5173\")\n    .AllowCredentials());\napp.UseCors();",
        "    .WithHeaders(\"x-id\"));",
    ),
];

#[test]
fn lines_become_what_they_have_to_be() {
    for (wanted, cases) in [(plain(), &SIMPLE[..]), (with_everything(), &FULL[..])] {
        for (sentence, dialect, source, line) in cases {
            match fix(Some(*dialect), source, "-", &wanted) {
                Ok(Finding::Fix(fix)) => {
                    assert!(fix.text.lines().any(|found| found == *line), "{dialect}, {sentence}:\n{}", fix.text);
                }
                other => panic!("{dialect}, {sentence}: {other:?}"),
            }
        }
    }
}

#[test]
fn what_is_known_only_when_it_runs_is_left_alone_with_a_reason_and_a_snippet() {
    let cases = [
        (Dialect::Express, "app.use(cors(load()));", "1:14"),
        (Dialect::Express, "app.use(cors({ ...rest }));", "1:16"),
        (Dialect::Express, "app.use(cors({ origin: config.get('o') }));", "1:24"),
        (Dialect::Express, "server.get('/');", "1:1"),
        (Dialect::Node, "http.createServer(app)", "1:1"),
        (Dialect::Flask, "CORS(app, **options)", "1:11"),
        (Dialect::Flask, "print('no application')", "1:1"),
        (Dialect::Django, "MIDDLEWARE = load()\nCORS_ALLOWED_ORIGINS = []", "1:14"),
        (Dialect::Django, "x = 1", "1:1"),
        (Dialect::AspNet, "o.AddDefaultPolicy(p => p.SetIsOriginAllowed(Check));\napp.UseCors();", "1:27"),
        (Dialect::AspNet, "Console.WriteLine();", "1:1"),
    ];
    for (dialect, source, place) in cases {
        match fix(Some(dialect), source, "-", &plain()) {
            Err(FixError::Obstacle { line, column, reason, snippet }) => {
                assert_eq!(format!("{line}:{column}"), place, "{source}: {reason}");
                assert!(snippet.contains("http://localhost:5173"), "{source}: {snippet}");
            }
            other => panic!("{source}: {other:?}"),
        }
    }
}

#[test]
fn a_value_from_elsewhere_is_named() {
    let cases = [
        (Dialect::Express, "app.use(cors({ origin: process.env.CORS_ORIGIN.split(',') }));", "CORS_ORIGIN"),
        (Dialect::Express, "app.use(cors({ origin: process.env.CORS_ORIGIN }));", "CORS_ORIGIN"),
        (
            Dialect::Node,
            "http.createServer((req, res) => { res.setHeader('Access-Control-Allow-Origin', process.env.ORIGIN); res.end(); })",
            "ORIGIN",
        ),
        (Dialect::Flask, "CORS(app, origins=os.environ['ORIGINS'].split(','))", "ORIGINS"),
        (Dialect::Django, "CORS_ALLOWED_ORIGINS = os.environ['ORIGINS'].split(',')", "ORIGINS"),
        (
            Dialect::AspNet,
            "o.AddDefaultPolicy(p => p.WithOrigins(c.GetSection(\"Cors:Origins\").Get<string[]>()));\napp.UseCors();",
            "Cors:Origins",
        ),
    ];
    for (dialect, source, name) in cases {
        match fix(Some(dialect), source, "-", &plain()) {
            Ok(Finding::Fix(fix)) => {
                assert!(fix.edits.is_empty() && fix.text == source, "{source}: {fix:?}");
                let says = |topic, part: &str| {
                    fix.remarks.iter().any(|remark| remark.topic == topic && remark.message.contains(part))
                };
                assert!(says(Topic::SetVariable, &format!("`{name}`")), "{source}: {:?}", fix.remarks);
            }
            other => panic!("{source}: {other:?}"),
        }
    }
}

#[test]
fn what_allows_the_call_is_left_as_it_is() {
    for (dialect, source) in [
        (Dialect::Express, "app.use(cors());"),
        (Dialect::Express, "app.use(cors({ origin: /^http:\\/\\/localhost:\\d+$/ }));"),
        (Dialect::Express, "app.use(cors({ origin: (o, cb) => cb(null, o === 'http://localhost:5173') }));"),
        (Dialect::Flask, "CORS(app)"),
        (Dialect::Flask, "CORS(app, origins=r'^http://localhost:\\d+$')"),
        (Dialect::Django, "MIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']\nCORS_ALLOW_ALL_ORIGINS = True"),
        (
            Dialect::AspNet,
            "o.AddDefaultPolicy(p => p.SetIsOriginAllowed(o => new Uri(o).Host == \"localhost\"));\napp.UseCors();",
        ),
    ] {
        assert_eq!(fix(Some(dialect), source, "-", &plain()), Ok(Finding::Allowed), "{source}");
    }
}

#[test]
fn a_module_imports_what_is_pasted_into_it() {
    for (source, name, line) in [
        ("export default (app) => app.get('/', f);\n", "routes.js", "import cors from 'cors';"),
        ("module.exports = (app) => app.get('/', f);\n", "routes.js", "const cors = require('cors');"),
        ("serve((app) => app.get('/', f));\n", "routes.ts", "import cors from 'cors';"),
    ] {
        match fix(Some(Dialect::Express), source, name, &plain()) {
            Err(FixError::Obstacle { snippet, .. }) => assert!(snippet.contains(line), "{source}: {snippet}"),
            other => panic!("{source}: {other:?}"),
        }
    }
    let source = "const app = express();\nexport default app;\n";
    let Ok(Finding::Fix(fix)) = fix(Some(Dialect::Express), source, "app.js", &plain()) else { panic!("it is edited") };
    assert!(fix.text.starts_with("import cors from \"cors\";\n"), "{}", fix.text);
}

#[test]
fn what_an_edit_uses_stands_before_it() {
    let source = "const express = require('express');\nconst router = express.Router();\nconst cors = require('cors');\nrouter.get('/', cors(), show);\n";
    let Ok(Finding::Fix(fix)) = fix(Some(Dialect::Express), source, "-", &with_everything()) else {
        panic!("it is edited")
    };
    let place = |part: &str| fix.text.find(part).unwrap_or_else(|| panic!("no {part} in\n{}", fix.text));
    assert!(place("require('cors')") < place("router.use(cors("), "{}", fix.text);
}

#[test]
fn a_route_of_another_method_is_not_what_answers() {
    let source = "const app = express();\napp.get('/', (req, res) => {\n  res.set('Access-Control-Allow-Origin', '*');\n  res.json({});\n});\n";
    let Ok(Finding::Fix(fix)) = fix(Some(Dialect::Express), source, "-", &with_everything()) else {
        panic!("it is edited")
    };
    assert!(fix.text.contains("res.set('Access-Control-Allow-Origin', '*');"), "it is left as it is: {}", fix.text);
    assert!(fix.text.contains("app.use(cors({"), "{}", fix.text);
}

#[test]
fn what_counts_only_under_a_condition_is_said_or_left_alone() {
    let development = "if (process.env.NODE_ENV !== 'production') {\n  app.use(cors(OPTIONS))\n}\n";
    let listed = development.replace("OPTIONS", "{ origin: 'http://localhost:3000' }");
    let Ok(Finding::Fix(fixed)) = fix(Some(Dialect::Express), &listed, "-", &plain()) else {
        panic!("the one `cors` is edited")
    };
    let says = |remark: &preflight_dialects::Remark| {
        remark.topic == Topic::LookHere && remark.message.contains("process.env.NODE_ENV !== 'production'")
    };
    assert!(fixed.remarks.iter().any(says), "{:?}", fixed.remarks);
    for (sentence, source) in [
        ("allowed, and not in production", development.replace("OPTIONS", "")),
        ("the same without braces", "process.env.CORS && app.use(cors())\n".to_owned()),
        (
            "one list for each of two",
            "if (isProduction) app.use(cors({ origin: 'https://a.test' }))\nelse app.use(cors({ origin: '*' }))\n"
                .to_owned(),
        ),
    ] {
        let said = fix(Some(Dialect::Express), &source, "-", &plain());
        assert!(matches!(said, Err(FixError::Obstacle { .. })), "{sentence}: {said:?}");
    }
    let everywhere = "if (isProduction) app.use(cors({ origin: '*' }))\nelse app.use(cors())\n";
    assert_eq!(fix(Some(Dialect::Express), everywhere, "-", &plain()), Ok(Finding::Allowed));
}

#[test]
fn conditions_are_heeded_in_every_language() {
    for (dialect, source) in [
        (Dialect::Flask, "if app.debug:\n    CORS(app)\n"),
        (Dialect::AspNet, "if (app.Environment.IsDevelopment())\n{\n    app.UseCors(p => p.AllowAnyOrigin());\n}\n"),
        (
            Dialect::AspNet,
            "s.AddCors(o => { o.AddPolicy(\"dev\", p => p.AllowAnyOrigin()); o.AddPolicy(\"live\", p => p.WithOrigins(\"https://a.test\")); });\nif (dev) { app.UseCors(\"dev\"); } else { app.UseCors(\"live\"); }\n",
        ),
    ] {
        let said = fix(Some(dialect), source, "-", &plain());
        assert!(matches!(said, Err(FixError::Obstacle { .. })), "{source}: {said:?}");
    }
    let main = "app = Flask(__name__)\nif __name__ == '__main__':\n    CORS(app)\n    app.run()\n";
    assert_eq!(fix(Some(Dialect::Flask), main, "-", &plain()), Ok(Finding::Allowed));
}

#[test]
fn a_policy_that_endpoints_name_is_not_applied_to_all() {
    let source = "s.AddCors(o => o.AddPolicy(\"p\", b => b.WithOrigins(\"https://a.test\")));\napp.UseCors();\napp.MapGet(\"/x\", () => 1).RequireCors(\"p\");\n";
    let Ok(Finding::Fix(fixed)) = fix(Some(Dialect::AspNet), source, "-", &plain()) else { panic!("it is edited") };
    assert!(fixed.text.contains("app.UseCors();"), "{}", fixed.text);
    assert!(fixed.text.contains("WithOrigins(\"https://a.test\", \"http://localhost:5173\")"), "{}", fixed.text);
}

#[test]
fn headers_of_an_object_beside_the_handler_are_found() {
    let source = "const headers = {\n  'Access-Control-Allow-Origin': '*',\n  'Access-Control-Allow-Methods': 'GET',\n};\nhttp.createServer((req, res) => {\n  if (req.method === 'OPTIONS') {\n    res.writeHead(204, headers);\n    return res.end();\n  }\n  res.writeHead(200, { ...headers, 'Content-Type': 'text/plain' });\n  res.end('ok');\n});\n";
    assert_eq!(fix(Some(Dialect::Node), source, "-", &plain()), Ok(Finding::Allowed));
    let put = plain().with_method("PUT").expect("a page can ask for this");
    let Ok(Finding::Fix(fixed)) = fix(Some(Dialect::Node), source, "-", &put) else { panic!("it is edited") };
    assert_eq!(fixed.edits.len(), 1, "{:?}", fixed.edits);
    assert!(fixed.text.contains("'Access-Control-Allow-Methods': 'GET, PUT',"), "{}", fixed.text);
    // A list of origins has to be chosen from for each request.
    let listed = source.replace("'*'", "'https://a.test'");
    let Err(FixError::Obstacle { line, reason, .. }) = fix(Some(Dialect::Node), &listed, "-", &plain()) else {
        panic!("it is not edited")
    };
    assert!(line == 2 && reason.contains("made once"), "{line}: {reason}");
    // Another `headers` is none of these.
    let other =
        source.replace("headers = {", "cors = {").replace("204, headers", "204, cors").replace("...headers", "...cors");
    assert_eq!(fix(Some(Dialect::Node), &other, "-", &plain()), Ok(Finding::Allowed));
}

#[test]
fn a_table_of_headers_is_edited_where_it_stands_however_it_is_set() {
    let table = "const CORS_HEADERS = {\n  'Access-Control-Allow-Origin': 'http://localhost:5173',\n  'Access-Control-Allow-Methods': 'GET',\n};\n";
    let end = "  if (req.method === 'OPTIONS') {\n    res.writeHead(204);\n    return res.end();\n  }\n  res.end();\n";
    let spread = "  if (req.method === 'OPTIONS') {\n    res.writeHead(204, CORS_HEADERS);\n    return res.end();\n  }\n  res.writeHead(200, { ...CORS_HEADERS, 'Content-Type': 'text/plain' });\n  res.end();\n";
    let assigned =
        spread.replace("{ ...CORS_HEADERS, ", "Object.assign({}, CORS_HEADERS, { ").replace("' });", "' }));");
    let spread_only = spread.replace("204, CORS_HEADERS", "204, { ...CORS_HEADERS }");
    let set = |line: &str| format!("  {line}\n{end}");
    for body in [
        spread.to_owned(),
        assigned,
        spread_only,
        set("Object.entries(CORS_HEADERS).forEach(([k, v]) => res.setHeader(k, v));"),
        set("Object.entries(CORS_HEADERS).forEach(([k, v]) => { res.setHeader(k, v); });"),
        set("Object.keys(CORS_HEADERS).forEach((name) => res.setHeader(name, CORS_HEADERS[name]));"),
        set("for (const [name, value] of Object.entries(CORS_HEADERS)) {\n    res.setHeader(name, value);\n  }"),
        set("for (const name in CORS_HEADERS) res.setHeader(name, CORS_HEADERS[name]);"),
    ] {
        let source = format!("{table}http.createServer((req, res) => {{\n{body}}});\n");
        let wanted = plain().with_method("PUT").and_then(|wanted| wanted.with_request_header("X-Id", None)).unwrap();
        let found = fix(Some(Dialect::Node), &source, "-", &wanted);
        let Ok(Finding::Fix(fixed)) = found else { panic!("{source}: {found:?}") };
        let edited = table.replace(
            "  'Access-Control-Allow-Methods': 'GET',",
            "  'Access-Control-Allow-Headers': 'X-Id',\n  'Access-Control-Allow-Methods': 'GET, PUT',",
        );
        assert_eq!(fixed.text.to_ascii_lowercase(), source.replace(table, &edited).to_ascii_lowercase());
        assert!(!fixed.remarks.iter().any(|remark| remark.topic == Topic::LookHere), "{source}: {:?}", fixed.remarks);
    }
}

#[test]
fn a_loop_that_does_more_than_to_set_a_table_is_not_taken_for_one() {
    let table = "const CORS_HEADERS = { 'Access-Control-Allow-Origin': 'http://localhost:5173' };\n";
    for line in [
        "Object.entries(CORS_HEADERS).forEach(([k, v]) => { if (isOpen) res.setHeader(k, v); });",
        "Object.entries(CORS_HEADERS).forEach(([k, v]) => res.setHeader(v, k));",
        "for (const name in CORS_HEADERS) res.setHeader(name, OTHERS[name]);",
    ] {
        let source = format!("{table}http.createServer((req, res) => {{\n  {line}\n  res.end();\n}});\n");
        let found = fix(Some(Dialect::Node), &source, "-", &plain());
        assert!(!matches!(found, Ok(Finding::Allowed)), "{line}: {found:?}");
    }
}

#[test]
fn a_policy_whose_name_is_in_the_configuration_is_used_by_that_name() {
    let top = |used: &str| {
        format!(
            "var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddCors(o => o.AddPolicy(builder.Configuration[\"Cors:Policy\"]!, p => p.WithOrigins(\"https://a.test\")));\nvar app = builder.Build();\n{used}app.MapGet(\"/x\", () => \"ok\");\napp.Run();\n"
        )
    };
    for used in ["", "app.UseCors();\n"] {
        let found = fix(Some(Dialect::AspNet), &top(used), "-", &plain());
        let Ok(Finding::Fix(fixed)) = found else { panic!("{used}: {found:?}") };
        assert!(fixed.text.contains("app.UseCors(builder.Configuration[\"Cors:Policy\"]!);"), "{}", fixed.text);
        assert!(!fixed.text.contains("UseCors()"), "{}", fixed.text);
    }
    let startup = |name: &str, read: &str| {
        format!(
            "public class Startup\n{{\n    public IConfiguration Configuration {{ get; }}\n    public void ConfigureServices(IServiceCollection services)\n    {{\n        {read}services.AddCors(o => o.AddPolicy({name}, b => b.WithOrigins(\"https://a.test\")));\n    }}\n    public void Configure(IApplicationBuilder app)\n    {{\n        app.UseRouting();\n        app.UseEndpoints(e => e.MapControllers());\n    }}\n}}\n"
        )
    };
    let found = fix(Some(Dialect::AspNet), &startup("Configuration[\"Cors\"]", ""), "-", &plain());
    let Ok(Finding::Fix(fixed)) = found else { panic!("{found:?}") };
    assert!(fixed.text.contains("app.UseCors(Configuration[\"Cors\"]);"), "{}", fixed.text);
    // A variable of another method is not known where `UseCors` has to stand.
    let local = startup("name", "var name = Configuration.GetValue<string>(\"Cors\");\n        ");
    let Err(FixError::Obstacle { reason, .. }) = fix(Some(Dialect::AspNet), &local, "-", &plain()) else {
        panic!("it is not edited")
    };
    assert!(reason.contains("name is known only when the program runs"), "{reason}");
}

#[test]
fn what_is_set_after_every_request_counts_before_flask_cors() {
    let with = |line: &str| {
        format!(
            "app = Flask(__name__)\nCORS(app, resources={{r\"/api/*\": {{\"origins\": \"https://a.test\"}}}})\n\n@app.after_request\ndef after(response):\n{line}    return response\n"
        )
    };
    let star = with("    response.headers[\"Access-Control-Allow-Origin\"] = \"*\"\n");
    assert_eq!(fix(Some(Dialect::Flask), &star, "-", &plain()), Ok(Finding::Allowed));
    assert_eq!(fix(Some(Dialect::Flask), &star, "-", &plain().at_path("/api/x")), Ok(Finding::Allowed));
    let put = plain().with_method("PUT").unwrap();
    for wanted in [plain().with_credentials(), put] {
        let Err(FixError::Obstacle { reason, line, .. }) = fix(Some(Dialect::Flask), &star, "-", &wanted) else {
            panic!("it is not edited")
        };
        assert!(line == 6 && reason.contains("leaves an answer alone"), "{line}: {reason}");
    }
    let sometimes = with(
        "    if response.status_code == 200:\n        response.headers[\"Access-Control-Allow-Origin\"] = \"*\"\n",
    );
    assert_ne!(fix(Some(Dialect::Flask), &sometimes, "-", &plain()), Ok(Finding::Allowed));
}

#[test]
fn what_is_moved_takes_along_whatever_declares_what_it_uses() {
    let start = "const express = require('express');\nconst cors = require('cors');\nconst app = express();\n";
    let route = "app.get('/x', (req, res) => res.json({}));\n";
    for declaration in [
        "const corsOptions = { origin: 'http://localhost:5173' };\n",
        "const { corsOptions } = { corsOptions: { origin: 'http://localhost:5173' } };\n",
        "const { options: corsOptions } = { options: { origin: 'http://localhost:5173' } };\n",
    ] {
        let source = format!("{start}{route}{declaration}app.use(cors(corsOptions));\n");
        let Ok(Finding::Fix(fixed)) = fix(Some(Dialect::Express), &source, "-", &plain()) else { continue };
        let place = |part: &str| fixed.text.find(part).unwrap_or_else(|| panic!("no {part} in\n{}", fixed.text));
        assert!(place("corsOptions") < place("app.use("), "{}", fixed.text);
        assert!(place("app.use(") < place("app.get("), "{}", fixed.text);
    }
    // The program stops where it uses what is declared below.
    let broken =
        format!("{start}{route}app.use(cors(corsOptions));\nconst corsOptions = {{ origin: 'https://a.test' }};\n");
    let Err(FixError::Obstacle { line, reason, .. }) = fix(Some(Dialect::Express), &broken, "-", &plain()) else {
        panic!("it is not edited")
    };
    assert!(line == 5 && reason.contains("declared only below"), "{line}: {reason}");
    // A function is called later.
    let later = format!(
        "{start}app.use(cors({{ origin: (o, cb) => cb(null, allowed.includes(o)) }}));\n{route}const allowed = ['https://a.test'];\n"
    );
    let Ok(Finding::Fix(fixed)) = fix(Some(Dialect::Express), &later, "-", &plain()) else { panic!("it is edited") };
    assert!(fixed.text.contains("const allowed = ['https://a.test', 'http://localhost:5173'];"), "{}", fixed.text);
}
