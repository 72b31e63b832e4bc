//! A verdict in one word.

use crate::exit::Exit;

/// A verdict in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Allowed,
    Blocked,
    Opaque,
    Unreachable,
    Undetermined,
}

impl Word {
    pub const ALL: [Self; 5] = [Self::Allowed, Self::Blocked, Self::Opaque, Self::Unreachable, Self::Undetermined];

    pub fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Blocked => "blocked",
            Self::Opaque => "opaque",
            Self::Unreachable => "unreachable",
            Self::Undetermined => "undetermined",
        }
    }

    pub fn exit(self) -> Exit {
        match self {
            Self::Allowed => Exit::Good,
            Self::Blocked | Self::Opaque => Exit::Findings,
            Self::Unreachable => Exit::Unreachable,
            Self::Undetermined => Exit::Undetermined,
        }
    }
}
