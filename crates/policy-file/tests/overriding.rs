//! `PREFLIGHT_*` variables and flags over a policy file, and without any.

#![allow(missing_docs, reason = "tests")]

use preflight_engine::server::Allowed;
use preflight_policy_file::{
    Context, Diagnostics, Environment, OriginsFile, Overrides, PolicyFile, parse_toml, without_file,
};

const FILE: &str = "listen = '127.0.0.1:1'\nupstream = 'http://file'\npolicy.app.origins = ['https://file.example']\n";

fn parse(text: &str, variables: &[(&str, &str)], overrides: Overrides) -> Result<PolicyFile, Diagnostics> {
    let environment = Environment::new(variables.iter().copied());
    parse_toml(text, "f", &Context { environment, overrides, ..Context::default() }).map(|(file, _)| file)
}

const NONE: [String; 0] = [];

fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

#[test]
fn variables_override_the_file_and_flags_override_both() {
    let variables = [
        ("PREFLIGHT_LISTEN", "127.0.0.1:2"),
        ("PREFLIGHT_PUBLIC_URL", "https://variable.example"),
        ("PREFLIGHT_HOSTS", "a.internal, 10.0.0.5"),
        ("PREFLIGHT_CASE_INSENSITIVE_PATHS", "true"),
        ("PREFLIGHT_CONNECTIONS", "10"),
        ("PREFLIGHT_CONNECTIONS_PER_ADDRESS", "4"),
        ("PREFLIGHT_REQUESTS", "20"),
        ("PREFLIGHT_REQUESTS_PER_ADDRESS", "5"),
        ("PREFLIGHT_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
        ("PREFLIGHT_UPSTREAM", "http://variable"),
        ("PREFLIGHT_UPSTREAM_TIMEOUT", "5s"),
        ("PREFLIGHT_ORIGINS", "https://a.example, https://b.example"),
        ("PREFLIGHT_CREDENTIALS", "true"),
        ("PREFLIGHT_METHODS", "any"),
        ("PREFLIGHT_REQUEST_HEADERS", "x-a"),
        ("PREFLIGHT_EXPOSE_HEADERS", "x-b,x-c"),
        ("PREFLIGHT_MAX_AGE", "1h"),
        ("PREFLIGHT_REFUSED", "reject"),
    ];
    let file = parse(FILE, &variables, Overrides::default()).unwrap();
    let config = &file.policies["app"].config;
    assert_eq!(file.listen.unwrap().port(), 2);
    assert_eq!(file.public_url.as_ref().unwrap().host(), "variable.example");
    assert_eq!(file.trusted_proxies.len(), 2);
    assert_eq!(file.hosts, ["a.internal", "10.0.0.5"]);
    assert!(file.case_insensitive_paths);
    assert_eq!((file.capacity.connections, file.capacity.requests_per_address), (Some(10), Some(5)));
    assert_eq!(file.routes[0].upstream.host(), "variable");
    assert_eq!(file.upstream_timeout.unwrap().as_secs(), 5);
    assert_eq!(config.origins, Allowed::listed(["https://a.example", "https://b.example"]));
    assert!(config.credentials);
    assert_eq!(config.methods, Allowed::Any);
    assert_eq!(config.expose_headers, Allowed::listed(["x-b", "x-c"]));
    assert_eq!(config.max_age.unwrap().as_secs(), 3600);

    let overrides = Overrides {
        listen: Some("127.0.0.1:3".to_owned()),
        upstream: Some("http://flag".to_owned()),
        origins: strings(&["https://flag.example"]),
        credentials: Some(false),
        max_age: Some("0s".to_owned()),
        hosts: strings(&["flag.internal"]),
        keep_underscore_headers: Some(true),
        requests: Some("30".to_owned()),
        ..Overrides::default()
    };
    let file = parse(FILE, &variables, overrides).unwrap();
    let config = &file.policies["app"].config;
    assert_eq!((file.listen.unwrap().port(), file.routes[0].upstream.host()), (3, "flag"));
    assert_eq!(config.origins, Allowed::listed(["https://flag.example"]));
    assert_eq!((file.hosts, file.capacity.requests), (strings(&["flag.internal"]), Some(30)));
    assert!(file.keep_underscore_headers);
    assert!(!config.credentials && config.max_age.unwrap().is_zero());
    assert_eq!(config.request_headers, Allowed::listed(["x-a"]), "what no flag says stays with the variable");
}

#[test]
fn a_variable_overrides_the_time_of_an_answer_by_either_name() {
    for answer in ["upstream-timeout = '1s'\n", "timeouts.answer = '1s'\n"] {
        let variables = [("PREFLIGHT_UPSTREAM_TIMEOUT", "9s")];
        let file = parse(&format!("{answer}{FILE}"), &variables, Overrides::default()).unwrap();
        assert_eq!(file.upstream_timeout.unwrap().as_secs(), 9, "{answer}");
    }
}

#[test]
fn an_empty_variable_overrides_nothing() {
    let variables = [("PREFLIGHT_METHODS", " , "), ("PREFLIGHT_HOSTS", ","), ("PREFLIGHT_LISTEN", "")];
    let file = parse(FILE, &variables, Overrides::default()).unwrap();
    assert_eq!(file.policies["app"].config.methods, Allowed::default());
    assert_eq!(file.listen.unwrap().port(), 1);
}

#[test]
fn empty_origins_in_a_variable_are_an_error_that_says_what_could_be_meant() {
    for value in ["", " ", ",", " , ,\t"] {
        let flag = Overrides { origins: strings(&["https://flag.example"]), ..Overrides::default() };
        for overrides in [Overrides::default(), flag] {
            let errors = parse(FILE, &[("PREFLIGHT_ORIGINS", value)], overrides).expect_err(value).to_string();
            let expected = "PREFLIGHT_ORIGINS: error[PF146]: it is set and holds no origin; unset it to keep the origins of the file, or set it to `any`, or to origins such as `https://app.example.com,https://admin.example.com`";
            assert_eq!(errors, expected, "{value:?}");
        }
    }
    let env_file = preflight_policy_file::EnvFile::parse("PREFLIGHT_ORIGINS=", ".env").unwrap();
    let context = Context { environment: Environment::default().with_env_file(env_file), ..Context::default() };
    assert!(parse_toml(FILE, "f", &context).is_err(), "in an env-file, too");
}

#[test]
fn what_allows_more_than_the_file_is_a_warning() {
    let file = "upstream = 'http://h'\n[policy.app]\norigins = ['https://a.example', '${B:-https://x.b.example}']\nmethods = ['PUT']\ncredentials = false\nrefused = 'reject'\n";
    let warnings = |variables: &[(&str, &str)], overrides: Overrides| {
        let context =
            Context { environment: Environment::new(variables.iter().copied()), overrides, ..Context::default() };
        let (_, warnings) = parse_toml(file, "f", &context).unwrap_or_else(|errors| panic!("{errors}"));
        warnings.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let unset = "unset it to keep what the file says";
    let cases = [
        ("PREFLIGHT_ORIGINS", "any", "`any` allows more than the file's `origins`, a list of 2"),
        ("PREFLIGHT_METHODS", "any", "`any` allows more than the file's `methods`, a list of 1"),
        ("PREFLIGHT_CREDENTIALS", "true", "credentials are allowed, and the file says `credentials = false`"),
        (
            "PREFLIGHT_REFUSED",
            "forward",
            "refused requests reach the upstream, and the file says `refused = \"reject\"`",
        ),
        (
            "PREFLIGHT_ORIGINS",
            "https://c.example, https://*.b.example",
            "`https://*.b.example` allows more than the `https://x.b.example` that the file lists",
        ),
        (
            "PREFLIGHT_ORIGINS",
            "https://a.example:*",
            "`https://a.example:*` allows more than the `https://a.example` that the file lists",
        ),
    ];
    for (name, value, expected) in cases {
        let found = warnings(&[(name, value)], Overrides::default());
        assert_eq!(found, [format!("{name}: warning[PF148]: {expected}; {unset}")], "{name}={value}");
    }
    let flag = || Overrides { origins: strings(&["any"]), ..Overrides::default() };
    let expected = "--allow-origin: warning[PF148]: `any` allows more than the file's `origins`, a list of 2; remove the flag to keep what the file says";
    assert_eq!(warnings(&[("PREFLIGHT_ORIGINS", "any")], flag()), [expected], "the flag alone counts");
    let narrow = Overrides { origins: strings(&["https://a.example"]), ..Overrides::default() };
    assert_eq!(warnings(&[("PREFLIGHT_ORIGINS", "any")], narrow), NONE, "a flag narrows it again");
    for (name, value) in [
        ("PREFLIGHT_ORIGINS", "https://a.example"),
        ("PREFLIGHT_ORIGINS", "https://*.c.example"),
        ("PREFLIGHT_METHODS", "DELETE"),
        ("PREFLIGHT_CREDENTIALS", "false"),
        ("PREFLIGHT_REFUSED", "reject"),
        ("PREFLIGHT_EXPOSE_HEADERS", "any"),
    ] {
        assert_eq!(warnings(&[(name, value)], Overrides::default()), NONE, "{name}={value}");
    }
}

#[test]
fn a_variable_that_overrides_is_not_expanded() {
    let variables = [("PREFLIGHT_ORIGINS", "https://${A}.example"), ("A", "a")];
    assert!(parse(FILE, &variables, Overrides::default()).is_err());
}

#[test]
fn the_default_policy_is_overridden_or_the_only_one() {
    let two = format!("{FILE}policy.other.origins = 'any'\n");
    let named = format!("default-policy = '${{WHICH:-other}}'\n{two}");
    let variables = [("PREFLIGHT_ORIGINS", "https://variable.example")];
    let file = parse(&named, &variables, Overrides::default()).unwrap();
    assert_eq!(file.policies["other"].config.origins, Allowed::listed(["https://variable.example"]));
    assert_eq!(file.policies["app"].config.origins, Allowed::listed(["https://file.example"]));

    let errors = parse(&two, &variables, Overrides::default()).unwrap_err().to_string();
    let expected = "PREFLIGHT_ORIGINS: error[PF130]: there are 2 policies, and none is the default; name the one that is meant: `default-policy = \"…\"`";
    assert!(errors.contains(expected), "{errors}");

    let file = parse("upstream = 'http://h'", &variables, Overrides::default()).unwrap();
    assert_eq!(file.routes[0].policy.as_deref(), Some("default"), "a new policy where there is none");
}

#[test]
fn the_upstream_of_all_routes_is_overridden_if_they_share_one() {
    let route = |path, upstream| format!("[[route]]\npath = '{path}'\nupstream = '{upstream}'\npolicy = 'app'\n");
    let policy = "policy.app.origins = 'any'\n";
    let variables = [("PREFLIGHT_UPSTREAM", "http://variable")];
    let same = [policy, &route("/a", "http://one"), &route("/b", "http://one")].concat();
    let file = parse(&same, &variables, Overrides::default()).unwrap();
    assert!(file.routes.len() == 2 && file.routes.iter().all(|route| route.upstream.host() == "variable"));

    let different = [policy, &route("/a", "http://one"), &route("/b", "http://two")].concat();
    let errors = parse(&different, &variables, Overrides::default()).unwrap_err().to_string();
    let expected = "PREFLIGHT_UPSTREAM: error[PF145]: the routes have 2 different upstreams, and all would be this one; write `upstream = \"${NAME}\"` in the route that is meant";
    assert_eq!(errors, expected);
}

#[test]
fn mistakes_in_variables_name_the_variable_and_not_its_value() {
    let cases = [
        ("PREFLIGHT_LISTEN", "s3cret", "[PF131]: `${NAME}` is not an address to listen on"),
        ("PREFLIGHT_UPSTREAM", "http://u:s3cret@h", "[PF134]: `${NAME}` is not an upstream"),
        ("PREFLIGHT_CREDENTIALS", "s3cret", "[PF126]: `${NAME}` is neither `true` nor `false`"),
        ("PREFLIGHT_MAX_AGE", "s3cret", "[PF127]: `${NAME}` is not a duration"),
        ("PREFLIGHT_REFUSED", "s3cret", "[PF127]: `${NAME}` is neither `forward` nor `reject`"),
        ("PREFLIGHT_METHODS", "s3 cret", "[PF108]: `${NAME}` is not a method"),
        (
            "PREFLIGHT_METHODS",
            "PUT,*",
            "[PF107]: `*` in a list is only a name; write `methods = \"any\"`; as a variable: `PREFLIGHT_METHODS=any`",
        ),
        (
            "PREFLIGHT_METHODS",
            "PUT,any",
            "[PF141]: `any` stands alone, not in a list; set `PREFLIGHT_METHODS` to `any` alone",
        ),
        ("PREFLIGHT_ORIGINS", "https://a.example/", "[PF103]: `https://a.example/` is not an origin pattern"),
        ("PREFLIGHT_TRUSTED_PROXIES", "s3cret", "[PF133]: `${NAME}` is not a network"),
        ("PREFLIGHT_PUBLIC_URL", "s3cret", "[PF132]: `${NAME}` is not a public URL"),
        ("PREFLIGHT_HOSTS", "s3 cret", "[PF135]: `${NAME}` is not a host"),
        ("PREFLIGHT_REQUESTS", "s3cret", "[PF127]: `requests` has to be a positive number"),
    ];
    for (name, value, expected) in cases {
        let errors = parse(FILE, &[(name, value)], Overrides::default()).expect_err(name).to_string();
        let expected = format!("{name}: error{}", expected.replace("NAME", name));
        assert!(errors.starts_with(&expected), "{errors}");
        assert!(!errors.contains("s3"), "{errors}");
    }
}

#[test]
fn a_variable_that_overrides_nothing_is_a_warning() {
    let cases = [
        ("PREFLIGHT_ORIGIN", Some("PREFLIGHT_ORIGINS")),
        ("PREFLIGHT_ALLOWED_ORIGINS", Some("PREFLIGHT_ORIGINS")),
        ("PREFLIGHT_MAXAGE", Some("PREFLIGHT_MAX_AGE")),
        ("PREFLIGHT_COLOUR", None),
    ];
    for (name, meant) in cases {
        let context = Context { environment: Environment::new([(name, "x")]), ..Context::default() };
        let (_, warnings) = parse_toml(FILE, "f", &context).unwrap();
        let help = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
        assert_eq!(warnings[0].to_string(), format!("{name}: warning[PF147]: this variable overrides nothing{help}"));
    }
    let service = Environment::new([("PREFLIGHT_SERVICE_HOST", "x"), ("PREFLIGHT_PORT_80_TCP", "x")]);
    let (_, warnings) = parse_toml(FILE, "f", &Context { environment: service, ..Context::default() }).unwrap();
    assert_eq!(warnings, [], "what Kubernetes sets beside a service of this name");
}

#[test]
fn flags_alone_make_a_policy_file() {
    let overrides = Overrides {
        listen: Some("0.0.0.0:8080".to_owned()),
        upstream: Some("http://127.0.0.1:5000".to_owned()),
        origins: strings(&["https://app.example.com"]),
        origins_file: Some(OriginsFile::new("o", "# more\nhttps://b.example\n")),
        credentials: Some(true),
        methods: strings(&["PUT", "DELETE"]),
        request_headers: strings(&["any"]),
        preflight_status: Some("200".to_owned()),
        refused: Some("reject".to_owned()),
        dangerously_allow_null_origin: Some(true),
        ..Overrides::default()
    };
    let (file, warnings) = without_file(&Context { overrides, ..Context::default() }).unwrap();
    let config = &file.policies["default"].config;
    let warnings: Vec<_> = warnings.iter().map(ToString::to_string).collect();
    let expected = "--listen: warning[PF155]: other machines reach 0.0.0.0:8080, and no name of this gateway is known: every `Host` is accepted, and no request counts as same-origin; add `--public-url https://api.example.com`, or `--host api.example.com` for each name";
    assert_eq!(warnings, [expected]);
    assert_eq!(file.listen.unwrap().to_string(), "0.0.0.0:8080", "open to the network, since it is spelled out");
    assert_eq!(config.origins, Allowed::listed(["https://app.example.com", "https://b.example"]));
    assert_eq!(config.request_headers, Allowed::Any);
    assert_eq!(config.preflight_status, 200);
    assert!(config.credentials && config.dangerously_allow_null_origin);
    assert_eq!((file.routes[0].path.as_str(), file.routes[0].policy.as_deref()), ("/{*rest}", Some("default")));
}

#[test]
fn mistakes_in_flags_name_the_flag() {
    let upstream = Some("http://h".to_owned());
    let origins = strings(&["https://a.example"]);
    let cases = [
        (
            "nothing at all",
            Overrides::default(),
            "command line: error[PF128]: there is no policy; add `--allow-origin https://app.example.com`\n\
             command line: error[PF128]: there is no upstream and no route; add `--upstream http://127.0.0.1:5000`",
        ),
        (
            "no upstream",
            Overrides { origins: origins.clone(), ..Overrides::default() },
            "command line: error[PF128]: there is no upstream and no route; add `--upstream http://127.0.0.1:5000`",
        ),
        (
            "a port for an address",
            Overrides {
                listen: Some("8080".to_owned()),
                upstream: upstream.clone(),
                origins: origins.clone(),
                ..Overrides::default()
            },
            "--listen: error[PF131]: `8080` is not an address to listen on: an address is ip:port, such as 127.0.0.1:8080; write `127.0.0.1:8080`",
        ),
        (
            "a star",
            Overrides { upstream: upstream.clone(), origins: strings(&["*"]), ..Overrides::default() },
            "--allow-origin: error[PF107]: `*` in a list is only a name; write `origins = \"any\"`; as a flag: `--allow-origin any` alone",
        ),
        (
            "any beside others",
            Overrides {
                upstream: upstream.clone(),
                origins: strings(&["any", "https://a.example"]),
                ..Overrides::default()
            },
            "--allow-origin: error[PF141]: `any` stands alone, not in a list; give `--allow-origin any` and no other",
        ),
        (
            "any with credentials",
            Overrides {
                upstream: upstream.clone(),
                origins: strings(&["any"]),
                credentials: Some(true),
                ..Overrides::default()
            },
            "--allow-origin: error[PF104]: any origin with credentials would let every site act as your visitors; list the origins, or set `credentials = false`",
        ),
        (
            "a list in one flag",
            Overrides {
                upstream: upstream.clone(),
                origins: origins.clone(),
                methods: strings(&["PUT,DELETE"]),
                ..Overrides::default()
            },
            "--method: error[PF108]: `PUT,DELETE` is not a method: a method is one word of letters, digits and !#$%&'*+-.^_`|~",
        ),
        (
            "a file with a wrong line",
            Overrides {
                upstream: upstream.clone(),
                origins_file: Some(OriginsFile::new("origins.txt", "https://a.example\n\n  https://B.example # no\n")),
                ..Overrides::default()
            },
            "origins.txt:3:3: error[PF103]: `https://B.example` is not an origin pattern: browsers send origins in lower case and compare them byte by byte; write `https://b.example`",
        ),
        (
            "an empty file",
            Overrides {
                upstream,
                origins_file: Some(OriginsFile::new("origins.txt", "# none\n")),
                ..Overrides::default()
            },
            "--allow-origins-file: error[PF101]: no origin is allowed; list origins, or write `origins = \"any\"`",
        ),
    ];
    for (sentence, overrides, expected) in cases {
        let errors = without_file(&Context { overrides, ..Context::default() }).expect_err(sentence);
        assert_eq!(errors.to_string(), expected, "{sentence}");
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_unicode_is_an_error_only_where_it_is_used() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    let environment = |name: &str| Environment::from_os([(name.into(), OsString::from_vec(b"\xFF".to_vec()))]);
    let parse = |text: &str, name| {
        let context = Context { environment: environment(name), ..Context::default() };
        parse_toml(text, "f", &context).map_err(|errors| errors.to_string())
    };
    assert!(parse(FILE, "OTHER").is_ok());
    let errors = parse(FILE, "PREFLIGHT_LISTEN").unwrap_err();
    assert_eq!(errors, "PREFLIGHT_LISTEN: error[PF146]: its value is not Unicode");
    let errors = parse(&format!("{FILE}policy.app.max-age = '${{AGE}}'"), "AGE").unwrap_err();
    assert_eq!(errors, "f:4:22: error[PF139]: the value of the variable `AGE` is not Unicode");
}
