//! What is sound and probably not meant, of a file as a whole. It is looked for in files without errors, so that nothing is
//! called unused or unknown because of another mistake.

mod dropped_headers;
mod own_listener;
mod unknown_names;
mod unused_policies;

use crate::document::Table;
use crate::policy_file::PolicyFile;
use crate::reader::Reader;
use crate::route::Sited;

/// Warns of everything.
pub(crate) fn check(reader: &mut Reader<'_>, document: &Table<'_>, file: &PolicyFile, routes: &[Sited]) {
    // Without a route there is nothing to serve, which is an error of its own.
    if reader.report.error_count() > 0 || routes.is_empty() {
        return;
    }
    unused_policies::check(reader, document, file);
    dropped_headers::check(reader, document, file);
    own_listener::check(reader, file, routes);
    unknown_names::check(reader, document, file);
}
