//! Domains that give every customer a name, and that the public suffix list does not have (yet). A row may go when
//! the list has it.

/// In the notation of the list.
pub(super) const UNLISTED: [&str; 6] = [
    // Azure, "fully qualified domain name" of a public address: LABEL.REGION.cloudapp.azure.com.
    "*.cloudapp.azure.com",
    // Azure Container Apps, "ingress": APP.ENVIRONMENT.REGION.azurecontainerapps.io.
    "*.azurecontainerapps.io",
    // Google Cloud Storage, "request endpoints": BUCKET.storage.googleapis.com.
    "storage.googleapis.com",
    // GitHub Codespaces, "forwarding ports": NAME-PORT.app.github.dev.
    "app.github.dev",
    // Microsoft dev tunnels: ID-PORT.CLUSTER.devtunnels.ms.
    "*.devtunnels.ms",
    // Bunny, "pull zones": ZONE.b-cdn.net.
    "b-cdn.net",
];
