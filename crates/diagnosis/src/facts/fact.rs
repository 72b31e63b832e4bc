//! What is known of something, or what would tell.

/// What is known of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fact<T> {
    /// This.
    Known(T),
    /// Nothing; the question that would tell.
    Unknown(&'static str),
    /// Nothing, and the network may not be asked any more.
    Denied,
}

impl<T> Fact<T> {
    /// What is known, if anything is.
    pub(crate) fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown(_) | Self::Denied => None,
        }
    }

    /// Whether it is known, and so.
    pub(crate) fn known_and(self, is_so: impl FnOnce(T) -> bool) -> bool {
        self.known().is_some_and(is_so)
    }
}
