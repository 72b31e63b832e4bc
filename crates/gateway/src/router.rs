//! Which route a request takes, by host and path.
//!
//! A route for a host goes before one for every host. Paths are compared in their [canonical](crate::canonical_path) form,
//! those of the routes too, in the syntax of [`matchit`]. A catch-all also takes an empty rest, with or without the slash
//! before it: `/api/{*rest}` is for `/api/` and for `/api`; any other route also takes its path with a slash behind it.
//! Another route for exactly that path goes first.

use std::collections::HashMap;

use crate::canonical_path::{Case, canonical, plain, readings};
use crate::configuration::{AppliedPolicy, ConfigurationError};
use crate::destination::Destination;

/// A route, ready to be taken.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) destination: Destination,
    pub(crate) policy: Option<AppliedPolicy>,
}

/// All routes.
#[derive(Debug, Default)]
pub(crate) struct Router {
    case: Case,
    routes: Vec<Route>,
    by_host: HashMap<Box<str>, Paths>,
    any_host: Paths,
    aliases: Vec<Alias>,
}

/// Why a request takes no route.
#[derive(Debug)]
pub(crate) enum NotFound<'a> {
    /// No route is for this host and path.
    NoRoute,
    /// The upstream could take the path for one of another route. These are the routes that it could be, in no order; none
    /// stands for no route.
    Ambiguous(Vec<Option<&'a Route>>),
}

/// The routes of one host: the index of each.
type Paths = matchit::Router<usize>;

/// A path that a route takes besides its own.
#[derive(Debug)]
struct Alias {
    host: Option<String>,
    path: String,
    index: usize,
}

impl Router {
    pub(crate) fn new(case: Case) -> Self {
        Self { case, ..Self::default() }
    }

    /// Adds a route.
    ///
    /// # Errors
    /// [`ConfigurationError::Path`] if `path` is no pattern, or collides with an earlier one.
    pub(crate) fn add(&mut self, host: Option<&str>, path: &str, route: Route) -> Result<(), ConfigurationError> {
        let index = self.routes.len();
        // A path that climbs above the root is for nobody; the router takes it as it is.
        let pattern = canonical(path, self.case).map_or_else(|_| path.to_owned(), |path| path.into_owned());
        self.paths_mut(host).insert(&pattern, index).map_err(|error| ConfigurationError::Path {
            host: host.map(str::to_owned),
            path: path.to_owned(),
            error,
        })?;
        let aliases = aliases(&pattern).into_iter();
        self.aliases.extend(aliases.map(|path| Alias { host: host.map(str::to_owned), path, index }));
        self.routes.push(route);
        Ok(())
    }

    /// Lets the routes take the other paths that are theirs, unless another route is for exactly that path. To be called
    /// after every route was added.
    pub(crate) fn complete(&mut self) {
        for Alias { host, path, index } in std::mem::take(&mut self.aliases) {
            // It fails only where another route is for this path, which keeps it.
            self.paths_mut(host.as_deref()).insert(path, index).ok();
        }
    }

    /// The route of a path on a host, which is in lower case and has no port.
    ///
    /// # Errors
    /// [`NotFound`]
    pub(crate) fn find(&self, host: &str, path: &str) -> Result<&Route, NotFound<'_>> {
        if let Some(path) = plain(path, self.case) {
            return self.index_of(host, path).map(|index| &self.routes[index]).ok_or(NotFound::NoRoute);
        }
        let Ok(readings) = readings(path, self.case) else {
            // Nobody can tell where such a path leads, so it could be any route.
            return Err(NotFound::Ambiguous(self.routes.iter().map(Some).chain([None]).collect()));
        };
        let mut found = readings.iter().map(|reading| self.index_of(host, reading));
        let meant = found.next().flatten();
        let mut routes = vec![meant];
        routes.extend(found);
        if routes.iter().any(|route| *route != meant) {
            return Err(NotFound::Ambiguous(routes.into_iter().map(|index| Some(&self.routes[index?])).collect()));
        }
        meant.map(|index| &self.routes[index]).ok_or(NotFound::NoRoute)
    }

    pub(crate) fn routes(&self) -> &[Route] {
        &self.routes
    }

    fn index_of(&self, host: &str, path: &str) -> Option<usize> {
        let of_host = self.by_host.get(host).and_then(|paths| paths.at(path).ok());
        of_host.or_else(|| self.any_host.at(path).ok()).map(|found| *found.value)
    }

    fn paths_mut(&mut self, host: Option<&str>) -> &mut Paths {
        match host {
            Some(host) => self.by_host.entry(host.into()).or_default(),
            None => &mut self.any_host,
        }
    }
}

