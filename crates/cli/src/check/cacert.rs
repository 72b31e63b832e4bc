//! The file of `--cacert`.

use std::path::Path;

use preflight_policy_file::{Streams, read_named};
use preflight_probe::RootCertificates;

use crate::exit::Failure;
use crate::printable::printable_path;

/// It may have this many bytes; all public CAs together take a quarter of a MiB.
const CACERT_LIMIT: u64 = 4 << 20;

/// Trusts what the file certifies, besides what this system trusts.
pub fn add(roots: &mut RootCertificates, file: &Path) -> Result<(), Failure> {
    let name = printable_path(file);
    let pem = read_named(file, CACERT_LIMIT + 1, Streams::Read)
        .map_err(|error| Failure::usage(format!("{name}: cannot be read: {error}")))?;
    if pem.len() as u64 > CACERT_LIMIT {
        return Err(Failure::usage(format!("{name}: larger than the {} MiB that are read", CACERT_LIMIT >> 20))
            .with_help("name a file that holds the certificate of the private CA alone"));
    }
    roots.add_pem(&pem, file).map_err(|error| Failure::usage(error.to_string()))
}
