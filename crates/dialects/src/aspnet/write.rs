//! Policies as ASP.NET Core configuration.

use preflight_engine::OriginPattern;
use preflight_engine::server::{Allowed, PolicyConfig};

use crate::code::Code;
use crate::csharp::verbatim;
use crate::losses::{preflight_status_is_fixed, refused_reach_application};
use crate::note::Notes;
use crate::pattern_expression::unanchored;
use crate::quoted::quote;
use crate::route_policy::RoutePolicy;
use crate::usual::normalized;

/// ASP.NET Core says `Vary` to allowed origins only, and a cache needs it on every answer.
const VARY: &str = "app.Use((context, next) =>
{
    context.Response.OnStarting(() =>
    {
        context.Response.Headers.Append(\"Vary\", \"Origin\");
        return Task.CompletedTask;
    });
    return next(context);
});
";

/// Writes policies: one for every path is the default, others are applied by name.
pub(crate) fn write(policies: &[RoutePolicy], losses: &mut Notes) -> String {
    let mut added = String::new();
    for policy in policies {
        refused_reach_application("the middleware", &policy.config, losses);
        preflight_status_is_fixed("the middleware", 204, &policy.config, losses);
        let add = match policy.prefix() {
            None => "AddDefaultPolicy(policy => policy".to_owned(),
            Some((path, _)) => {
                let name = quote(&policy.name);
                losses.loss(
                    Code::PathApproximated,
                    format!(
                        "a policy holds for no path of its own; the endpoints of `{}` call RequireCors({name})",
                        path.escape_debug()
                    ),
                );
                format!("AddPolicy({name}, policy => policy")
            }
        };
        let calls = calls(&policy.config).into_iter().map(|call| format!("\n        .{call}"));
        added += &format!("    options.{add}{});\n", calls.collect::<String>());
    }
    let is_listed = policies.iter().any(|policy| policy.config.origins != Allowed::Any);
    let vary = if is_listed { VARY } else { "" };
    let using = if added.contains("Regex.") { "using System.Text.RegularExpressions;\n\n" } else { "" };
    format!(
        "{using}builder.Services.AddCors(options =>\n{{\n{added}}});\n\n// After UseRouting, before UseAuthorization.\n{vary}app.UseCors();\n"
    )
}

fn calls(config: &PolicyConfig) -> Vec<String> {
    let names = |names: &[String]| names.iter().map(|name| quote(name)).collect::<Vec<_>>().join(", ");
    let mut calls = origins(config);
    if config.credentials {
        calls.push("AllowCredentials()".into());
    }
    calls.push(match &config.methods {
        Allowed::Any => "AllowAnyMethod()".into(),
        Allowed::Listed(methods) => format!("WithMethods({})", names(&normalized(methods))),
    });
    match &config.request_headers {
        Allowed::Any => calls.push("AllowAnyHeader()".into()),
        Allowed::Listed(headers) if headers.is_empty() => {}
        Allowed::Listed(headers) => calls.push(format!("WithHeaders({})", names(headers))),
    }
    match &config.expose_headers {
        Allowed::Any => calls.push("WithExposedHeaders(\"*\")".into()),
        Allowed::Listed(headers) if headers.is_empty() => {}
        Allowed::Listed(headers) => calls.push(format!("WithExposedHeaders({})", names(headers))),
    }
    if let Some(max_age) = config.max_age {
        calls.push(format!("SetPreflightMaxAge(TimeSpan.FromSeconds({}))", max_age.as_secs()));
    }
    calls
}

/// A port wildcard needs a predicate; everything else is a list.
fn origins(config: &PolicyConfig) -> Vec<String> {
    let Allowed::Listed(entries) = &config.origins else { return vec!["AllowAnyOrigin()".into()] };
    let patterns: Vec<_> = entries.iter().filter_map(|entry| OriginPattern::parse(entry).ok()).collect();
    let null = config.dangerously_allow_null_origin.then_some("null");
    if patterns.iter().any(OriginPattern::has_any_port) {
        let alternatives: Vec<_> = patterns.iter().map(unanchored).chain(null.map(str::to_owned)).collect();
        let expression = verbatim(&format!("^(?:{})\\z", alternatives.join("|")));
        return vec![format!("SetIsOriginAllowed(origin => Regex.IsMatch(origin, {expression}))")];
    }
    let listed = patterns.iter().map(OriginPattern::as_str).chain(null);
    let mut calls = vec![format!("WithOrigins({})", listed.map(quote).collect::<Vec<_>>().join(", "))];
    if patterns.iter().any(OriginPattern::has_any_subdomain) {
        calls.push("SetIsOriginAllowedToAllowWildcardSubdomains()".into());
    }
    calls
}
