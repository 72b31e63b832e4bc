//! The systems whose configurations are read and written.

use std::fmt;
use std::str::FromStr;

/// A system with a CORS configuration of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// Express with the package `cors`.
    Express,
    /// Node with headers that are set by hand.
    Node,
    /// Flask with Flask-CORS.
    Flask,
    /// Django with django-cors-headers.
    Django,
    /// ASP.NET Core.
    AspNet,
}

/// A name that no dialect has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownDialect {
    /// The name as it was written.
    pub name: String,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Express, Self::Node, Self::Flask, Self::Django, Self::AspNet];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Express => "express",
            Self::Node => "node",
            Self::Flask => "flask",
            Self::Django => "django",
            Self::AspNet => "aspnet",
        }
    }

    /// The endings of the files that hold its configuration.
    pub(crate) fn file_endings(self) -> &'static [&'static str] {
        match self {
            Self::Express | Self::Node => &["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"],
            Self::Flask | Self::Django => &["py", "pyi"],
            Self::AspNet => &["cs", "csx"],
        }
    }
}

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(name: &str) -> Result<Self, UnknownDialect> {
        let found = Self::ALL.into_iter().find(|dialect| dialect.name() == name);
        found.ok_or_else(|| UnknownDialect { name: name.to_owned() })
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Express => "Express",
            Self::Node => "Node",
            Self::Flask => "Flask",
            Self::Django => "Django",
            Self::AspNet => "ASP.NET Core",
        })
    }
}

impl fmt::Display for UnknownDialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Dialect::ALL.map(Dialect::name).join(", ");
        write!(f, "`{}` is no system that preflight knows; it knows {names}", self.name)
    }
}

impl std::error::Error for UnknownDialect {}
