//! Which origin the server's list was meant to hold: origins that look like the page's, the likeliest slip first.

use preflight_engine::Origin;
use url::Url;

/// Where development servers listen.
const DEVELOPMENT_PORTS: [&str; 4] = ["3000", "4200", "5173", "8080"];

/// The origins to try, each with what would be wrong about it.
pub(crate) fn variants(origin: &str, target: &Url) -> Vec<(String, String)> {
    let Ok(Origin::Tuple(page)) = Origin::parse(origin) else {
        return DEVELOPMENT_PORTS
            .iter()
            .map(|port| (format!("http://localhost:{port}"), "the page has no origin; serve it over http".to_owned()))
            .collect();
    };
    let (scheme, host) = (page.scheme(), page.host());
    let port = page.port().map(|port| format!(":{port}")).unwrap_or_default();
    let mut variants = vec![(format!("{origin}/"), "drop the slash".to_owned())];
    let other_scheme = if scheme == "https" { "http" } else { "https" };
    variants.push((format!("{other_scheme}://{host}{port}"), format!("the scheme is {scheme}, not {other_scheme}")));
    let aliases: &[&str] = match host {
        "localhost" => &["127.0.0.1"],
        "127.0.0.1" | "[::1]" => &["localhost"],
        _ => &[],
    };
    for alias in aliases {
        let remedy = format!("{alias} and {host} are different origins, though the same machine");
        variants.push((format!("{scheme}://{alias}{port}"), remedy));
    }
    let is_local = !aliases.is_empty();
    if let Some(bare) = host.strip_prefix("www.") {
        variants.push((format!("{scheme}://{bare}{port}"), "the www belongs to it".to_owned()));
    } else if !is_local && host.contains('.') && host.parse::<std::net::Ipv4Addr>().is_err() {
        variants.push((format!("{scheme}://www.{host}{port}"), "drop the www".to_owned()));
    }
    if port.is_empty() {
        let default = if scheme == "https" { 443 } else { 80 };
        variants.push((format!("{origin}:{default}"), "browsers leave the default port out".to_owned()));
    } else {
        variants.push((format!("{scheme}://{host}"), format!("the port {} belongs to it", &port[1..])));
    }
    if is_local {
        let ports = DEVELOPMENT_PORTS.iter().filter(|&&other| page.port() != Some(other));
        variants.extend(ports.map(|other| {
            (format!("{scheme}://{host}:{other}"), format!("the port is {}, not {other}", port.trim_start_matches(':')))
        }));
    }
    variants.push((target.origin().ascii_serialization(), "that is the API's own origin, not the page's".to_owned()));
    variants.retain(|(variant, _)| variant != origin);
    variants
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_slips_are_tried_first() {
        let target = "http://localhost:8000/x".parse().unwrap();
        let of = |origin| variants(origin, &target).into_iter().map(|(variant, _)| variant).collect::<Vec<_>>();
        assert_eq!(
            of("http://localhost:5173"),
            [
                "http://localhost:5173/",
                "https://localhost:5173",
                "http://127.0.0.1:5173",
                "http://localhost",
                "http://localhost:3000",
                "http://localhost:4200",
                "http://localhost:8080",
                "http://localhost:8000"
            ]
        );
        assert_eq!(
            of("https://app.example.com")[..4],
            [
                "https://app.example.com/",
                "http://app.example.com",
                "https://www.app.example.com",
                "https://app.example.com:443"
            ]
        );
    }
}
