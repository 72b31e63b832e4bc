//! What a policy file says that is sound by itself and probably not meant.

#![allow(missing_docs, reason = "tests")]

use preflight_policy_file::{
    Context, Environment, InForce, Load, LoadPurpose, Overrides, PolicyFile, parse_json, parse_toml,
};

const POLICY: &str = "upstream = 'http://127.0.0.1:5000'\n[policy.app]\norigins = ['https://app.example.com']\n";

fn context(variables: &[(&str, &str)]) -> Context {
    Context { environment: Environment::new(variables.iter().copied()), ..Context::default() }
}

/// The warnings, or the errors, one a line.
fn said(text: &str, context: &Context) -> Vec<String> {
    match parse_toml(text, "f", context) {
        Ok((_, warnings)) => warnings.iter().map(ToString::to_string).collect(),
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    }
}

const NONE: [String; 0] = [];

#[test]
fn whatever_runs_on_a_visitors_machine_gets_credentials_only_on_purpose() {
    let file = |top: &str, origin: &str, more: &str| {
        format!(
            "{top}\nupstream = 'http://h'\n[policy.app]\norigins = ['https://a.example', '{origin}']\ncredentials = true\n{more}"
        )
    };
    let named = "hosts = ['api.example']";
    let exposed = [
        ("listen = '0.0.0.0:8080'", "`listen` is 0.0.0.0:8080"),
        ("listen = '[::]:8080'", "`listen` is [::]:8080"),
        ("listen = '10.0.0.5:80'", "`listen` is 10.0.0.5:80"),
        ("listen = '[::ffff:10.0.0.5]:80'", "`listen` is [::ffff:10.0.0.5]:80"),
        ("public-url = 'https://api.example.com'", "`public-url` is https://api.example.com"),
        ("listen = '127.0.0.1:8080'\npublic-url = 'http://10.0.0.5'", "`public-url` is http://10.0.0.5"),
    ];
    let origins = [
        "http://localhost:*",
        "http://localhost",
        "http://localhost:3000",
        "http://127.0.0.1:*",
        "http://127.9.9.9",
        "http://[::1]:*",
        "http://app.localhost",
        "http://*.localhost:*",
    ];
    for (top, why) in exposed {
        for origin in origins {
            let top = format!("{named}\n{top}");
            let line = top.lines().count() + 3;
            let found = said(&file(&top, origin, ""), &Context::default());
            let expected = format!(
                "f:{line}:33: error[PF142]: `{origin}` is whatever runs on a visitor's own machine, and it would get the visitor's credentials, since {why}, which other machines reach; remove it, or set `dangerously-allow-insecure-origins = true`"
            );
            assert_eq!(found, [expected], "{top} {origin}");
            let on_purpose = file(&top, origin, "dangerously-allow-insecure-origins = true");
            assert_eq!(said(&on_purpose, &Context::default()), NONE, "{top} {origin}");
            let without = file(&top, origin, "").replace("credentials = true", "");
            assert_eq!(said(&without, &Context::default()), NONE, "{top} {origin}");
        }
    }
    let closed = [
        "",
        "listen = '127.0.0.1:8080'",
        "listen = '[::1]:8080'",
        "listen = '127.0.0.2:8080'",
        "listen = '[::ffff:127.0.0.1]:8080'",
        "listen = '127.0.0.1:8080'\npublic-url = 'http://localhost:8080'",
    ];
    for top in closed {
        assert_eq!(said(&file(top, "http://localhost:*", ""), &Context::default()), NONE, "{top}");
    }
    assert_eq!(said(&file("listen = '0.0.0.0:80'\nhosts = ['a']", "https://localhost", ""), &Context::default()), NONE);
}

#[test]
fn a_visitors_machine_is_found_wherever_the_parts_are_said() {
    let text = format!("hosts = ['api.example']\n{POLICY}credentials = true\n");
    let variables = context(&[("PREFLIGHT_ORIGINS", "http://localhost:*"), ("PREFLIGHT_LISTEN", "0.0.0.0:80")]);
    let found = said(&text, &variables);
    assert!(
        found[0].starts_with("PREFLIGHT_ORIGINS: error[PF142]: `http://localhost:*` is whatever runs"),
        "{found:?}"
    );
    let overrides = Overrides {
        origins: vec!["http://localhost:3000".to_owned()],
        public_url: Some("https://api.example".to_owned()),
        ..Overrides::default()
    };
    let found = said(&text, &Context { overrides, ..Context::default() });
    assert!(
        found[0].starts_with("--allow-origin: error[PF142]: `http://localhost:3000` is whatever runs"),
        "{found:?}"
    );
    let expanded = text.replace("https://app.example.com", "${LIST}");
    let variables = context(&[("LIST", "https://a.example,http://localhost:*"), ("PREFLIGHT_LISTEN", "0.0.0.0:80")]);
    let found = said(&expanded, &variables);
    assert!(found[0].starts_with("f:4:12: error[PF142]: `http://localhost:*` is whatever runs"), "{found:?}");
}

