//! Which route a request takes, by host and path.
//!
//! A route for a host goes before one for every host. Paths are compared as they came, without decoding, in the syntax
//! of [`matchit`]; a catch-all also takes an empty rest, so `/api/{*rest}` is for `/api/` too.

use std::collections::HashMap;

use crate::configuration::{AppliedPolicy, ConfigurationError};
use crate::destination::Destination;
use crate::dot_segments::{self, Resolved};
use crate::failure::Failure;

/// A route, ready to be taken.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) destination: Destination,
    pub(crate) policy: Option<AppliedPolicy>,
}

/// All routes.
#[derive(Debug, Default)]
pub(crate) struct Router {
    routes: Vec<Route>,
    by_host: HashMap<Box<str>, Paths>,
    any_host: Paths,
    catch_alls: Vec<CatchAll>,
}

/// The routes of one host: the index of each.
type Paths = matchit::Router<usize>;

/// A route that ends in a catch-all: what stands before that.
#[derive(Debug)]
struct CatchAll {
    host: Option<String>,
    prefix: String,
    index: usize,
}

impl Router {
    /// Adds a route.
    ///
    /// # Errors
    /// [`ConfigurationError::Path`] if `path` is no pattern, or collides with an earlier one.
    pub(crate) fn add(&mut self, host: Option<&str>, path: &str, route: Route) -> Result<(), ConfigurationError> {
        let index = self.routes.len();
        self.paths_mut(host).insert(path, index).map_err(|error| ConfigurationError::Path {
            host: host.map(str::to_owned),
            path: path.to_owned(),
            error,
        })?;
        self.catch_alls.extend(CatchAll::of(host, path, index));
        self.routes.push(route);
        Ok(())
    }

    /// Lets catch-alls take an empty rest, unless another route is for exactly that path. To be called after every route
    /// was added.
    pub(crate) fn complete(&mut self) {
        for CatchAll { host, prefix, index } in std::mem::take(&mut self.catch_alls) {
            // It fails only where another route is for this path, which keeps it.
            self.paths_mut(host.as_deref()).insert(prefix, index).ok();
        }
    }

    /// The route of a path on a host, which is in lower case and has no port.
    ///
    /// # Errors
    /// [`Failure::NoRoute`]; [`Failure::AmbiguousPath`] if the upstream could take the path for one of another route.
    pub(crate) fn find(&self, host: &str, path: &str) -> Result<&Route, Failure> {
        let found = self.index_of(host, path);
        let is_ambiguous = match dot_segments::resolve(path) {
            Resolved::AsWritten => false,
            Resolved::To(resolved) => self.index_of(host, &resolved) != found,
            Resolved::AboveRoot => true,
        };
        match found {
            _ if is_ambiguous => Err(Failure::AmbiguousPath),
            Some(index) => Ok(&self.routes[index]),
            None => Err(Failure::NoRoute),
        }
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

impl CatchAll {
    fn of(host: Option<&str>, path: &str, index: usize) -> Option<Self> {
        let (prefix, _) = path.rsplit_once("{*")?;
        Some(Self { host: host.map(str::to_owned), prefix: prefix.to_owned(), index })
    }
}

#[cfg(test)]
mod tests {
    use preflight_policy_file::Upstream;

    use super::*;

    fn router(routes: &[(Option<&str>, &str)]) -> Router {
        let mut router = Router::default();
        for (index, (host, path)) in routes.iter().enumerate() {
            let upstream = Upstream::parse(&format!("http://{index}")).unwrap();
            router.add(*host, path, Route { destination: Destination::new(&upstream), policy: None }).unwrap();
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
            ("b.test", "/api", Ok("0")),
            ("b.test", "/api/", Ok("1")),
            ("b.test", "/api/7/edit", Ok("2")),
            ("a.test", "/api/7/edit", Ok("3")),
            ("a.test", "/other", Ok("0")),
            ("b.test", "/exact/", Ok("4")),
            ("b.test", "/exact/x", Ok("5")),
            ("b.test", "/API/x", Ok("0")),
            ("b.test", "/%61pi/x", Ok("0")),
            ("b.test", "*", Err(Failure::NoRoute)),
            ("b.test", "/api/x/../y", Ok("1")),
            ("b.test", "/api/..%2fx", Err(Failure::AmbiguousPath)),
            ("b.test", "/x/../../y", Err(Failure::AmbiguousPath)),
        ] {
            let found = router.find(host, path).map(|route| route.destination.origin().to_string());
            assert_eq!(found, expected.map(|index| format!("http://{index}")), "{host} {path}");
        }
    }
}
