//! Policy files and env-files on a disk.

#![allow(missing_docs, reason = "tests")]

use std::path::{Path, PathBuf};

use preflight_policy_file::{Context, Environment, Load, OriginsFile, Overrides, load, read_file};

/// A directory of its own, removed at the end.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str, files: &[(&str, &[u8])]) -> Self {
        let path = std::env::temp_dir().join(format!("preflight-policy-file-{}-{name}", std::process::id()));
        std::fs::create_dir_all(path.join("sub")).unwrap();
        for (name, content) in files {
            std::fs::write(path.join(name), content).unwrap();
        }
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn load(&self, name: &str, context: &Context) -> Result<Vec<String>, String> {
        let (file, _) = load(&self.path(name), context).map_err(|errors| self.shortened(&errors.to_string()))?;
        Ok(file.policies["app"].config.origins.entries().to_vec())
    }

    fn shortened(&self, text: &str) -> String {
        text.replace(&format!("{}{}", self.0.display(), std::path::MAIN_SEPARATOR), "")
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

const POLICY: &[u8] = b"env-file = 'sub/.env'\nupstream = 'http://h'\npolicy.app.origins = ['${ORIGINS}']\n";

#[test]
fn an_env_file_stands_beside_the_policy_file_and_the_process_wins() {
    let env_file: &[u8] = b"ORIGINS=https://file.example\nPREFLIGHT_MAX_AGE=1h\n";
    let directory = Directory::new("env", &[("f.toml", POLICY), ("sub/.env", env_file)]);
    assert_eq!(directory.load("f.toml", &Context::default()), Ok(vec!["https://file.example".to_owned()]));

    let environment = Environment::new([("ORIGINS", "https://process.example")]);
    let context = Context { environment, ..Context::default() };
    assert_eq!(directory.load("f.toml", &context), Ok(vec!["https://process.example".to_owned()]));

    let (file, _) = load(&directory.path("f.toml"), &Context::default()).unwrap();
    assert_eq!(file.policies["app"].config.max_age.unwrap().as_secs(), 3600, "overrides count from there too");
    assert_eq!(file.env_file_beside(&directory.path("f.toml")), Some(directory.path("sub/.env")));
}

#[test]
fn a_json_file_is_known_by_its_name() {
    let json = br#"{"upstream": "http://h", "policy": {"app": {"origins": ["https://a.example"]}}}"#;
    let directory = Directory::new("json", &[("f.JSON", json)]);
    assert_eq!(directory.load("f.JSON", &Context::default()), Ok(vec!["https://a.example".to_owned()]));
}

#[test]
fn what_is_wrong_with_an_env_file_stands_beside_what_is_wrong_with_the_policy() {
    let text = [POLICY, b"colour = 1\n"].concat();
    let directory = Directory::new("wrong-env", &[("f.toml", &text), ("sub/.env", b"\nsecret\n")]);
    let errors = directory.load("f.toml", &Context::default()).unwrap_err();
    let lines: Vec<_> = errors.lines().collect();
    let env_file = Path::new("sub").join(".env");
    assert_eq!(
        lines[0],
        format!("{}:2:1: error[PF143]: this line is not an assignment; write NAME=value", env_file.display())
    );
    assert!(lines[1].starts_with("f.toml:4:1: error[PF125]: unknown key `colour`"), "{errors}");
    assert_eq!(lines.len(), 2, "what the env-file may define is not reported as undefined: {errors}");
}

const MISSING: &str = "f.toml:1:12: warning[PF144]: the env-file `sub/.env` does not exist, so it sets no variable yet; create it, which takes effect at once, or write `?` after its name if it may be missing";

#[test]
fn an_env_file_that_is_missing_is_a_warning() {
    let text = String::from_utf8(POLICY.to_vec()).unwrap().replace("ORIGINS", "ORIGINS:-https://a.example");
    let optional = text.replace(".env'", ".env?'");
    let directory = Directory::new("no-env", &[("f.toml", text.as_bytes()), ("o.toml", optional.as_bytes())]);
    let loaded = |name: &str| {
        let (file, warnings) = load(&directory.path(name), &Context::default()).unwrap();
        (file, warnings.iter().map(|warning| directory.shortened(&warning.to_string())).collect::<Vec<_>>())
    };
    let (file, warnings) = loaded("f.toml");
    assert_eq!(warnings, [MISSING]);
    assert_eq!(file.policies["app"].config.origins.entries(), ["https://a.example"]);
    assert_eq!(file.env_file_beside(&directory.path("f.toml")), Some(directory.path("sub/.env")), "it is watched");

    let (file, warnings) = loaded("o.toml");
    assert!(warnings.is_empty(), "`?` says that it may be missing");
    assert_eq!(file.env_file_beside(&directory.path("o.toml")), Some(directory.path("sub/.env")), "it is watched, too");
    assert!(preflight_policy_file::to_toml(&file).contains("env-file = \"sub/.env?\""), "it is written again");

    std::fs::write(directory.path("sub/.env"), "ORIGINS=https://b.example").unwrap();
    for name in ["f.toml", "o.toml"] {
        let (file, warnings) = loaded(name);
        assert_eq!(
            (file.policies["app"].config.origins.entries(), warnings.len()),
            (&["https://b.example".into()][..], 0)
        );
    }
    std::fs::write(directory.path("sub/.env"), "no assignment").unwrap();
    for name in ["f.toml", "o.toml"] {
        let errors = directory.load(name, &Context::default()).unwrap_err();
        assert_eq!(errors, "sub/.env:1:1: error[PF143]: this line is not an assignment; write NAME=value", "{name}");
    }
    std::fs::remove_file(directory.path("sub/.env")).unwrap();
    std::fs::create_dir(directory.path("sub/.env")).unwrap();
    let errors = directory.load("o.toml", &Context::default()).unwrap_err();
    assert_eq!(
        errors,
        "o.toml:1:12: error[PF143]: `sub/.env`: it is a directory; make it readable, or remove `env-file`"
    );
}

#[test]
fn a_variable_that_a_missing_env_file_would_define_is_an_error_that_names_the_file() {
    let optional = String::from_utf8(POLICY.to_vec()).unwrap().replace(".env'", ".env?'");
    let directory = Directory::new("no-variable", &[("f.toml", POLICY), ("o.toml", optional.as_bytes())]);
    let errors = directory.load("f.toml", &Context::default()).unwrap_err();
    let undefined = "3:23: error[PF139]: the variable `ORIGINS` is not defined, and the env-file `sub/.env` does not exist; create the file, set the variable, or write `${ORIGINS:-default}`";
    assert_eq!(errors, format!("f.toml:{undefined}\n{MISSING}"));
    assert_eq!(directory.load("o.toml", &Context::default()).unwrap_err(), format!("o.toml:{undefined}"));
}

#[test]
fn what_cannot_be_read_says_why() {
    let directory = Directory::new("unreadable", &[("latin1.toml", b"a = 1\nb = '\xE9'\n")]);
    let cases = [
        ("none.toml", "none.toml: error: there is no such file"),
        ("sub", "sub: error: it is a directory"),
        ("latin1.toml", "latin1.toml: error: line 2 is not UTF-8; save the file as UTF-8"),
    ];
    for (name, expected) in cases {
        let errors = read_file(&directory.path(name)).unwrap_err();
        assert_eq!(directory.shortened(&errors.to_string()), expected);
    }
}

#[test]
fn many_origins_are_loaded() {
    let origins: Vec<_> = (0..100_000).map(|n| format!("https://customer-{n}.example.com")).collect();
    let toml = format!("upstream = 'http://h'\npolicy.app.origins = {origins:?}");
    let list = origins.join("\n");
    let wrong = list.replace("https://customer-99999.", "https://Customer-99999.");
    let directory =
        Directory::new("many", &[("f.toml", toml.as_bytes()), ("o", list.as_bytes()), ("w", wrong.as_bytes())]);
    assert_eq!(directory.load("f.toml", &Context::default()).unwrap().len(), 100_000);

    let overrides = |name| Overrides {
        origins_file: Some(OriginsFile::read(&directory.path(name), &Load::First).unwrap()),
        upstream: Some("http://h".to_owned()),
        ..Overrides::default()
    };
    let context = |name| Context { overrides: overrides(name), ..Context::default() };
    let (file, _) = preflight_policy_file::without_file(&context("o")).unwrap();
    assert_eq!(file.policies["default"].config.origins.entries().len(), 100_000);
    let errors = preflight_policy_file::without_file(&context("w")).unwrap_err();
    assert_eq!(errors.iter().next().unwrap().line_and_column(), Some((100_000, 1)));
}

#[test]
fn many_mistakes_are_counted_and_some_of_them_shown() {
    let text = format!("upstream = 'http://h'\npolicy.app.origins = {:?}", vec!["x"; 100_000]);
    let errors = preflight_policy_file::parse_toml(&text, "f", &Context::default()).unwrap_err();
    assert_eq!(errors.len(), 1001);
    assert_eq!(errors.iter().last().unwrap().to_string(), "f: error: 99000 more are not shown");
}
