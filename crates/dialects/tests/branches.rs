//! What answers a call before CORS is reached, or beside it: routers, branches, parsers, paths. Each is edited, or said to be not
//! understood; never is it called allowed.

#![forbid(unsafe_code)]

use preflight_dialects::{Dialect, Finding, FixError, Lack, Reached, Wanted, fix, import};

const PAGE: &str = "http://localhost:5173";

fn plain(path: &str) -> Wanted {
    Wanted::new(PAGE).expect("it is an origin").at_path(path)
}

fn with(path: &str, method: &str, header: Option<&str>) -> Wanted {
    let wanted = plain(path).with_method(method).expect("a page can use it");
    header.into_iter().fold(wanted, |wanted, name| wanted.with_request_header(name, None).expect("a page can send it"))
}

fn fixed(dialect: Dialect, source: &str, wanted: &Wanted) -> preflight_dialects::Fix {
    match fix(Some(dialect), source, "-", wanted) {
        Ok(Finding::Fix(fix)) => fix,
        other => panic!("it is edited: {other:?}\n{source}"),
    }
}

/// A sentence, the system, the source, the call, and a line of the edited source.
type Case = (&'static str, Dialect, &'static str, Wanted, &'static str);

fn cases() -> Vec<Case> {
    let routers = "const app = express();\nconst users = express.Router();\nusers.use(cors());\nusers.get('/', list);\nconst cards = express.Router();\ncards.get('/:id', (req, res) => res.json({}));\napp.use('/users', users);\napp.use('/cards', cards);\n";
    let branch = "http.createServer((req, res) => {\n  if (req.url === '/a') {\n    res.writeHead(200, { 'Access-Control-Allow-Origin': 'http://localhost:5173' });\n    return res.end();\n  }\n  res.writeHead(200);\n  res.end();\n});\n";
    let preflight_only = "http.createServer((req, res) => {\n  if (req.method === 'OPTIONS') {\n    res.writeHead(204, {\n      'Access-Control-Allow-Origin': 'http://localhost:5173',\n      'Access-Control-Allow-Methods': 'PUT',\n    });\n    return res.end();\n  }\n  res.writeHead(200);\n  res.end();\n});\n";
    let switch = "http.createServer((req, res) => {\n  switch (req.method) {\n    case 'PUT':\n      res.writeHead(200, { 'Access-Control-Allow-Origin': 'http://localhost:5173' });\n      res.end();\n      break;\n    default:\n      res.writeHead(501);\n      res.end();\n  }\n});\n";
    let by_hand = "const app = express();\napp.get('/a', (req, res) => {\n  res.set('Access-Control-Allow-Origin', '*');\n  res.json({});\n});\napp.get('/b', (req, res) => res.json({}));\n";
    let options = "const app = express();\napp.options('/b', (req, res) => {\n  res.set('Access-Control-Allow-Origin', 'http://localhost:5173');\n  res.set('Access-Control-Allow-Methods', 'PUT');\n  res.sendStatus(204);\n});\napp.put('/b', (req, res) => res.json({}));\n";
    let paths = "MIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']\nINSTALLED_APPS = ['corsheaders']\nCORS_ALLOWED_ORIGINS = ['http://localhost:5173']\nCORS_URLS_REGEX = r'^/v1/.*$'\n";
    vec![
        ("another router", Dialect::Express, routers, plain("/cards/4"), "app.use('/cards', cors({"),
        (
            "another branch",
            Dialect::Node,
            branch,
            plain("/b"),
            "  res.setHeader('Access-Control-Allow-Origin', 'http://localhost:5173');",
        ),
        (
            "only OPTIONS",
            Dialect::Node,
            preflight_only,
            with("/b", "PUT", None),
            "  res.setHeader('Access-Control-Allow-Origin', 'http://localhost:5173');",
        ),
        (
            "a default branch",
            Dialect::Node,
            switch,
            with("/b", "PUT", Some("x-id")),
            "      'Access-Control-Allow-Headers': 'x-id',",
        ),
        ("another route by hand", Dialect::Express, by_hand, plain("/b"), "app.use('/b', (req, res, next) => {"),
        (
            "only OPTIONS of Express",
            Dialect::Express,
            options,
            with("/b", "PUT", None),
            "  res.setHeader('Access-Control-Allow-Origin', 'http://localhost:5173');",
        ),
        ("another path", Dialect::Django, paths, plain("/api/a.b/"), "CORS_URLS_REGEX = r'^/v1/.*$|^/api/a\\.b/$'"),
    ]
}

#[test]
fn what_answers_elsewhere_is_edited_where_it_answers() {
    for (sentence, dialect, source, wanted, line) in cases() {
        let fix = fixed(dialect, source, &wanted);
        assert!(fix.text.lines().any(|found| found == line), "{sentence}:\n{}", fix.text);
        let again = preflight_dialects::fix(Some(dialect), &fix.text, "-", &wanted);
        assert_eq!(again, Ok(Finding::Allowed), "{sentence}: a second look finds nothing to do");
    }
}

#[test]
fn an_error_is_not_made_readable_in_place_of_a_fix() {
    let source = "const app = express();\napp.use(cors({ origin: (o, cb) => cb(new Error('no')) }));\napp.get('/a', (req, res) => res.json({}));\n";
    let said = fix(Some(Dialect::Express), source, "-", &plain("/a"));
    assert!(matches!(said, Err(FixError::Obstacle { .. })), "{said:?}");
}

#[test]
fn who_answers_some_preflights_keeps_answering_them() {
    let source = "http.createServer((req, res) => {\n  if (req.method === 'OPTIONS' && req.url === '/a') {\n    res.writeHead(204, { 'Access-Control-Allow-Origin': 'https://a.test', 'Access-Control-Allow-Methods': 'PUT' });\n    return res.end();\n  }\n  res.setHeader('Access-Control-Allow-Origin', 'https://a.test');\n  res.end();\n});\n";
    if let Ok(Finding::Fix(fix)) = fix(Some(Dialect::Node), source, "-", &with("/b", "PUT", None)) {
        assert!(!fix.text.contains("(req, res) => {\n  if (req.method === 'OPTIONS') {"), "{}", fix.text);
    }
}

#[test]
fn a_parser_before_cors_may_refuse_a_body_without_headers() {
    let source = |options: &str| {
        format!(
            "const app = express();\napp.use(express.json({options}));\napp.use(cors({{ origin: '{PAGE}' }}));\napp.post('/a', (req, res) => res.json({{}}));\n"
        )
    };
    let json = with("/a", "POST", Some("content-type"));
    let text = with("/a", "POST", None);
    for (sentence, options, wanted) in [
        ("JSON, of which nothing is known", "", &json),
        ("a text, which it does not read", "", &text),
        ("JSON, and it reads all", "{ type: '*/*' }", &json),
    ] {
        let said = fix(Some(Dialect::Express), &source(options), "-", wanted);
        assert_eq!(said, Ok(Finding::Allowed), "{sentence}");
    }
    for (sentence, options, wanted) in [
        ("JSON that a browser blocked", "", json.clone().with_blocked_request()),
        ("a text, and it reads all", "{ type: '*/*' }", text.clone()),
    ] {
        let fix = fixed(Dialect::Express, &source(options), &wanted);
        assert!(fix.is_precaution && matches!(fix.before, Reached::NotRead(_)), "{sentence}: {fix:?}");
        assert_eq!(fix.after, Reached::Allowed, "{sentence}");
        let place = |part: &str| fix.text.find(part).expect("it is there");
        assert!(place("cors(") < place("express.json"), "{sentence}: {}", fix.text);
    }
}

#[test]
fn a_slash_that_django_adds_is_of_what_stands_before_cors() {
    let source = "MIDDLEWARE = [\n    'django.middleware.common.CommonMiddleware',\n    'corsheaders.middleware.CorsMiddleware',\n]\nINSTALLED_APPS = ['corsheaders']\nCORS_ALLOWED_ORIGINS = ['http://localhost:5173']\n";
    let off = format!("{source}APPEND_SLASH = False\n");
    for (source, path, is_precaution) in [(source, "/a", true), (source, "/a/", false), (&*off, "/a", false)] {
        assert_eq!(fixed(Dialect::Django, source, &plain(path)).is_precaution, is_precaution, "{path}");
    }
}

#[test]
fn an_answer_that_never_comes_is_not_allowed() {
    let crash = "http.createServer((req, res) => {\n  res.setHeader('Access-Control-Allow-Origin', '*');\n  try {\n    res.end(WORK);\n  } catch {\n    req.socket.destroy();\n  }\n});\n";
    for (work, said) in [
        ("String([].reduce((a, b) => a + b))", "the connection is closed before the request is answered"),
        ("work()", "nothing throws in this `try`"),
    ] {
        let source = crash.replace("WORK", work);
        let Err(FixError::Obstacle { reason, .. }) = fix(Some(Dialect::Node), &source, "-", &plain("/a")) else {
            panic!("{work}: it is not allowed")
        };
        assert!(reason.contains(said), "{work}: {reason}");
    }
}

#[test]
fn a_response_header_has_to_be_exposed() {
    let wanted = plain("/a").with_exposed_header("X-Total").expect("a page can read it");
    let source = "const app = express();\napp.use(cors({ origin: 'http://localhost:5173' }));\napp.get('/a', (req, res) => res.json([]));\n";
    let fix = fixed(Dialect::Express, source, &wanted);
    assert!(matches!(fix.before, Reached::Refused(_)) && fix.lack == Lack::ResponseHeader, "{fix:?}");
    assert!(fix.text.contains("exposedHeaders: ['x-total']"), "{}", fix.text);
    assert_eq!(preflight_dialects::fix(Some(Dialect::Express), &fix.text, "-", &wanted), Ok(Finding::Allowed));
}

#[test]
fn a_list_that_is_searched_means_the_same_everywhere() {
    let source = |function: &str| {
        format!("const app = express();\napp.use(cors({function}));\napp.get('/a', (req, res) => res.json([]));\n")
    };
    for (function, listed, matched) in [
        ("{ origin: (o, cb) => cb(null, ['http://localhost:5173'].includes(o)) }", true, false),
        ("{ origin: (o, cb) => cb(null, ['http://localhost:5173', /\\.a\\.test$/].includes(o)) }", true, false),
        ("(req, cb) => cb(null, { origin: ['http://localhost:5173'].includes(req.header('Origin')) })", true, false),
        ("{ origin: ['http://localhost:5173', /\\.a\\.test$/] }", true, true),
    ] {
        let imported = import(Dialect::Express, &source(function), "-").expect("it is read");
        for (page, is_allowed) in [(PAGE, listed), ("https://x.a.test", matched)] {
            let wanted = Wanted::new(page).expect("an origin").at_path("/a");
            assert_eq!(
                preflight_dialects::allows(&imported.policies, &wanted),
                is_allowed,
                "import: {function}, {page}"
            );
            let said = fix(Some(Dialect::Express), &source(function), "-", &wanted);
            assert_eq!(said == Ok(Finding::Allowed), is_allowed, "fix: {function}, {page}: {said:?}");
        }
    }
}

#[test]
fn what_flask_sets_for_a_part_is_not_for_the_rest() {
    let blueprint = "bp = Blueprint('x', __name__)\nCORS(bp)\n@bp.route('/a')\ndef a():\n    return 'a'\n@app.route('/b')\ndef b():\n    return 'b'\n";
    let condition = "app = Flask(__name__)\n@app.after_request\ndef add(response):\n    if request.path == '/a':\n        response.headers['Access-Control-Allow-Origin'] = '*'\n    return response\n";
    let slash = "app = Flask(__name__)\n@app.after_request\ndef add(response):\n    response.headers['Access-Control-Allow-Origin'] = '*'\n    response.headers['Access-Control-Allow-Methods'] = 'PUT'\n    return response\n@app.route('/b/', methods=['PUT'])\ndef b():\n    return 'b'\n";
    for (sentence, source, wanted, says) in [
        ("a blueprint", blueprint, plain("/b"), "for `bp` alone"),
        ("a condition", condition, plain("/b"), "where `request.path == '/a'` holds"),
        ("a slash too few", slash, with("/b", "PUT", None), "call `/b/`"),
    ] {
        let Err(FixError::Obstacle { reason, .. }) = fix(Some(Dialect::Flask), source, "-", &wanted) else {
            panic!("{sentence}: it is not allowed")
        };
        assert!(reason.contains(says), "{sentence}: {reason}");
    }
    assert_eq!(fix(Some(Dialect::Flask), blueprint, "-", &plain("/a")), Ok(Finding::Allowed));
    assert_eq!(fix(Some(Dialect::Flask), slash, "-", &with("/b/", "PUT", None)), Ok(Finding::Allowed));
}

#[test]
fn the_setting_that_holds_the_origins_is_named() {
    for (value, key) in [
        ("builder.Configuration[\"FRONT\"]?.Split(',') ?? []", "FRONT"),
        (
            "builder.Configuration[\"FRONT\"]?.Split(',').Select(x => x.Trim()).ToArray() ?? Array.Empty<string>()",
            "FRONT",
        ),
        ("builder.Configuration.GetSection(\"Cors:Origins\").Get<string[]>() ?? Array.Empty<string>()", "Cors:Origins"),
        ("builder.Configuration.GetValue<string>(\"FRONT\")", "FRONT"),
        ("Environment.GetEnvironmentVariable(\"FRONT\")?.Split(',') ?? []", "FRONT"),
        ("builder.Configuration[\"FRONT\"]?.Split(',') ?? new[] { \"http://localhost:5173\" }", "FRONT"),
    ] {
        for fill in ["p.WithOrigins(o).AllowAnyHeader()", "{ if (o.Length > 0) p.WithOrigins(o).AllowAnyHeader(); }"] {
            let source = format!(
                "var builder = WebApplication.CreateBuilder(args);\nvar o = {value};\nbuilder.Services.AddCors(x => x.AddDefaultPolicy(p => {fill}));\nvar app = builder.Build();\napp.UseCors();\n"
            );
            let found = fixed(Dialect::AspNet, &source, &plain("/"));
            assert!(found.edits.is_empty(), "{source}: {:?}", found.edits);
            let says = |remark: &preflight_dialects::Remark| remark.message.contains(&format!("`{key}`"));
            assert!(found.remarks.iter().any(says), "{source}: {:?}", found.remarks);
        }
    }
}

#[test]
fn a_default_that_holds_the_page_is_said_to_allow_it() {
    const EXPRESS: &str = "const app = express();\n";
    const DJANGO: &str = "INSTALLED_APPS = ['corsheaders']\nMIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']\n";
    for (dialect, source, is_allowed) in [
        (Dialect::Express, format!("{EXPRESS}app.use(cors({{ origin: process.env.X || '{PAGE}' }}));\n"), true),
        (
            Dialect::Express,
            format!("{EXPRESS}app.use(cors({{ origin: (process.env.X || '{PAGE}').split(',') }}));\n"),
            true,
        ),
        (
            Dialect::Express,
            format!("{EXPRESS}app.use(cors({{ origin: process.env.X || '{PAGE},http://b.example' }}));\n"),
            false,
        ),
        (Dialect::Flask, format!("CORS(app, origins=os.getenv('X', 'http://b.example,{PAGE}').split(','))\n"), true),
        (
            Dialect::Express,
            format!("{EXPRESS}app.use(cors({{ origin: process.env.X ? process.env.X.split(',') : ['{PAGE}'] }}));\n"),
            true,
        ),
        (
            Dialect::Express,
            format!("{EXPRESS}app.use(cors({{ origin: !process.env.X ? ['{PAGE}'] : process.env.X.split(',') }}));\n"),
            true,
        ),
        (
            Dialect::Flask,
            format!("CORS(app, origins=os.environ['X'].split(',') if 'X' in os.environ else ['{PAGE}'])\n"),
            true,
        ),
        (
            Dialect::Flask,
            format!("CORS(app, origins=os.getenv('X').split(',') if os.getenv('X') else ['{PAGE}'])\n"),
            true,
        ),
        (Dialect::Django, format!("{DJANGO}CORS_ALLOWED_ORIGINS = config('X', default='{PAGE}', cast=Csv())\n"), true),
        (Dialect::Django, format!("{DJANGO}CORS_ALLOWED_ORIGINS = env.list('X', default=['{PAGE}'])\n"), true),
    ] {
        let found = fixed(dialect, &source, &plain("/"));
        let says = |remark: &preflight_dialects::Remark| {
            remark.message.contains("`X` decides") && remark.message.contains(&format!("allows `{PAGE}`"))
        };
        assert_eq!(found.remarks.iter().any(says), is_allowed, "{source}: {:?}", found.remarks);
    }
}

#[test]
fn what_is_pasted_into_a_plain_server_is_called_there() {
    let source = "const http = require('http');\nhttp.createServer((req, res) => {\n  res.setHeader('Access-Control-Allow-Origin', pick(req));\n  res.end();\n});\n";
    let Err(FixError::Obstacle { snippet, .. }) = fix(Some(Dialect::Node), source, "server.js", &plain("/")) else {
        panic!("nothing is edited");
    };
    assert!(snippet.contains("http.createServer(withCors(") && !snippet.contains("module.exports"), "{snippet}");
}

#[test]
fn an_object_that_a_delegate_changes_is_named() {
    let source = "const app = express();\nconst options = { origin: false };\nconst choose = (req, cb) => {\n  options.origin = hosts.includes(req.header('Origin'));\n  cb(null, options);\n};\napp.use(cors(choose));\n";
    let Err(FixError::Obstacle { line, reason, .. }) = fix(Some(Dialect::Express), source, "server.js", &plain("/"))
    else {
        panic!("what it allows is not known");
    };
    assert_eq!(line, 4);
    assert!(reason.contains("`options`") && reason.contains("line 2"), "{reason}");
    let own = source
        .replace("const options = { origin: false };\n", "")
        .replace("=> {\n", "=> {\n  const options = { origin: false };\n");
    let reason = fix(Some(Dialect::Express), &own, "server.js", &plain("/")).map_err(|error| error.to_string());
    assert!(reason.is_err_and(|reason| !reason.contains("all requests share")), "its own object is another matter");
}

#[test]
fn a_page_among_all_that_may_send_credentials_is_allowed_already() {
    let source = "INSTALLED_APPS = ['corsheaders']\nMIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']\nCORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True\nCORS_ALLOWED_ORIGINS = ['http://b.example']\n";
    let found = fixed(Dialect::Django, source, &plain("/").with_credentials());
    assert_eq!(found.before, Reached::Allowed);
    assert!(found.text.contains("CORS_ALLOW_ALL_ORIGINS = False") && found.text.contains(PAGE), "{}", found.text);
    let missing = source.replace("CORS_ALLOW_CREDENTIALS = True\n", "");
    assert_ne!(fixed(Dialect::Django, &missing, &plain("/").with_credentials()).before, Reached::Allowed);
}
