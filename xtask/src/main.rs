//! The chores of this repository. It needs nothing but the standard library, so that it is built in a second.

#![forbid(unsafe_code)]

mod browsers;
mod failure;
mod firefox_texts;
mod fuzz;
mod new;
mod package;
mod process;
mod public_suffixes;
mod requirement;
mod soak;
mod step;
mod tally;
mod tidy;

use std::process::ExitCode;
use std::time::Duration;

use self::failure::Failure;
use self::step::Step;

const USAGE: &str = "\
cargo xtask test [--only STEP]                  run what CI runs, or one step of it
cargo xtask fuzz [--seconds SECONDS] [TARGET]   search for counterexamples, in one target or in all
cargo xtask soak [--seconds SECONDS]            attack the gateway with slow peers, and time its good clients
cargo xtask tidy [--since COMMIT]               look for circles of imports, names used twice, prints, long subjects
cargo xtask new rule|fact NAME                  write what a new rule, or a fact about browsers, consists of
cargo xtask package                             package every crate and build each from its package (minutes)
cargo xtask browsers record|compare|draw|…      ask real browsers; `cargo xtask browsers help` says more
cargo xtask public-suffixes                     write the engine's table anew after an update of the crate psl
cargo xtask firefox-texts                       write the table of Firefox's languages anew from Debian's language packs";

/// How long each fuzz target runs in CI.
const FUZZ_TIME: Duration = Duration::from_secs(60);

enum Chore {
    Test(Vec<Step>),
    Fuzz { time: Duration, target: Option<String> },
    Soak(Duration),
    Tidy { since: Option<String> },
    Package,
    NewRule(String),
    NewFact(String),
    Browsers(Vec<String>),
    PublicSuffixes,
    FirefoxTexts,
    Help,
}

fn main() -> ExitCode {
    let done = parse(std::env::args().skip(1)).and_then(|chore| match chore {
        Chore::Test(steps) => step::run(&steps),
        Chore::Fuzz { time, target } => fuzz::run(time, target.as_deref()),
        Chore::Soak(time) => soak::run(time),
        Chore::Tidy { since } => tidy::run(since.as_deref()),
        Chore::Package => package::build(),
        Chore::NewRule(name) => new::rule(&name),
        Chore::NewFact(name) => new::fact(&name),
        Chore::Browsers(arguments) => browsers::run(&arguments),
        Chore::PublicSuffixes => public_suffixes::run(),
        Chore::FirefoxTexts => firefox_texts::run(),
        Chore::Help => {
            println!("{USAGE}\n\nsteps: {}", Step::names());
            Ok(())
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            failure.exit_code()
        }
    }
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Chore, Failure> {
    match arguments.next().as_deref() {
        Some("test") => parse_test(arguments),
        Some("fuzz") => parse_fuzz(arguments),
        Some("soak") => parse_soak(arguments),
        Some("tidy") => parse_tidy(arguments),
        Some("new") => parse_new(arguments),
        Some("package") => Ok(Chore::Package),
        Some("browsers") => Ok(Chore::Browsers(arguments.collect())),
        Some("public-suffixes") => Ok(Chore::PublicSuffixes),
        Some("firefox-texts") => Ok(Chore::FirefoxTexts),
        Some("help" | "--help" | "-h") => Ok(Chore::Help),
        _ => Err(Failure::usage(USAGE)),
    }
}

fn parse_test(mut arguments: impl Iterator<Item = String>) -> Result<Chore, Failure> {
    let steps = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => Step::ALL.to_vec(),
        (Some("--only"), Some(name)) => vec![Step::named(&name)?],
        _ => return Err(Failure::usage(USAGE)),
    };
    Ok(Chore::Test(steps))
}

fn parse_fuzz(mut arguments: impl Iterator<Item = String>) -> Result<Chore, Failure> {
    let (mut time, mut target) = (FUZZ_TIME, None);
    while let Some(argument) = arguments.next() {
        if argument == "--seconds" {
            time = parse_seconds(arguments.next())?;
        } else {
            target = Some(argument);
        }
    }
    Ok(Chore::Fuzz { time, target })
}

fn parse_soak(mut arguments: impl Iterator<Item = String>) -> Result<Chore, Failure> {
    match arguments.next().as_deref() {
        None => Ok(Chore::Soak(soak::TIME)),
        Some("--seconds") => parse_seconds(arguments.next()).map(Chore::Soak),
        Some(_) => Err(Failure::usage(USAGE)),
    }
}

fn parse_new(mut arguments: impl Iterator<Item = String>) -> Result<Chore, Failure> {
    match (arguments.next().as_deref(), arguments.next(), arguments.next()) {
        (Some("rule"), Some(name), None) => Ok(Chore::NewRule(name)),
        (Some("fact"), Some(name), None) => Ok(Chore::NewFact(name)),
        _ => Err(Failure::usage(USAGE)),
    }
}

fn parse_tidy(mut arguments: impl Iterator<Item = String>) -> Result<Chore, Failure> {
    match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => Ok(Chore::Tidy { since: None }),
        (Some("--since"), Some(since)) => Ok(Chore::Tidy { since: Some(since) }),
        _ => Err(Failure::usage(USAGE)),
    }
}

fn parse_seconds(argument: Option<String>) -> Result<Duration, Failure> {
    let seconds = argument.and_then(|seconds| seconds.parse().ok());
    Ok(Duration::from_secs(seconds.ok_or_else(|| Failure::usage(USAGE))?))
}
