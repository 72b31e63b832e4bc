//! Spring, with or without Spring Security.

use super::{Grant, double_quoted, if_credentials};

pub(super) fn snippet(grant: &Grant) -> String {
    format!(
        "@Bean\n\
         CorsConfigurationSource corsConfigurationSource() {{\n\
         \x20   var cors = new CorsConfiguration();\n\
         \x20   cors.setAllowedOrigins(List.of(\"{}\"));\n\
         \x20   cors.setAllowedMethods(List.of({}));\n\
         \x20   cors.setAllowedHeaders(List.of({}));\n\
         {}\
         \x20   var source = new UrlBasedCorsConfigurationSource();\n\
         \x20   source.registerCorsConfiguration(\"/**\", cors);\n\
         \x20   return source;\n\
         }}\n\
         // and in the SecurityFilterChain, so that OPTIONS comes before the login:\n\
         // http.cors(Customizer.withDefaults())",
        grant.origin(),
        double_quoted(grant.methods()),
        double_quoted(grant.headers()),
        if_credentials(grant, "    cors.setAllowCredentials(true);"),
    )
}
