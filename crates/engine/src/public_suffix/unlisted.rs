//! Domains that give every customer a name, and that the public suffix list does not have (yet). A row may go when
//! the list has it.

/// In the notation of the list.
pub(super) const UNLISTED: [&str; 24] = [
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
    // Azure Storage, "static website hosting": ACCOUNT.ZONE.web.core.windows.net.
    "*.web.core.windows.net",
    // Google: names that customers and their files are given, such as REVERSED-ADDRESS.bc.googleusercontent.com.
    "googleusercontent.com",
    "bc.googleusercontent.com",
    // nip.io and sslip.io, names of any address: NAME-1-2-3-4.nip.io, NAME.1.2.3.4.nip.io.
    "*.nip.io",
    "*.sslip.io",
    // localtunnel: SUBDOMAIN.loca.lt.
    "loca.lt",
    // Serveo, "request a particular subdomain": SUBDOMAIN.serveo.net.
    "serveo.net",
    // localhost.run, "free domains": ID.lhr.life.
    "lhr.life",
    // Glitch: PROJECT.glitch.me.
    "glitch.me",
    // StackBlitz WebContainers: ID.webcontainer.io, ID.local-credentialless.webcontainer.io.
    "*.webcontainer.io",
    // CodeSandbox: ID.codesandbox.io, and for servers ID.sse.codesandbox.io.
    "codesandbox.io",
    "sse.codesandbox.io",
    // Gitpod, "ports": PORT-WORKSPACE.CLUSTER.gitpod.io.
    "*.gitpod.io",
    // Hosts of pages and blogs, a name to each customer: SITE.wordpress.com, SITE.neocities.org, BLOG.tumblr.com,
    // PUBLICATION.substack.com, SITE.weebly.com.
    "wordpress.com",
    "neocities.org",
    "tumblr.com",
    "substack.com",
    "weebly.com",
];
