//! The ways in: from a path, from a text, or from flags alone.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::environment::Environment;
use crate::in_force::InForce;
use crate::overrides::Overrides;
use crate::policy_file::PolicyFile;
use crate::read_file::read_text;
use crate::reading::{Reading, Source};
use crate::syntax::Syntax;

/// A sound policy file, and its warnings in the order of the file.
pub type Parsed = (PolicyFile, Vec<Diagnostic>);

/// What a policy file is read with.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The variables for `${…}`, and the `PREFLIGHT_*` that override the file.
    pub environment: Environment,
    /// What overrides both.
    pub overrides: Overrides,
    /// Whether something is running already.
    pub load: Load,
    /// What the file is needed for.
    pub purpose: LoadPurpose,
}

/// Whether a policy is loaded for the first time. Closed: there is no third time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Load {
    /// Every error stands in the way.
    #[default]
    First,
    /// Something is running. The judgement is the same, except for what [`InForce`] says.
    Reload {
        /// The configuration that runs.
        in_force: InForce,
    },
}

/// What a policy file is needed for. Closed: an edge either forwards or does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LoadPurpose {
    /// Forwarding requests: it is an error if there is nowhere to.
    #[default]
    Serve,
    /// Its policies alone; it may be without routes.
    Policies,
}

/// Reads the policy file at a path, as JSON if it ends in `.json` and as TOML otherwise, and the env-file that it names.
///
/// # Errors
/// [`Diagnostics`] with every mistake in the policy file and the env-file, and where one of them cannot be read.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use preflight_policy_file::{Context, load};
///
/// let directory = std::env::temp_dir().join(format!("preflight-load-{}", std::process::id()));
/// std::fs::create_dir_all(&directory)?;
/// std::fs::write(directory.join(".env"), "ORIGINS=https://a.example,https://b.example")?;
/// let path = directory.join("preflight.toml");
/// let text = "env-file = '.env'\nupstream = 'http://127.0.0.1:5000'\npolicy.app.origins = ['${ORIGINS}']";
/// std::fs::write(&path, text)?;
///
/// let (file, _) = load(&path, &Context::default())?;
/// assert_eq!(file.policies["app"].config.origins.entries().len(), 2);
/// # std::fs::remove_dir_all(directory)?;
/// # Ok(())
/// # }
/// ```
pub fn load(path: &Path, context: &Context) -> Result<Parsed, Diagnostics> {
    let text = read_text(path, context.load.streams())?;
    let name = path.display().to_string();
    Reading { name: &name, text: &text, source: Source::Path(path), context }.read(Syntax::of(path))
}

/// Reads the text of a policy file in TOML. The name is what diagnostics show. An env-file that the text names is not
/// read; [`Environment::with_env_file`] takes one.
///
/// # Errors
/// [`Diagnostics`] with every mistake at its line and column. A text that is no TOML has one.
///
/// ```
/// use preflight_policy_file::{Context, parse_toml};
///
/// let text = "upstream = 'http://127.0.0.1:5000'\n[policy.app]\norigins = ['https://app.example.com/', 'null']\n";
/// let diagnostics = parse_toml(text, "preflight.toml", &Context::default()).unwrap_err();
/// let places: Vec<_> = diagnostics.iter().filter_map(|diagnostic| diagnostic.line_and_column()).collect();
/// assert_eq!(places, [(3, 12), (3, 40)]);
/// ```
pub fn parse_toml(text: &str, file_name: &str, context: &Context) -> Result<Parsed, Diagnostics> {
    Reading { name: file_name, text, source: Source::Text, context }.read(Syntax::Toml)
}

/// Reads the text of a policy file in JSON, which has the keys of the TOML file; `policy` is an object of objects, and
/// `route` a list of objects.
///
/// # Errors
/// [`Diagnostics`] with every mistake at its line and column. A text that is no JSON has one.
///
/// ```
/// use preflight_policy_file::{Context, parse_json};
///
/// let text = r#"{"upstream": "http://127.0.0.1:5000", "policy": {"app": {"origins": "any"}}}"#;
/// let (file, _) = parse_json(text, "preflight.json", &Context::default())?;
/// assert_eq!(file.routes[0].upstream.port(), 5000);
/// # Ok::<(), preflight_policy_file::Diagnostics>(())
/// ```
pub fn parse_json(text: &str, file_name: &str, context: &Context) -> Result<Parsed, Diagnostics> {
    Reading { name: file_name, text, source: Source::Text, context }.read(Syntax::Json)
}

/// What flags and `PREFLIGHT_*` variables say without any file.
///
/// # Errors
/// [`Diagnostics`] with every mistake at its flag or variable.
///
/// ```
/// use preflight_policy_file::{Context, Overrides, without_file};
///
/// let overrides = Overrides {
///     upstream: Some("http://127.0.0.1:5000".to_owned()),
///     origins: vec!["https://app.example.com".to_owned()],
///     credentials: Some(true),
///     ..Overrides::default()
/// };
/// let (file, _) = without_file(&Context { overrides, ..Context::default() })?;
/// assert_eq!(file.routes[0].policy.as_deref(), Some("default"));
/// # Ok::<(), preflight_policy_file::Diagnostics>(())
/// ```
pub fn without_file(context: &Context) -> Result<Parsed, Diagnostics> {
    Reading { name: "command line", text: "", source: Source::CommandLine, context }.read(Syntax::Toml)
}
