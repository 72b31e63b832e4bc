//! What the tests need beyond Rust: found, installed, or named with the command that gets it.

use crate::failure::Failure;
use crate::process::{find, run};

/// Something that the tests need.
struct Requirement {
    /// Any one of these programs will do.
    programs: &'static [&'static str],
    source: Source,
    purpose: &'static str,
}

/// Where it comes from.
enum Source {
    /// A package of Debian.
    Debian(&'static str),
    /// A crate.
    Crates(&'static str),
}

static REQUIREMENTS: [Requirement; 10] = [
    Requirement {
        programs: &["chromium", "chromium-browser", "google-chrome"],
        source: Source::Debian("chromium"),
        purpose: "the browser tests",
    },
    Requirement {
        programs: &["firefox-esr", "firefox"],
        source: Source::Debian("firefox-esr"),
        purpose: "the browser tests",
    },
    Requirement {
        programs: &["WebKitWebDriver"],
        source: Source::Debian("webkit2gtk-driver"),
        purpose: "the browser tests",
    },
    Requirement { programs: &["Xvfb"], source: Source::Debian("xvfb"), purpose: "WebKit, which has no headless mode" },
    Requirement { programs: &["npm"], source: Source::Debian("npm"), purpose: "the tests against Express" },
    Requirement {
        programs: &["python3"],
        source: Source::Debian("python3-venv"),
        purpose: "the tests against Flask and Django",
    },
    Requirement {
        // Debian keeps it where only root looks.
        programs: &["nginx", "/usr/sbin/nginx"],
        source: Source::Debian("nginx-light"),
        purpose: "the loop from a browser's console to the working call",
    },
    Requirement { programs: &["c++", "g++", "clang++"], source: Source::Debian("g++"), purpose: "building the fuzzer" },
    Requirement {
        programs: &["cargo-fuzz"],
        source: Source::Crates("cargo-fuzz"),
        purpose: "building the fuzz targets",
    },
    Requirement {
        programs: &["cargo-deny"],
        source: Source::Crates("cargo-deny"),
        purpose: "the check of licences and sources",
    },
];

/// Installs what is missing.
pub fn install_all() -> Result<(), Failure> {
    install_packages()?;
    crates().try_for_each(Requirement::install_crate)
}

/// Whether we may install packages is for apt-get to say; without root it changes nothing.
fn install_packages() -> Result<(), Failure> {
    let missing: Vec<_> = REQUIREMENTS.iter().filter(|requirement| requirement.is_missing()).collect();
    let packages: Vec<_> = missing.iter().filter_map(|requirement| requirement.source.debian_package()).collect();
    if packages.is_empty() {
        return Ok(());
    }
    let install = [["install", "--yes"].as_slice(), &packages].concat();
    run("apt-get", &["update"]).and_then(|()| run("apt-get", &install)).map_err(|_| {
        let packaged = missing.iter().filter(|requirement| requirement.source.debian_package().is_some());
        Failure::found(packaged.map(|requirement| requirement.remedy()).collect::<Vec<_>>().join("\n"))
    })
}

/// Installs one crate if it is missing.
pub fn install_crate(name: &str) -> Result<(), Failure> {
    crates().filter(|requirement| requirement.programs.contains(&name)).try_for_each(Requirement::install_crate)
}

/// The crates that are missing.
fn crates() -> impl Iterator<Item = &'static Requirement> {
    let missing = REQUIREMENTS.iter().filter(|requirement| requirement.is_missing());
    missing.filter(|requirement| requirement.source.debian_package().is_none())
}

impl Requirement {
    fn is_missing(&self) -> bool {
        !self.programs.iter().any(|program| find(program).is_some())
    }

    fn install_crate(&self) -> Result<(), Failure> {
        match self.source {
            Source::Crates(name) => {
                run("cargo", &["install", "--locked", name]).map_err(|_| Failure::found(self.remedy()))
            }
            Source::Debian(_) => Ok(()),
        }
    }

    fn remedy(&self) -> String {
        let (purpose, program) = (self.purpose, self.programs[0]);
        match self.source {
            Source::Debian(package) => format!("{program} is missing for {purpose}: `sudo apt-get install {package}`"),
            Source::Crates(name) => format!("{program} is missing for {purpose}: `cargo install --locked {name}`"),
        }
    }
}

impl Source {
    fn debian_package(&self) -> Option<&'static str> {
        match self {
            Self::Debian(package) => Some(package),
            Self::Crates(_) => None,
        }
    }
}
