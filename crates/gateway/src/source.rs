//! Where configurations come from, and the files in which a new one may appear.

use std::path::PathBuf;

use preflight_policy_file::{Context, Diagnostics, InForce, Load, Parsed, PolicyFile};

/// Where configurations come from.
pub trait Source: Send + 'static {
    /// Reads the configuration anew, as [`Load::Reload`]: what is in force decides whether a pattern may stay that a newer
    /// list of public suffixes condemns.
    ///
    /// # Errors
    /// [`Diagnostics`], all at once.
    fn load(&mut self, in_force: InForce) -> Result<Parsed, Diagnostics>;

    /// The files to watch, given the configuration in force.
    fn files(&self, in_force: &PolicyFile) -> Vec<PathBuf>;
}

/// A policy file and what it is read with.
#[derive(Clone, Debug)]
pub struct PolicyPath {
    path: PathBuf,
    context: Context,
}

impl PolicyPath {
    /// A policy file, read with this context from now on.
    pub fn new(path: impl Into<PathBuf>, context: Context) -> Self {
        Self { path: path.into(), context }
    }
}

impl Source for PolicyPath {
    fn load(&mut self, in_force: InForce) -> Result<Parsed, Diagnostics> {
        self.context.load = Load::Reload { in_force };
        preflight_policy_file::load(&self.path, &self.context)
    }

    fn files(&self, in_force: &PolicyFile) -> Vec<PathBuf> {
        std::iter::once(self.path.clone()).chain(in_force.env_file_beside(&self.path)).collect()
    }
}
