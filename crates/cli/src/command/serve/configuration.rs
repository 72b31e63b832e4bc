//! Where the gateway's configuration comes from: the file, the variables and the flags, read anew at each change.

use std::path::{Path, PathBuf};

use preflight_gateway::Source;
use preflight_policy_file::{
    Context, Diagnostics, EnvFile, Environment, InForce, Load, LoadPurpose, OriginsFile, Overrides, Parsed, PolicyFile,
    load, without_file,
};

use super::ServeArgs;

/// The file that is read if no flag says otherwise.
const DEFAULT_FILE: &str = "preflight.toml";

/// The arguments, as a source of configurations.
pub struct Configuration {
    args: ServeArgs,
}

impl Configuration {
    pub fn new(args: ServeArgs) -> Self {
        Self { args }
    }

    /// Reads it for the first time, when every error stands in the way.
    pub fn read_first(&mut self) -> Result<Parsed, Diagnostics> {
        self.read(Load::First)
    }

    fn read(&self, load_kind: Load) -> Result<Parsed, Diagnostics> {
        let context = Context {
            environment: self.environment(&load_kind)?,
            overrides: self.overrides(&load_kind)?,
            load: load_kind,
            purpose: LoadPurpose::Serve,
        };
        match self.file() {
            Some(path) => load(path, &context),
            None => without_file(&context),
        }
    }

    /// The policy file; flags alone are enough when they name an upstream.
    fn file(&self) -> Option<&Path> {
        match &self.args.config {
            Some(path) => Some(path),
            None if self.args.upstream.is_some() => None,
            None => Some(Path::new(DEFAULT_FILE)),
        }
    }

    fn environment(&self, load_kind: &Load) -> Result<Environment, Diagnostics> {
        let environment = Environment::from_os(std::env::vars_os());
        match &self.args.env_file {
            Some(path) => Ok(environment.with_env_file(EnvFile::read(path, load_kind)?)),
            None => Ok(environment),
        }
    }

    fn overrides(&self, load_kind: &Load) -> Result<Overrides, Diagnostics> {
        let args = self.args.clone();
        Ok(Overrides {
            listen: args.listen,
            public_url: args.public_url,
            upstream: args.upstream,
            hosts: args.hosts,
            trusted_proxies: args.trusted_proxies,
            upstream_timeout: args.upstream_timeout,
            case_insensitive_paths: args.case_insensitive_paths.then_some(true),
            keep_underscore_headers: args.keep_underscore_headers.then_some(true),
            connections: args.connections,
            connections_per_address: args.connections_per_address,
            requests: args.requests,
            requests_per_address: args.requests_per_address,
            origins: args.origins,
            origins_file: args.allow_origins_file.map(|path| OriginsFile::read(&path, load_kind)).transpose()?,
            credentials: args.credentials.then_some(true),
            methods: args.methods,
            request_headers: args.request_headers,
            expose_headers: args.expose_headers,
            max_age: args.max_age,
            preflight_status: args.preflight_status,
            refused: args.refused,
            dangerously_allow_insecure_origins: args.dangerously_allow_insecure_origins.then_some(true),
            dangerously_allow_public_suffixes: args.dangerously_allow_public_suffixes.then_some(true),
            dangerously_allow_null_origin: args.dangerously_allow_null_origin.then_some(true),
        })
    }
}

impl Source for Configuration {
    fn load(&mut self, in_force: InForce) -> Result<Parsed, Diagnostics> {
        self.read(Load::Reload { in_force })
    }

    fn files(&self, in_force: &PolicyFile) -> Vec<PathBuf> {
        let file = self.file();
        let beside = file.and_then(|path| in_force.env_file_beside(path));
        let named =
            [file.map(Path::to_owned), beside, self.args.env_file.clone(), self.args.allow_origins_file.clone()];
        named.into_iter().flatten().collect()
    }
}
