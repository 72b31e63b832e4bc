//! The steps of `cargo xtask test`, in order, the quick ones first. The first that fails ends the run.

use std::time::Instant;

use crate::failure::Failure;
use crate::process::{command, run as run_program, succeed};
use crate::{FUZZ_TIME, fuzz, package, requirement, soak, tally, tidy};

/// A step, which can be run alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// What the other steps need.
    Install,
    /// `cargo fmt --check`
    Format,
    /// What reviews would otherwise have to count.
    Tidy,
    /// `cargo package`, without building.
    Package,
    /// `cargo deny check`
    Deny,
    /// `cargo clippy`, every warning an error.
    Clippy,
    /// `cargo test`: all packages, documentation examples, conformance and the browsers.
    Test,
    /// The gateway under slow peers, for a short while.
    Soak,
    /// `cargo doc`, every warning an error.
    Document,
    /// Every fuzz target, for a minute.
    Fuzz,
}

/// Runs steps, and says how long each took.
pub fn run(steps: &[Step]) -> Result<(), Failure> {
    let mut times = Vec::new();
    let mut counted = None;
    for step in steps {
        println!("\n== {}", step.name());
        let start = Instant::now();
        counted = step.run()?.or(counted);
        times.push(format!("{} {} s", step.name(), start.elapsed().as_secs()));
    }
    println!("\n== done: {}", times.join(", "));
    if let Some(tally) = counted {
        println!("{tally}");
    }
    Ok(())
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 10] = [
        Self::Install,
        Self::Format,
        Self::Tidy,
        Self::Package,
        Self::Deny,
        Self::Clippy,
        Self::Test,
        Self::Soak,
        Self::Document,
        Self::Fuzz,
    ];

    /// The step of this name.
    pub fn named(name: &str) -> Result<Self, Failure> {
        let found = Self::ALL.into_iter().find(|step| step.name() == name);
        found.ok_or_else(|| Failure::usage(format!("`{name}` is no step; there are {}", Self::names())))
    }

    /// The names, for a person.
    pub fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    fn name(self) -> &'static str {
        match self {
            Self::Install => "install",
            Self::Format => "format",
            Self::Tidy => "tidy",
            Self::Package => "package",
            Self::Deny => "deny",
            Self::Clippy => "clippy",
            Self::Test => "test",
            Self::Soak => "soak",
            Self::Document => "document",
            Self::Fuzz => "fuzz",
        }
    }

    fn run(self) -> Result<Option<tally::Tally>, Failure> {
        match self {
            Self::Install => requirement::install_all()?,
            Self::Format => run_program("cargo", &["fmt", "--all", "--check"])?,
            Self::Tidy => tidy::run(None)?,
            Self::Package => package::check()?,
            Self::Deny => {
                requirement::install_crate("cargo-deny")?;
                package::deny()?;
            }
            Self::Clippy => {
                run_program(
                    "cargo",
                    &["clippy", "--workspace", "--all-features", "--all-targets", "--", "--deny", "warnings"],
                )?;
            }
            Self::Test => return tally::test_workspace().map(Some),
            Self::Soak => soak::run(soak::SHORT_TIME)?,
            Self::Document => {
                let mut document = command("cargo", &["doc", "--workspace", "--all-features", "--no-deps"]);
                document.env("RUSTDOCFLAGS", "--deny warnings");
                succeed(document)?;
            }
            Self::Fuzz => fuzz::run(FUZZ_TIME, None)?,
        }
        Ok(None)
    }
}
