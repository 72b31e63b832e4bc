//! No source, however broken, makes an import panic or grant what preflight takes for unsafe.

#![forbid(unsafe_code)]

use preflight_dialects::{Dialect, Finding, Wanted, fix, import};
use preflight_engine::Policy;
use preflight_engine::server::{Allowed, PolicyConfig, PolicyError};

/// Mutations of each sample.
const MUTATIONS: usize = 500;

/// One in so many is edited too, which reads it several times.
const EDITED: usize = 5;

const SAMPLES: [(Dialect, &str); 6] = [
    (
        Dialect::Express,
        "const o = ['https://a.test', ...process.env.O.split(',')];\napp.use('/api', cors({ origin: (v, cb) => o.includes(v) ? cb(null, true) : cb(new Error('é')), methods: `GET,PUT`, maxAge: 60 * 60, credentials: true }));",
    ),
    (
        Dialect::Express,
        "app.use(cors({ origin: [/^https:\\/\\/([a-z]+\\.)?example\\.com(:\\d+)?$/i, 'http://localhost:3000'] }))",
    ),
    (
        Dialect::Node,
        "http.createServer((req, res) => { if (['https://a.test'].indexOf(req.headers.origin) > -1) { res.setHeader('Access-Control-Allow-Origin', req.headers.origin) } else if (x) { res.writeHead(204, { 'Access-Control-Allow-Headers': 'x, y' }) } })",
    ),
    (
        Dialect::Flask,
        "app.config['CORS_ORIGINS'] = ['https://a.test', re.compile(r'https://.*\\.b\\.test\\Z', re.I)]\nCORS(app, resources={r'/api/*': {'max_age': timedelta(hours=1)}}, supports_credentials=True)\n",
    ),
    (
        Dialect::Django,
        "if DEBUG:\n    CORS_ALLOW_ALL_ORIGINS = True\nelse:\n    CORS_ALLOWED_ORIGINS = env.list('O', default=['https://a.test'])\nCORS_ALLOW_HEADERS = (*default_headers, 'x-a')\nCORS_URLS_REGEX = r'^/api/.*$'\n",
    ),
    (
        Dialect::AspNet,
        "builder.Services.AddCors(o => o.AddPolicy(\"web\", p => p.WithOrigins(\"https://*.a.test\", @\"x\").SetIsOriginAllowed(v => new Uri(v).Host == \"localhost\").AllowCredentials().SetPreflightMaxAge(TimeSpan.FromHours(1))));\napp.UseCors(\"web\");",
    ),
];

#[test]
fn no_mutation_panics_or_is_unsafe() {
    let mut state = 7_u64;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % limit
    };
    for (dialect, sample) in SAMPLES {
        for number in 0..MUTATIONS {
            let mut bytes = sample.as_bytes().to_vec();
            for _ in 0..=below(3) {
                let (at, other) = (below(bytes.len()), below(bytes.len()));
                match below(4) {
                    0 => drop(bytes.remove(at)),
                    1 => bytes.insert(at, b"'\"[](){}*.,\\${}/|^$\n0 \xc3"[below(23)]),
                    2 => bytes.swap(at, other),
                    _ => {
                        let piece = bytes[at.min(other)..at.max(other)].to_vec();
                        bytes.splice(at..at, piece);
                    }
                }
            }
            let source = String::from_utf8_lossy(&bytes);
            if number % EDITED == 0 {
                check_fix(dialect, &source);
            }
            let Ok(imported) = import(dialect, &source, "-") else { continue };
            for policy in &imported.policies {
                check(&policy.config, &source);
            }
        }
    }
}

/// The ranges of an edit are those of the source, and a second run finds nothing more to edit.
fn check_fix(dialect: Dialect, source: &str) {
    let wanted = Wanted::new("http://localhost:5173").and_then(|wanted| wanted.with_method("PUT"));
    let wanted = wanted.expect("a page can ask for this").with_credentials();
    let Ok(Finding::Fix(found)) = fix(Some(dialect), source, "-", &wanted) else { return };
    let mut edited = source.to_owned();
    for edit in found.edits.iter().rev() {
        edited.replace_range(edit.range.clone(), &edit.replacement);
    }
    assert_eq!(edited, found.text, "{source}");
    if let Ok(Finding::Fix(again)) = fix(Some(dialect), &edited, "-", &wanted) {
        assert!(again.edits.is_empty(), "edited again: {:?}\n{source}\n{edited}\n{}", again.edits, again.text);
    }
}

/// Whatever was read can be used as a policy, unless nobody is in it.
fn check(config: &PolicyConfig, source: &str) {
    let plain = |allowed: &Allowed| match allowed {
        Allowed::Any => Allowed::Any,
        Allowed::Listed(entries) => Allowed::listed(entries.iter().filter(|entry| !entry.contains("${"))),
    };
    let config = PolicyConfig {
        origins: plain(&config.origins),
        methods: plain(&config.methods),
        request_headers: plain(&config.request_headers),
        expose_headers: plain(&config.expose_headers),
        ..config.clone()
    };
    if let Err(errors) = Policy::new(&config) {
        assert!(errors.iter().all(|error| *error == PolicyError::NoOrigins), "{errors}\n{source}");
    }
}

#[test]
fn what_takes_forever_is_given_up() {
    let doubling = |line: &dyn Fn(usize) -> String| (1..40).map(line).collect::<String>();
    let cases = [
        (
            Dialect::Express,
            format!(
                "const a0 = ['https://a.test'];{}app.use(cors({{ origin: a39 }}))",
                doubling(&|n| format!("const a{n} = [...a{}, ...a{}];", n - 1, n - 1))
            ),
        ),
        (
            Dialect::Express,
            format!(
                "const a0 = 'x';{}app.use(cors({{ origin: a39 }}))",
                doubling(&|n| format!("const a{n} = a{} + a{};", n - 1, n - 1))
            ),
        ),
        (
            Dialect::Django,
            format!(
                "a0 = ['x']\n{}CORS_ALLOWED_ORIGINS = a39\n",
                doubling(&|n| format!("a{n} = a{} + a{}\n", n - 1, n - 1))
            ),
        ),
        (Dialect::Express, format!("app.use(cors({{ origin: {}1{} }}))", "[".repeat(20_000), "]".repeat(20_000))),
        (
            Dialect::Express,
            format!(
                "app.use(cors({{ origin: (o, cb) => {{ {} cb(null, true) {} }} }}))",
                "if (x) {".repeat(5_000),
                "}".repeat(5_000)
            ),
        ),
        (Dialect::Express, format!("app.use(cors({{ origin: /{}a{}/ }}))", "(".repeat(20_000), ")?".repeat(20_000))),
        (Dialect::Flask, format!("CORS(app, origins=[{}])", "'https://a.test', ".repeat(10_000))),
    ];
    for (dialect, source) in cases {
        drop(import(dialect, &source, "-"));
        drop(fix(Some(dialect), &source, "-", &Wanted::new("http://localhost:5173").expect("it is an origin")));
    }
}
