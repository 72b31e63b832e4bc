//! Policies as a small middleware without packages. It says everything that a policy says.

use preflight_engine::OriginPattern;
use preflight_engine::server::{Allowed, PolicyConfig, WhenRefused};

use crate::code::Code;
use crate::javascript::{list, quote, regex};
use crate::note::Notes;
use crate::route_policy::RoutePolicy;
use crate::usual::{normalized, note_methods_of_node};

/// Writes a function for each policy; the first is named `cors` and exported.
pub(crate) fn write(policies: &[RoutePolicy], losses: &mut Notes) -> String {
    let mut text = String::new();
    let mut names = Vec::new();
    for (index, policy) in policies.iter().enumerate() {
        note_methods_of_node(&policy.config, losses);
        let name = if index == 0 { "cors".to_owned() } else { format!("cors{}", index + 1) };
        let place = match policy.path.as_deref() {
            None => String::new(),
            Some(path) => {
                losses.loss(
                    Code::PathApproximated,
                    format!("call `{name}` for `{}` only; nothing in it looks at the path", path.escape_debug()),
                );
                format!(", for {}", path.escape_debug())
            }
        };
        text += &format!("// policy {}{place}\n{}\n", policy.name.escape_debug(), function(&name, &policy.config));
        names.push(name);
    }
    text + &format!(
        "module.exports = {};\n",
        if names.len() == 1 { "cors".to_owned() } else { format!("{{ {} }}", names.join(", ")) }
    )
}

fn function(name: &str, config: &PolicyConfig) -> String {
    let mut text = format!("function {name}(req, res, next) {{\n");
    let is_any = config.origins == Allowed::Any;
    text += "  const isPreflight = req.method === 'OPTIONS' && 'origin' in req.headers && 'access-control-request-method' in req.headers;\n";
    if is_any {
        text += "  res.setHeader('Access-Control-Allow-Origin', '*');\n";
    } else {
        text += &origins(config);
    }
    text += &actual(config);
    text += "  if (!isPreflight) return next();\n";
    text += &preflight(config);
    text + &format!("  res.statusCode = {};\n  res.end();\n}}\n", config.preflight_status)
}

/// Who is refused learns nothing, and every answer says that it depends on the origin.
fn origins(config: &PolicyConfig) -> String {
    let patterns: Vec<_> =
        config.origins.entries().iter().filter_map(|entry| OriginPattern::parse(entry).ok()).collect();
    let exact = patterns.iter().filter(|pattern| pattern.is_exact()).map(|pattern| quote(pattern.as_str()));
    let exact: Vec<_> = exact.chain(config.dangerously_allow_null_origin.then(|| quote("null"))).collect();
    let expressions: Vec<_> = patterns.iter().filter(|pattern| !pattern.is_exact()).map(regex).collect();
    let mut tests = Vec::new();
    if !exact.is_empty() {
        tests.push(format!("{}.includes(origin)", list(&exact, "  ")));
    }
    if !expressions.is_empty() {
        tests.push(format!("{}.some((pattern) => pattern.test(origin))", list(&expressions, "  ")));
    }
    let refused = match config.refused {
        WhenRefused::Forward => {
            "    if (!isPreflight) return next();\n    res.statusCode = 403;\n    return res.end();\n"
        }
        WhenRefused::Reject => {
            "    if (origin === undefined) return next();\n    res.statusCode = 403;\n    return res.end();\n"
        }
    };
    format!(
        "  const {{ origin }} = req.headers;\n  const isAllowed = {};\n  const vary = res.getHeader('Vary');\n  res.setHeader('Vary', vary ? `${{vary}}, Origin` : 'Origin');\n  if (!isAllowed) {{\n{refused}  }}\n  res.setHeader('Access-Control-Allow-Origin', origin);\n",
        tests.join("\n    || ")
    )
}

fn actual(config: &PolicyConfig) -> String {
    let mut text = String::new();
    if config.credentials {
        text += "  res.setHeader('Access-Control-Allow-Credentials', 'true');\n";
    }
    let exposed = match &config.expose_headers {
        Allowed::Any => "*".to_owned(),
        Allowed::Listed(headers) => headers.join(","),
    };
    if !exposed.is_empty() {
        text += &format!("  if (!isPreflight) res.setHeader('Access-Control-Expose-Headers', {});\n", quote(&exposed));
    }
    text
}

fn preflight(config: &PolicyConfig) -> String {
    let set = |name: &str, value: &str| format!("  res.setHeader('{name}', {value});\n");
    let mut text = match &config.methods {
        // With credentials browsers take `*` literally, so what was asked for is sent back.
        Allowed::Any if config.credentials => {
            set("Access-Control-Allow-Methods", "req.headers['access-control-request-method']")
        }
        Allowed::Any => set("Access-Control-Allow-Methods", "'*'"),
        Allowed::Listed(methods) => set("Access-Control-Allow-Methods", &quote(&normalized(methods).join(","))),
    };
    text += &match &config.request_headers {
        Allowed::Any if config.credentials => {
            "  const asked = req.headers['access-control-request-headers'];\n  if (asked) res.setHeader('Access-Control-Allow-Headers', asked);\n".to_owned()
        }
        Allowed::Any => set("Access-Control-Allow-Headers", "'*,authorization'"),
        Allowed::Listed(headers) if headers.is_empty() => String::new(),
        Allowed::Listed(headers) => set("Access-Control-Allow-Headers", &quote(&headers.join(","))),
    };
    if let Some(max_age) = config.max_age {
        text += &set("Access-Control-Max-Age", &quote(&max_age.as_secs().to_string()));
    }
    text
}
