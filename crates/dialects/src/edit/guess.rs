//! Which system a source is of.

use std::path::Path;

use crate::dialect::Dialect;

/// Words that only sources of a system have, the surest first.
const SIGNS: [(Dialect, &[&str]); 5] = [
    (Dialect::Django, &["INSTALLED_APPS", "MIDDLEWARE", "corsheaders", "CORS_ALLOW", "CORS_ORIGIN_", "ROOT_URLCONF"]),
    (Dialect::Flask, &["flask_cors", "Flask(", "from flask", "import flask", "CORS(", "cross_origin", "after_request"]),
    (
        Dialect::AspNet,
        &["WebApplication", "AddCors", "UseCors", "IApplicationBuilder", "WithOrigins", "IServiceCollection"],
    ),
    (
        Dialect::Express,
        &["express()", "'express'", "\"express\"", "'cors'", "\"cors\"", "cors(", "@nestjs/core", "enableCors"],
    ),
    (Dialect::Node, &["createServer", "setHeader", "writeHead", "Access-Control-"]),
];

/// Words of systems that look like one of those and take other options.
const OTHERS: [(&str, &[&str]); 8] = [
    ("Koa", &["'koa'", "\"koa\"", "@koa/"]),
    ("Hono", &["'hono'", "\"hono\"", "hono/cors"]),
    ("Fastify", &["'fastify'", "\"fastify\"", "@fastify/"]),
    ("hapi", &["@hapi/"]),
    ("Next.js", &["'next/server'", "\"next/server\"", "NextResponse"]),
    ("FastAPI", &["fastapi", "starlette", "CORSMiddleware"]),
    ("Quart", &["quart_cors", "from quart"]),
    ("Sanic", &["sanic"]),
];

/// Words of systems of other languages.
const FOREIGN: [(&str, &[&str]); 9] = [
    ("Spring", &["org.springframework", "@CrossOrigin", "CorsConfiguration", "CorsRegistry"]),
    ("Rails", &["Rack::Cors", "Rails.application", "rack/cors"]),
    ("Go", &["package main", "\"net/http\"", "http.ResponseWriter"]),
    ("nginx", &["add_header ", "proxy_pass ", "server_name "]),
    ("Laravel", &["'allowed_origins'", "Illuminate\\", "supports_credentials' =>"]),
    ("Apache", &["<VirtualHost", "<IfModule", "Header set ", "Header always set "]),
    ("Caddy", &["reverse_proxy "]),
    ("Axum or another of Rust", &["CorsLayer", "tower_http", "actix_cors"]),
    ("Ktor", &["io.ktor"]),
];

/// The name of a system of another language, if a source that is of none of those is evidently of it.
pub(crate) fn foreign_system(source: &str) -> Option<&'static str> {
    FOREIGN.iter().find(|(_, words)| words.iter().any(|word| source.contains(word))).map(|(name, _)| *name)
}

/// The name of a system that is none of those, if a source is evidently of it.
pub(crate) fn other_system(source: &str) -> Option<&'static str> {
    OTHERS.iter().find(|(_, words)| words.iter().any(|word| source.contains(word))).map(|(name, _)| *name)
}

/// The system whose configuration a source is, as far as its name and its words tell.
///
/// ```
/// use preflight_dialects::{Dialect, guess};
///
/// assert_eq!(guess("app = Flask(__name__)", "app.py"), Some(Dialect::Flask));
/// assert_eq!(guess("fn main() {}", "main.rs"), None);
/// ```
pub fn guess(source: &str, file_name: &str) -> Option<Dialect> {
    if other_system(source).is_some() {
        return None;
    }
    let ending = Path::new(file_name).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let fits =
        |dialect: Dialect| ending.as_ref().is_none_or(|ending| dialect.file_endings().contains(&ending.as_str()));
    SIGNS
        .iter()
        .filter(|(dialect, _)| fits(*dialect))
        .find(|(_, signs)| signs.iter().any(|sign| source.contains(sign)))
        .map(|(dialect, _)| *dialect)
}