#[test]
fn a_reload_does_not_move_the_listener_so_it_does_not_excuse_either() {
    let text = "listen = '127.0.0.1:8080'\nupstream = 'http://h'\n[policy.app]\ncredentials = true\norigins = ['http://localhost:*']\n";
    let reload = |listener: &str| {
        let in_force = InForce::of(&PolicyFile::default()).listening_on(listener.parse().unwrap());
        said(text, &Context { load: Load::Reload { in_force }, ..Context::default() })
    };
    assert_eq!(reload("127.0.0.1:8080"), NONE);
    let found = reload("0.0.0.0:8080");
    let why = "since the gateway listens on 0.0.0.0:8080 until it is restarted, which other machines reach";
    assert!(found[0].starts_with("f:5:12: error[PF142]: ") && found[0].contains(why), "{found:?}");
}

#[test]
fn a_network_that_strangers_belong_to_is_a_warning() {
    /// A column, a network, and what is said of it.
    type Told = (usize, &'static str, &'static str);
    let every = "holds every address";
    let wide = "is wider than any private network";
    let cases: [(&str, &[Told]); 9] = [
        ("'0.0.0.0/0'", &[(20, "0.0.0.0/0", every)]),
        ("'::/0'", &[(20, "::/0", every)]),
        ("'10.0.0.0/8', '::/0'", &[(34, "::/0", every)]),
        ("'0.0.0.0/1', '128.0.0.0/1'", &[(20, "0.0.0.0/1", wide), (33, "128.0.0.0/1", wide)]),
        ("'2000::/3'", &[(20, "2000::/3", wide)]),
        ("'10.0.0.0/8', '11.0.0.0/8'", &[(19, "10.0.0.0/7", wide)]),
        ("'10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', '127.0.0.1', '::1'", &[]),
        ("'0.0.0.0'", &[]),
        ("'${ALL}'", &[(20, "0.0.0.0/0", every)]),
    ];
    for (networks, expected) in cases {
        let text = format!("trusted-proxies = [{networks}]\n{POLICY}");
        let expected: Vec<_> = expected
            .iter()
            .map(|(column, network, what)| {
                format!("f:1:{column}: warning[PF149]: `{network}` {what}, so strangers are believed when they claim another address, host or scheme in `X-Forwarded-*`; name the addresses of your own proxies")
            })
            .collect();
        assert_eq!(said(&text, &context(&[("ALL", "0.0.0.0/0")])), expected, "{networks}");
    }
    let pieces: Vec<_> = (0..256).map(|first| format!("{first}.0.0.0/8")).collect();
    let text = format!("trusted-proxies = {pieces:?}\n{POLICY}");
    let found = said(&text, &Context::default());
    assert!(
        found.len() == 1 && found[0].starts_with("f:1:19: warning[PF149]: `0.0.0.0/0` holds every address"),
        "{found:?}"
    );
    let found = said(POLICY, &context(&[("PREFLIGHT_TRUSTED_PROXIES", "::/0")]));
    assert!(found[0].starts_with("PREFLIGHT_TRUSTED_PROXIES: warning[PF149]: `::/0` holds every address"), "{found:?}");
}

#[test]
fn an_upstream_that_is_the_gateway_itself_is_a_warning() {
    let hosts = "hosts = ['a.example']\n";
    let loops = [
        ("", "http://127.0.0.1:8080"),
        ("", "http://localhost:8080"),
        ("", "http://LOCALHOST.:8080/base"),
        ("", "http://0.0.0.0:8080"),
        ("listen = '127.0.0.1:80'\n", "http://127.0.0.1"),
        ("listen = '127.0.0.1:443'\n", "https://app.localhost"),
        ("listen = '[::1]:9000'\n", "http://[::1]:9000"),
        ("listen = '[::1]:9000'\n", "http://localhost:9000"),
        ("listen = '0.0.0.0:9000'\n", "http://127.0.0.1:9000"),
        ("listen = '0.0.0.0:9000'\n", "http://127.5.5.5:9000"),
        ("listen = '[::]:9000'\n", "http://127.0.0.1:9000"),
        ("listen = '[::]:9000'\n", "http://[::1]:9000"),
        ("listen = '10.0.0.5:9000'\n", "http://10.0.0.5:9000"),
        ("public-url = 'https://api.example.com'\n", "https://api.example.com"),
        ("public-url = 'http://api.example.com:81'\n", "http://API.example.com:81/base"),
    ];
    for (top, upstream) in loops {
        let text = format!("{hosts}{top}{}", POLICY.replace("http://127.0.0.1:5000", upstream));
        let found = said(&text, &Context::default());
        let place = format!(
            "f:{}:12: warning[PF154]: `{upstream}` leads back to this gateway, which ",
            text.lines().count() - 2
        );
        assert!(found.len() == 1 && found[0].starts_with(&place), "{text}: {found:?}");
        assert!(found[0].ends_with("such requests end with 508; write where the application listens"), "{found:?}");
    }
    let elsewhere = [
        ("", "http://127.0.0.1:8081"),
        ("", "http://[::1]:8080"),
        ("", "http://127.0.0.2:8080"),
        ("", "http://10.0.0.5:8080"),
        ("listen = '10.0.0.5:8080'\n", "http://127.0.0.1:8080"),
        ("listen = '0.0.0.0:8080'\n", "http://10.0.0.5:8080"),
        ("listen = '0.0.0.0:8080'\n", "http://[::1]:8080"),
        ("public-url = 'https://api.example.com'\n", "http://api.example.com"),
        ("public-url = 'https://api.example.com'\n", "https://api.example.com:8443"),
    ];
    for (top, upstream) in elsewhere {
        let text = format!("{hosts}{top}{}", POLICY.replace("http://127.0.0.1:5000", upstream));
        assert_eq!(said(&text, &Context::default()), NONE, "{text}");
    }
    let route = "[policy.app]\norigins = ['https://a.example']\n[[route]]\npath = '/a'\nupstream = 'http://localhost:8080'\npolicy = 'app'\n";
    assert!(
        said(route, &Context::default())[0].starts_with("f:5:12: warning[PF154]: `http://localhost:8080` leads back")
    );
}

