//! Spring, with or without Spring Security.

use super::{Grant, double_quoted, if_credentials, line};

pub(super) fn snippet(grant: &Grant) -> String {
    let any = || "\"*\"".to_owned();
    let origins = if grant.allows_any_origin() { any() } else { double_quoted(&grant.origins()) };
    let headers = if grant.allows_any_header() { any() } else { double_quoted(grant.headers()) };
    let exposed = line(!grant.exposed().is_empty(), || {
        format!("    cors.setExposedHeaders(List.of({}));", double_quoted(grant.exposed()))
    });
    let max_age = grant.max_age().map_or(String::new(), |seconds| format!("    cors.setMaxAge({seconds}L);\n"));
    format!(
        "// in a class with @Configuration; imports: java.util.List, org.springframework.web.cors.*\n\
         // and in the SecurityFilterChain, so that preflights come before the login: http.cors(Customizer.withDefaults())\n\
         @Bean\n\
         CorsConfigurationSource corsConfigurationSource() {{\n\
         \x20   var cors = new CorsConfiguration();\n\
         \x20   cors.setAllowedOrigins(List.of({origins}));\n\
         \x20   cors.setAllowedMethods(List.of({}));\n\
         \x20   cors.setAllowedHeaders(List.of({headers}));\n\
         {exposed}{max_age}{}\
         \x20   var source = new UrlBasedCorsConfigurationSource();\n\
         \x20   source.registerCorsConfiguration(\"/**\", cors);\n\
         \x20   return source;\n\
         }}",
        double_quoted(grant.methods()),
        if_credentials(grant, "    cors.setAllowCredentials(true);"),
    )
}
