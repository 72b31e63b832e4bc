//! An axum API that browsers of two front ends may call, with its CORS policy in one place.
//!
//! ```text
//! cargo run -p preflight-tower --example axum
//! curl -i http://127.0.0.1:3000/notes -H 'Origin: https://app.example.com'
//! curl -i http://127.0.0.1:3000/notes -X OPTIONS -H 'Origin: http://localhost:5173' \
//!      -H 'Access-Control-Request-Method: PUT' -H 'Access-Control-Request-Headers: content-type'
//! ```
//!
//! To copy it: `cargo add preflight-tower axum` and `cargo add tokio --features macros,rt-multi-thread,net`.

use std::error::Error;
use std::time::Duration;

use axum::http::StatusCode;
use axum::routing::{get, put};
use axum::{Json, Router};
use preflight_tower::{Allowed, CorsLayer, Policy, PolicyConfig};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, app(policy()?)).await?)
}

/// Who may call this API from a page. A mistake stops the program here, with every error at once.
fn policy() -> Result<Policy, Box<dyn Error>> {
    Ok(Policy::new(&PolicyConfig {
        origins: Allowed::listed(["https://app.example.com", "http://localhost:*"]),
        credentials: true,
        methods: Allowed::listed(["PUT"]),
        request_headers: Allowed::listed(["authorization", "content-type"]),
        expose_headers: Allowed::listed(["x-request-id"]),
        max_age: Some(Duration::from_secs(2 * 60 * 60)),
        ..PolicyConfig::default()
    })?)
}

/// The layer comes last, so that it is outermost: it answers preflights before any route can refuse `OPTIONS`, and no
/// response leaves without it, neither a 404 nor a handler's error.
fn app(policy: Policy) -> Router {
    Router::new().route("/notes", get(notes)).route("/notes/first", put(replace)).layer(CorsLayer::new(policy))
}

async fn notes() -> Json<[&'static str; 2]> {
    Json(["milk", "bread"])
}

/// Pages see this error as what it is, since it carries the CORS fields like any response.
async fn replace() -> Result<StatusCode, (StatusCode, &'static str)> {
    Err((StatusCode::INSUFFICIENT_STORAGE, "no room for notes"))
}
