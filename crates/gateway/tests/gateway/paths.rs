//! A path spelled differently: no spelling gets another policy than the one that the upstream's resource has.

use std::collections::BTreeMap;

use preflight_engine::server::{Allowed, Policy, PolicyConfig};
use preflight_policy_file::{NamedPolicy, PolicyFile, Route};

use crate::spy::{OK, Spy};
use crate::world::{APP, EVIL, World, file, rejecting, route};

/// `/admin/` strict and rejecting, everything else for every origin.
fn admin_and_others(upstream: &Spy) -> PolicyFile {
    let any = PolicyConfig { origins: Allowed::Any, ..PolicyConfig::default() };
    let any = NamedPolicy { policy: Policy::new(&any).unwrap().into(), config: any, warnings: Vec::new() };
    let strict = file(upstream.address, rejecting());
    PolicyFile {
        policies: strict.policies.into_iter().chain(BTreeMap::from([("any".to_owned(), any)])).collect(),
        routes: vec![
            route("/admin/{*rest}", upstream.address),
            Route { policy: Some("any".to_owned()), ..route("/{*rest}", upstream.address) },
        ],
        default_policy: Some("any".to_owned()),
        hosts: strict.hosts,
        ..PolicyFile::default()
    }
}

#[tokio::test]
async fn no_spelling_of_a_path_gets_the_policy_of_another_route() {
    let spy = Spy::answering(OK).await;
    let world = World::new(&admin_and_others(&spy)).await;
    for (reason, path, status) in [
        ("as it is", "/admin/users", 403),
        ("without the slash", "/admin", 403),
        ("a letter encoded", "/%61dmin/users", 400),
        ("a slash twice", "//admin/users", 400),
        ("a slash encoded", "/admin%2fusers", 400),
        ("a backslash", "/admin\\users", 400),
        ("a backslash encoded", "/admin%5Cusers", 400),
        ("dots", "/x/../admin/users", 400),
        ("dots encoded", "/x/%2e%2e/admin/users", 400),
        ("a parameter", "/admin;v=1/users", 400),
        ("encoded twice", "/%2561dmin/users", 400),
        ("encoded in all", "/%61%64%6d%69%6e/users", 400),
        ("a NUL", "/admin%00/users", 400),
        ("dots that the upstream leaves alone", "/admi%6e/..%2fsecret", 400),
        ("the same with a parameter", "/admi%6e/..;/x", 400),
        ("the same in a path of two slashes", "//admin/../x", 400),
        ("encoded dots behind an encoded slash", "/admin%252f..%252fx", 400),
        ("a line break at the end of a name", "/admin%0a/users", 400),
        ("a dot at the end of a name", "/admin./users", 400),
        ("an encoding of IIS", "/%u0061dmin/users", 400),
        ("an overlong slash", "/admin%c0%afusers", 400),
        ("a target in absolute form", "http://a.test/%61dmin/users", 400),
    ] {
        let answer = world.send(&[&format!("GET {path} HTTP/1.1"), EVIL]).await;
        // A refused origin is rejected by the stricter policy before anybody looks at the path.
        assert!([status, 403].contains(&answer.status), "{reason}: {}", answer.status);
        assert_eq!(answer.cors_fields(), [""; 0], "{reason}");
        let ask = world.send(&[&format!("OPTIONS {path} HTTP/1.1"), EVIL, "Access-Control-Request-Method: PUT"]).await;
        assert_eq!((ask.status, ask.cors_fields().len()), (403, 0), "{reason}");

        if status == 400 {
            let allowed = world.send(&[&format!("GET {path} HTTP/1.1"), APP]).await;
            assert_eq!((allowed.status, allowed.error().as_str()), (400, "ambiguous-path"), "{reason}");
        }
        let silent = world.send(&[&format!("GET {path} HTTP/1.1")]).await;
        assert_eq!(silent.status, if status == 400 { 400 } else { 200 }, "{reason}");
    }
    for path in ["/", "/other", "/other%2Fx", "//other//x", "/administrator", "/ADMIN/users", "/x;y=1", "/a%20b/100%25"]
    {
        let answer = world.send(&[&format!("GET {path} HTTP/1.1"), EVIL]).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{path}");
    }
}

#[tokio::test]
async fn upper_case_is_another_path_unless_the_upstream_folds_it() {
    let spy = Spy::answering(OK).await;
    let folding = PolicyFile { case_insensitive_paths: true, ..admin_and_others(&spy) };
    let world = World::new(&folding).await;
    for path in ["/ADMIN/users", "/Admin", "/admin/USERS"] {
        assert_eq!(world.send(&[&format!("GET {path} HTTP/1.1"), EVIL]).await.status, 403, "{path}");
    }
    world.send(&["GET /ADMIN/Users HTTP/1.1", APP]).await;
    assert!(spy.request().starts_with("GET /ADMIN/Users HTTP/1.1\r\n"), "the path is forwarded as it came");
}
