//! ASP.NET Core.

use super::{Grant, double_quoted};

pub(super) fn snippet(grant: &Grant) -> String {
    let origins = match grant.allows_any_origin() {
        true => "AllowAnyOrigin()".to_owned(),
        false => format!("WithOrigins({})", double_quoted(&grant.origins())),
    };
    let headers = match grant.allows_any_header() {
        true => "AllowAnyHeader()".to_owned(),
        false => format!("WithHeaders({})", double_quoted(grant.headers())),
    };
    let mut more = Vec::new();
    if !grant.exposed().is_empty() {
        more.push(format!("\n    .WithExposedHeaders({})", double_quoted(grant.exposed())));
    }
    if let Some(seconds) = grant.max_age() {
        more.push(format!("\n    .SetPreflightMaxAge(TimeSpan.FromSeconds({seconds}))"));
    }
    if grant.credentials() {
        more.push("\n    .AllowCredentials()".to_owned());
    }
    format!(
        "// before builder.Build()\n\
         builder.Services.AddCors(options => options.AddPolicy(\"page\", policy => policy\n\
         \x20   .{origins}\n\
         \x20   .WithMethods({})\n\
         \x20   .{headers}{}));\n\
         \n\
         // after builder.Build(), before UseAuthentication, UseAuthorization and the endpoints\n\
         app.UseRouting();\n\
         app.UseCors(\"page\");",
        double_quoted(grant.methods()),
        more.concat(),
    )
}