/// The other paths of a route: what stands before a catch-all, with and without its slash; else the path with a slash
/// behind it, or without.
fn aliases(pattern: &str) -> Vec<String> {
    if let Some((before, _)) = pattern.rsplit_once("{*") {
        let without_slash = before.strip_suffix('/').filter(|path| !path.is_empty());
        return std::iter::once(before.to_owned()).chain(without_slash.map(str::to_owned)).collect();
    }
    match pattern.strip_suffix('/') {
        Some("") => Vec::new(),
        Some(without_slash) => vec![without_slash.to_owned()],
        None => vec![format!("{pattern}/")],
    }
}

#[cfg(test)]
mod tests {
    use preflight_policy_file::Upstream;

    use super::*;

    fn router(routes: &[(Option<&str>, &str)]) -> Router {
        let mut router = Router::default();
        for (index, (host, path)) in routes.iter().enumerate() {
            router.add(*host, path, to(&index.to_string())).unwrap();
        }
        router.complete();
        router
    }

    #[test]
    fn the_most_specific_route_is_taken() {
        let router = router(&[
            (None, "/{*rest}"),
            (None, "/api/{*rest}"),
            (None, "/api/7/{part}"),
            (Some("a.test"), "/api/{*rest}"),
            (None, "/exact/"),
            (None, "/exact/{*rest}"),
        ]);
        for (host, path, expected) in [
            ("b.test", "/", Ok("0")),
            ("b.test", "/x", Ok("0")),
            ("b.test", "/api", Ok("1")),
            ("b.test", "/api/", Ok("1")),
            ("b.test", "/api/7/edit", Ok("2")),
            ("a.test", "/api/7/edit", Ok("3")),
            ("a.test", "/other", Ok("0")),
            ("b.test", "/exact/", Ok("4")),
            ("b.test", "/exact/x", Ok("5")),
            ("b.test", "/API/x", Ok("0")),
            ("b.test", "/api/7/edit/", Ok("2")),
            ("b.test", "/exact", Ok("4")),
            ("b.test", "/%61pi/x", Err("ambiguous")),
            ("b.test", "//api/x", Err("ambiguous")),
            ("b.test", "/api%2fx", Err("ambiguous")),
            ("b.test", "/api\\x", Err("ambiguous")),
            ("b.test", "/api;v=1/x", Err("ambiguous")),
            ("b.test", "/%2561pi/x", Err("ambiguous")),
            ("b.test", "*", Err("no route")),
            ("b.test", "/api/x/../y", Ok("1")),
            ("b.test", "/api/%61//b;c/%2e", Ok("1")),
            ("b.test", "/api/..%2fx", Err("ambiguous")),
            ("b.test", "/x/../../y", Err("ambiguous")),
            ("b.test", "/api/x%00", Err("ambiguous")),
        ] {
            assert_eq!(found(&router, host, path), expected.map(str::to_owned).map_err(str::to_owned), "{host} {path}");
        }
    }

    #[test]
    fn case_is_folded_where_upstreams_fold_it() {
        let mut router = Router::new(Case::Folded);
        router.add(None, "/Admin/{*rest}", to("0")).unwrap();
        router.add(None, "/{*rest}", to("1")).unwrap();
        router.complete();
        for (path, expected) in
            [("/admin/x", "0"), ("/ADMIN/X", "0"), ("/ADMIN", "0"), ("/%41dmin/x", "ambiguous"), ("/X", "1")]
        {
            let found = found(&router, "a.test", path).unwrap_or_else(|error| error);
            assert_eq!(found, expected, "{path}");
        }
    }

    fn to(host: &str) -> Route {
        Route { destination: Destination::new(&Upstream::parse(&format!("http://{host}")).unwrap()), policy: None }
    }

    /// The host of the upstream.
    fn found(router: &Router, host: &str, path: &str) -> Result<String, String> {
        match router.find(host, path) {
            Ok(route) => Ok(route.destination.origin()["http://".len()..].to_owned()),
            Err(NotFound::NoRoute) => Err("no route".to_owned()),
            Err(NotFound::Ambiguous(_)) => Err("ambiguous".to_owned()),
        }
    }
}
