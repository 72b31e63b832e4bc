//! The lists of hosts that development servers and frameworks keep, each as it is called where it is written.

/// How a list is called: a literal, so that sentences are made of it while they are compiled.
macro_rules! host_list {
    (vite) => { "`server.allowedHosts` of the Vite configuration" };
    (vite_preview) => { "`preview.allowedHosts` of the Vite configuration" };
    (angular) => { "`allowedHosts` of the `serve` target in angular.json" };
    (built_on_vite) => {
        "its list of hosts: `server.allowedHosts` of Vite, `allowedHosts` of the `serve` target in angular.json, or what is built on Vite"
    };
    (webpack) => { "`devServer.allowedHosts` of the webpack configuration" };
    (starlette) => { "`allowed_hosts` of Starlette's `TrustedHostMiddleware`" };
    (webpack_or_starlette) => {
        concat!("its list of hosts: ", host_list!(webpack), ", ", host_list!(starlette))
    };
    (next) => { "`allowedDevOrigins` of next.config, without scheme and port, and start the server again" };
    (rails) => { "`config.hosts` in config/environments/development.rb: `config.hosts << \"NAME\"`" };
    (django) => { "`ALLOWED_HOSTS`, without scheme and port" };
    (symfony) => { "`framework.trusted_hosts`, as a regular expression" };
    (iis) => { "the bindings of the site, or `AllowedHosts` of an ASP.NET Core application" };
    // Whose server it is, is not known.
    (any) => {
        "the server's list (`server.allowedHosts` in Vite, `devServer.allowedHosts` in webpack, `ALLOWED_HOSTS` in Django, `config.hosts` in Rails, `AllowedHosts` in ASP.NET Core)"
    };
}

pub(crate) use host_list;

#[cfg(test)]
mod tests {
    /// A list has one name, whoever tells it.
    #[test]
    fn every_list_is_among_those_that_are_told_where_the_server_is_not_known() {
        let named = |list: &'static str| list.split('`').nth(1).unwrap_or_default();
        for list in [host_list!(vite), host_list!(webpack), host_list!(django), host_list!(rails)] {
            assert!(host_list!(any).contains(&format!("`{}`", named(list))), "{list}");
        }
    }
}
