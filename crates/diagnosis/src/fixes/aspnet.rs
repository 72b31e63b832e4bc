//! ASP.NET Core.

use super::{Grant, double_quoted};

pub(super) fn snippet(grant: &Grant) -> String {
    let credentials = if grant.credentials() { "\n    .AllowCredentials()" } else { "" };
    format!(
        "builder.Services.AddCors(options => options.AddPolicy(\"page\", policy => policy\n\
         \x20   .WithOrigins(\"{}\")\n\
         \x20   .WithMethods({})\n\
         \x20   .WithHeaders({}){credentials}));\n\
         \n\
         app.UseRouting();\n\
         app.UseCors(\"page\");  // before UseAuthentication and UseAuthorization",
        grant.origin(),
        double_quoted(grant.methods()),
        double_quoted(grant.headers()),
    )
}