#[test]
fn a_policy_that_nothing_uses_is_a_warning() {
    let two = format!("{POLICY}[policy.other]\norigins = ['https://b.example']\n");
    let route = "[[route]]\npath = '/b'\nupstream = 'http://h'\npolicy = 'other'\n";
    let unused =
        "warning[PF152]: no route uses this policy; write `policy = \"other\"` in a route, or remove the policy";
    let default = format!("default-policy = 'app'\n{two}");
    assert_eq!(said(&default, &Context::default()), [format!("f:5:9: {unused}")]);
    assert_eq!(said(&format!("{default}{route}"), &Context::default()), NONE);
    assert_eq!(said(&two.replace("'https://b.example'", "1"), &Context::default()).len(), 2, "an error hides it");
    let policies = Context { purpose: LoadPurpose::Policies, ..Context::default() };
    assert_eq!(said(&default, &policies), NONE, "there the policies alone count");
}

/// A page may ask for it, and the upstream never sees it.
#[test]
fn a_header_that_pages_may_send_and_the_gateway_drops_is_a_warning() {
    let listing = |names: &str| format!("{POLICY}request-headers = {names}\n");
    let warning = "warning[PF153]: pages may send `x_key`, and the gateway drops it: CGI and PHP take `_` for `-`; send it under a name of letters, digits and `-`, or write `keep-underscore-headers = true`";
    let told = said(&listing("['x-key', 'x_key']"), &Context::default());
    assert!(told.len() == 1 && told[0].ends_with(warning), "{told:?}");
    assert_eq!(said(&listing("['x-key']"), &Context::default()), NONE);
    let kept = format!("keep-underscore-headers = true\n{}", listing("['x_key']"));
    assert_eq!(said(&kept, &Context::default()), NONE);
}

#[test]
fn a_gateway_for_others_that_knows_no_name_is_a_warning() {
    let expected = "other machines reach 0.0.0.0:8080, and no name of this gateway is known: every `Host` is accepted, and no request counts as same-origin";
    let open = format!("listen = '0.0.0.0:8080'\n{POLICY}");
    let help = "write `public-url = \"https://api.example.com\"`, or `hosts = [\"api.example.com\"]`";
    assert_eq!(said(&open, &Context::default()), [format!("f:1:10: warning[PF155]: {expected}; {help}")]);
    let help = "set `PREFLIGHT_PUBLIC_URL=https://api.example.com`, or `PREFLIGHT_HOSTS=api.example.com`";
    let variable = context(&[("PREFLIGHT_LISTEN", "0.0.0.0:8080")]);
    assert_eq!(said(POLICY, &variable), [format!("PREFLIGHT_LISTEN: warning[PF155]: {expected}; {help}")]);
    let route = "[[route]]\nhost = 'api.example.com'\npath = '/b'\nupstream = 'http://h'\npolicy = 'app'\n";
    let known = [
        format!("public-url = 'https://api.example.com'\n{open}"),
        format!("hosts = ['10.0.0.5']\n{open}"),
        format!("{open}{route}"),
        open.replace("0.0.0.0", "127.0.0.1"),
        POLICY.to_owned(),
    ];
    for text in known {
        assert_eq!(said(&text, &Context::default()), NONE, "{text}");
    }
}

#[test]
fn json_is_looked_at_alike() {
    let text = r#"{"listen": "0.0.0.0:1", "upstream": "http://localhost:1", "trusted-proxies": ["::/0"],
"policy": {"app": {"origins": ["http://localhost:*"], "credentials": true}}}"#;
    let errors = parse_json(text, "f", &Context::default()).unwrap_err();
    let places: Vec<_> = errors.iter().filter_map(|diagnostic| diagnostic.line_and_column()).collect();
    assert_eq!(places, [(2, 32), (1, 79)]);
    let sound = text.replace(", \"credentials\": true", "");
    let (_, warnings) = parse_json(&sound, "f", &Context::default()).unwrap();
    assert_eq!(warnings.len(), 3, "{warnings:?}");
}
