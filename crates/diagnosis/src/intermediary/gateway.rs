//! API gateways, load balancers and the routers of hosting platforms.

use super::Sign::{Field, FieldHas, Status, StatusBetween, Text};
use super::{Interference, Intermediary};

pub(super) const ROWS: &[Intermediary] = &[
    Intermediary {
        name: "Amazon API Gateway",
        interference: Interference::GatewayError,
        signs: &[FieldHas("x-amzn-errortype", "MissingAuthenticationTokenException")],
        advice: "add the path and its OPTIONS method to the API, and deploy the stage: the gateway has no such route, whatever \
                 the message says of a token",
        source: Some(API_GATEWAY),
    },
    Intermediary {
        name: "Amazon API Gateway",
        interference: Interference::Protection,
        signs: &[FieldHas("x-amzn-errortype", "ForbiddenException")],
        advice: "check API key, resource policy, AWS WAF, and that the host name is the API's own; OPTIONS needs no API key",
        source: Some(API_GATEWAY),
    },
    Intermediary {
        name: "Amazon API Gateway",
        interference: Interference::Protection,
        signs: &[FieldHas("x-amzn-errortype", "AccessDeniedException")],
        advice: "look at the authorizer's policy; add CORS headers to the gateway's own answers (DEFAULT_4XX)",
        source: Some(API_GATEWAY),
    },
    Intermediary {
        name: "Amazon API Gateway",
        interference: Interference::Protection,
        signs: &[FieldHas("x-amzn-errortype", "UnauthorizedException")],
        advice: "leave OPTIONS without an authorizer; add CORS headers to the gateway's own answers (DEFAULT_4XX)",
        source: Some(API_GATEWAY),
    },
    Intermediary {
        name: "Amazon API Gateway",
        interference: Interference::Protection,
        signs: &[FieldHas("x-amzn-errortype", "IncompleteSignatureException")],
        advice: "check the path: the gateway takes an `Authorization` on a route that it does not have for a broken signature",
        source: Some(API_GATEWAY),
    },
    Intermediary {
        name: "an AWS API",
        interference: Interference::GatewayError,
        signs: &[Field("x-amzn-errortype"), StatusBetween(400, 599)],
        advice: "look the type in `x-amzn-errortype` up; add CORS headers to the gateway's own answers (DEFAULT_4XX, DEFAULT_5XX)",
        source: Some(API_GATEWAY),
    },
    Intermediary {
        name: "Amazon API Gateway",
        interference: Interference::GatewayError,
        signs: &[Field("apigw-requestid"), Status(404), Text("\"message\":\"Not Found\"")],
        advice: "add the route to the API, or deploy the stage: no route matches method and path",
        source: Some("https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html"),
    },
    Intermediary {
        name: "AWS Application Load Balancer",
        interference: Interference::Login,
        signs: &[FieldHas("set-cookie", "AWSALBAuthNonce")],
        advice: "give OPTIONS, or the API's paths, a listener rule before the one that authenticates",
        source: Some(
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html",
        ),
    },
    Intermediary {
        name: "AWS Application Load Balancer",
        interference: Interference::Protection,
        signs: &[FieldHas("server", "awselb/"), Status(403)],
        advice: "look at the AWS WAF web ACL of the load balancer: it refused the request",
        source: Some(
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html",
        ),
    },
    Intermediary {
        name: "AWS Application Load Balancer",
        interference: Interference::GatewayError,
        signs: &[FieldHas("server", "awselb/"), StatusBetween(460, 599)],
        advice: "look at the target group: no target is healthy, or it did not answer as HTTP wants it",
        source: Some(
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html",
        ),
    },
    Intermediary {
        name: "Azure Application Gateway",
        interference: Interference::Protection,
        signs: &[FieldHas("server", "Microsoft-Azure-Application-Gateway"), Status(403)],
        advice: "look in the WAF log for the rule that refused the request, and exempt the API from it",
        source: Some("https://learn.microsoft.com/azure/application-gateway/http-response-codes"),
    },
    Intermediary {
        name: "Azure Application Gateway",
        interference: Interference::GatewayError,
        signs: &[FieldHas("server", "Microsoft-Azure-Application-Gateway"), StatusBetween(400, 599)],
        advice: "look at the health of the backend pool: the gateway answered, the server did not",
        source: Some("https://learn.microsoft.com/azure/application-gateway/http-response-codes"),
    },
    Intermediary {
        name: "Azure API Management",
        interference: Interference::Protection,
        signs: &[Status(401), Text("Access denied due to"), Text("subscription key")],
        advice: "send `Ocp-Apim-Subscription-Key`, and put a `cors` policy first in `inbound`, so that preflights need no key",
        source: Some("https://learn.microsoft.com/azure/api-management/cors-policy"),
    },
    Intermediary {
        name: "Google Cloud Run",
        interference: Interference::Protection,
        signs: &[Text("Your client does not have permission to get URL"), Status(403)],
        advice: "let unauthenticated callers invoke the service (a preflight carries no token), or put an API gateway before it",
        source: Some("https://cloud.google.com/run/docs/authenticating/public"),
    },
    Intermediary {
        name: "Kong",
        interference: Interference::GatewayError,
        signs: &[Text("no Route matched with those values")],
        advice: "let a route of Kong match method, host and path; OPTIONS too",
        source: Some("https://developer.konghq.com/gateway/entities/route/"),
    },
    Intermediary {
        name: "Kong",
        interference: Interference::Protection,
        signs: &[Text("No API key found in request"), Status(401)],
        advice: "set `run_on_preflight` of the key-auth plugin to false, and add the cors plugin",
        source: Some("https://developer.konghq.com/plugins/key-auth/reference/"),
    },
    Intermediary {
        name: "Envoy",
        interference: Interference::Protection,
        signs: &[Text("RBAC: access denied"), Status(403)],
        advice: "allow OPTIONS in the authorization policy: a preflight carries no credentials",
        source: Some("https://istio.io/latest/docs/ops/common-problems/security-issues/"),
    },
    Intermediary {
        name: "Envoy",
        interference: Interference::Protection,
        signs: &[Text("Jwt is missing"), Status(401)],
        advice: "let OPTIONS pass without a token: put the CORS filter before the one that checks it",
        source: Some("https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/jwt_authn_filter"),
    },
    Intermediary {
        name: "Envoy",
        interference: Interference::GatewayError,
        signs: &[Text("upstream connect error or disconnect/reset before headers")],
        advice: "start the server behind the proxy, or correct its address and protocol",
        source: None,
    },
    Intermediary {
        name: "Envoy",
        interference: Interference::GatewayError,
        signs: &[Text("no healthy upstream"), Status(503)],
        advice: "start the server behind the proxy: none of its endpoints is healthy",
        source: None,
    },
    Intermediary {
        name: "Heroku",
        interference: Interference::GatewayError,
        signs: &[Text("herokucdn.com/error-pages"), StatusBetween(400, 599)],
        advice: "look at `heroku logs`: the app crashed, is not there, or took longer than 30 seconds",
        source: Some("https://devcenter.heroku.com/articles/heroku-error-codes"),
    },
    Intermediary {
        name: "Render",
        interference: Interference::GatewayError,
        signs: &[Field("x-render-routing"), StatusBetween(400, 599)],
        advice: "look at the service's events: it is not deployed, suspended, or still waking up",
        source: None,
    },
];

const API_GATEWAY: &str =
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html";
