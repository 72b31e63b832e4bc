//! The file of `--cacert`.

use std::path::Path;

use preflight_policy_file::{Streams, read_named};
use preflight_probe::{RootCertificateError, RootCertificates};

use crate::exit::Failure;
use crate::printable::printable;
use crate::redact::given_path;

/// It may have this many bytes; all public CAs together take a quarter of a MiB.
const CACERT_LIMIT: u64 = 4 << 20;

/// Trusts what the file certifies, besides what this system trusts.
pub fn add(roots: &mut RootCertificates, file: &Path) -> Result<(), Failure> {
    // A name may be a value in the wrong place, and hold what steers a terminal.
    let name = printable(given_path(file).as_bytes());
    let pem = read_named(file, CACERT_LIMIT + 1, Streams::Read)
        .map_err(|error| Failure::usage(format!("{name}: cannot be read: {error}")))?;
    if pem.len() as u64 > CACERT_LIMIT {
        return Err(Failure::usage(format!("{name}: larger than the {} MiB that are read", CACERT_LIMIT >> 20))
            .with_help("name a file that holds the certificate of the private CA alone"));
    }
    roots.add_pem(&pem, file).map_err(|error| {
        Failure::usage(match error {
            RootCertificateError::UnreadablePem(_, error) => format!("{name}: cannot be read as PEM: {error}"),
            RootCertificateError::NoCertificate(_) => {
                format!("{name}: no certificate in it; it must have a BEGIN CERTIFICATE line")
            }
            other => printable(other.to_string().as_bytes()),
        })
    })
}
