//! The layer around an axum application, as a back end uses it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use axum::routing::{any, get, post};
use preflight_tower::{Allowed, CorsLayer, Policy, PolicyConfig, PolicyHandle};
use tower::ServiceExt;

const APP: &str = "https://app.example.com";

fn policy(origin: &str) -> Policy {
    let config = PolicyConfig {
        origins: Allowed::listed([origin]),
        methods: Allowed::listed(["PUT"]),
        ..PolicyConfig::default()
    };
    Policy::new(&config).unwrap()
}

fn app(layer: CorsLayer) -> Router {
    Router::new()
        .route("/", get(|| async { "hello" }))
        .route("/fails", post(|| async { Err::<(), _>((StatusCode::INTERNAL_SERVER_ERROR, "why")) }))
        .route("/options", any(|| async { StatusCode::IM_A_TEAPOT }))
        .layer(layer)
}

async fn send(app: &Router, method: &str, path: &str, asks: Option<&str>) -> Response {
    let mut request = Request::builder().method(method).uri(path).header(header::ORIGIN, APP);
    if let Some(method) = asks {
        request = request.header(header::ACCESS_CONTROL_REQUEST_METHOD, method);
    }
    app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

#[tokio::test]
async fn every_response_of_the_router_carries_the_fields() {
    let app = app(CorsLayer::new(policy(APP)));
    for (reason, method, path, asks, status, body) in [
        ("a handler", "GET", "/", None, 200, "hello"),
        ("HEAD", "HEAD", "/", None, 200, ""),
        ("a handler's error", "POST", "/fails", None, 500, "why"),
        ("no route", "GET", "/nowhere", None, 404, ""),
        ("no method", "DELETE", "/", None, 405, ""),
        ("an OPTIONS of the application", "OPTIONS", "/options", None, 418, ""),
        ("a preflight", "OPTIONS", "/", Some("PUT"), 204, ""),
        ("a preflight to no route", "OPTIONS", "/nowhere", Some("PUT"), 204, ""),
    ] {
        let response = send(&app, method, path, asks).await;
        assert_eq!(response.status(), status, "{reason}");
        assert_eq!(response.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], APP, "{reason}");
        assert_eq!(response.headers()[header::VARY], "Origin", "{reason}");
        assert_eq!(to_bytes(response.into_body(), 99).await.unwrap(), body, "{reason}");
    }
}

#[tokio::test]
async fn a_router_follows_the_handle() {
    let handle = PolicyHandle::new(policy("https://old.example.com"));
    let app = app(CorsLayer::swappable(&handle));
    let allow_origin =
        async || send(&app, "GET", "/", None).await.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN).cloned();
    assert_eq!(allow_origin().await, None);
    handle.store(policy(APP));
    assert_eq!(allow_origin().await.unwrap(), APP);
}
