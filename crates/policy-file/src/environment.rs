//! The variables that a policy file may use.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt;

use crate::env_file::EnvFile;

/// The variables that a policy file may use: those of the process and those of an env-file.
///
/// A variable of the process wins over one of the env-file, as with every tool that reads such files: the file holds what
/// is usual, and whoever starts the process can differ from it for one run.
///
/// ```
/// use preflight_policy_file::{Context, EnvFile, Environment, parse_toml};
///
/// let env_file = EnvFile::parse("ORIGIN=https://usual.example\nPORT=8080", ".env")?;
/// let environment = Environment::new([("ORIGIN", "https://special.example")]).with_env_file(env_file);
/// let text = r#"
/// listen = "127.0.0.1:${PORT}"
/// upstream = "http://127.0.0.1:5000"
/// policy.app.origins = ["${ORIGIN}"]
/// "#;
/// let (file, _) = parse_toml(text, "preflight.toml", &Context { environment, ..Context::default() })?;
/// assert_eq!(file.listen.unwrap().port(), 8080);
/// assert_eq!(file.policies["app"].config.origins.entries(), ["https://special.example"]);
/// # Ok::<(), preflight_policy_file::Diagnostics>(())
/// ```
#[derive(Clone, Default)]
pub struct Environment {
    process: BTreeMap<String, String>,
    not_unicode: BTreeSet<String>,
    env_file: EnvFile,
    missing: Missing,
}

/// What is missing of the env-file.
#[derive(Clone, Debug, Default)]
enum Missing {
    #[default]
    Nothing,
    /// It has mistakes, so its variables are not known.
    Variables,
    /// It does not exist. The path is as written.
    File(String),
}

/// What is known of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variable<'a> {
    Is(&'a str),
    NotUnicode,
    Undefined,
    /// Undefined, but there is an env-file that could not be read.
    PerhapsInEnvFile,
    /// Undefined, and this env-file does not exist.
    InMissingEnvFile(&'a str),
}

impl Environment {
    /// Variables as they would stand in the environment of a process.
    pub fn new<K: Into<String>, V: Into<String>>(variables: impl IntoIterator<Item = (K, V)>) -> Self {
        let process = variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { process, ..Self::default() }
    }

    /// The variables of the process, from `std::env::vars_os()`. One that is not Unicode is an error only where it is used.
    pub fn from_os(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let mut environment = Self::default();
        for (name, value) in variables {
            let Ok(name) = name.into_string() else { continue };
            match value.into_string() {
                Ok(value) => drop(environment.process.insert(name, value)),
                Err(_) => drop(environment.not_unicode.insert(name)),
            }
        }
        environment
    }

    /// The same with the variables of an env-file. [`load`](crate::load) does this with the file that the policy names.
    #[must_use]
    pub fn with_env_file(self, env_file: EnvFile) -> Self {
        Self { env_file, ..self }
    }

    /// The same where there is an env-file that could not be read.
    pub(crate) fn lacking_env_file(self) -> Self {
        Self { missing: Missing::Variables, ..self }
    }

    /// The same where the env-file at this path does not exist.
    pub(crate) fn missing_env_file(self, path: String) -> Self {
        Self { missing: Missing::File(path), ..self }
    }

    pub(crate) fn variable(&self, name: &str) -> Variable<'_> {
        let value = self.process.get(name).map(String::as_str);
        match value {
            Some(value) => Variable::Is(value),
            None if self.not_unicode.contains(name) => Variable::NotUnicode,
            None => match self.env_file.variable(name) {
                Some(value) => Variable::Is(value),
                None => match &self.missing {
                    Missing::Nothing => Variable::Undefined,
                    Missing::Variables => Variable::PerhapsInEnvFile,
                    Missing::File(path) => Variable::InMissingEnvFile(path),
                },
            },
        }
    }

    /// The names of all variables, perhaps twice.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.process.keys().chain(&self.not_unicode).map(String::as_str).chain(self.env_file.names())
    }
}

/// Names only: a value may be a secret.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").field("names", &self.names().collect::<BTreeSet<_>>()).finish()
    }
}
