//! The table of facts: a browser's struct, the standard's values and a list to walk over, from one list of lines.

use std::fmt::Debug;

use super::UserAgent;

/// One fact in which browsers may differ.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Fact {
    /// Its name: that of the field of [`UserAgent`].
    pub name: &'static str,
    /// What it says.
    pub says: &'static str,
    /// What holds in a browser, in a word.
    pub shown: fn(&UserAgent) -> String,
    /// Whether a browser departs from the standard in it.
    pub departs: fn(&UserAgent) -> bool,
    /// Makes a browser follow the standard in it.
    pub follow_standard: fn(&mut UserAgent),
}

/// A value as a table shows it.
pub(super) fn shown(value: &impl Debug) -> String {
    match format!("{value:?}").as_str() {
        "true" => "yes".to_owned(),
        "false" => "no".to_owned(),
        "None" => "none".to_owned(),
        other => other.strip_prefix("Some(").and_then(|some| some.strip_suffix(')')).unwrap_or(other).to_owned(),
    }
}

macro_rules! facts {
    ($($(#[doc = $says:literal])+ $name:ident: $kind:ty = $standard:expr;)+) => {
        /// A browser, as the facts in which browsers differ.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct UserAgent {
            /// What it is called.
            pub name: &'static str,
            /// Whose console texts it prints.
            pub console: Console,
            $($(#[doc = $says])+ pub $name: $kind,)+
        }

        impl UserAgent {
            /// What the Fetch standard says.
            pub const STANDARD: Self = Self { name: "standard", console: Console::Silent, $($name: $standard,)+ };

            /// Every fact, in the order of the fields.
            pub const FACTS: &'static [Fact] = &[$(Fact {
                name: stringify!($name),
                says: concat!($($says),+),
                shown: |user_agent| fact::shown(&user_agent.$name),
                departs: |user_agent| user_agent.$name != Self::STANDARD.$name,
                follow_standard: |user_agent| user_agent.$name = Self::STANDARD.$name,
            }),+];
        }
    };
}

pub(super) use facts;
