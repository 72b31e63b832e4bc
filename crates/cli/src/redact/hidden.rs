//! What stands in place of a value that is not shown.

/// What stands in place of a value that is not shown. As the value of a header or of a body it means, in turn, that the
/// value is not known.
pub const HIDDEN: &str = "…";
