//! What a fetch was when it ended: what a console needs beside the exchanges.

use url::Url;

use super::api::Api;
use super::client::Client;
use super::fetch::{Fetch, Tainting};
use super::request::{CredentialsMode, RedirectMode, RequestMode};
use super::service_worker::ServiceWorker;
use super::verdict::Stage;
use crate::exchange::Exchange;
use crate::header_list::HeaderList;
use crate::origin::Origin;

/// A fetch at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchRecord {
    /// The API that asked.
    pub api: Api,
    /// Who asked.
    pub client: Client,
    /// The page's origin.
    pub origin: Origin,
    /// The mode.
    pub mode: RequestMode,
    /// The mode in which the page asked, where its service worker did in another.
    pub page_mode: RequestMode,
    /// The redirect mode.
    pub redirect: RedirectMode,
    /// Whether it is a `fetch()` that outlives its page.
    pub keepalive: bool,
    /// The URL that the page asked for.
    pub url: Url,
    /// The URL that was current at the end, whether it was asked or not.
    pub current_url: Url,
    /// The request's headers that were left.
    pub headers: HeaderList,
    /// The names of the request's headers before any redirect, as the page wrote them.
    pub first_names: Vec<Vec<u8>>,
    /// The names of the headers that the page may not set, as it wrote them.
    pub forbidden_names: Vec<Vec<u8>>,
    /// The method that was left.
    pub method: Vec<u8>,
    /// The names that the last preflight asked for.
    pub asked_names: Vec<Vec<u8>>,
    /// The origin that the last preflight carried.
    pub preflight_origin: String,
    /// Whether the answer to the last preflight needed no `Access-Control-Allow-Origin`.
    pub preflight_is_unchecked: bool,
    /// The origin that the last request carried.
    pub sent_origin: String,
    /// Whether the last URL that was asked is of another origin, or the request has been to one.
    pub is_cors: bool,
    /// Whether the request has been to another origin in `no-cors` mode.
    pub is_opaque: bool,
    /// The credentials mode by which the last answer was checked.
    pub checked_credentials: CredentialsMode,
    /// Whether a service worker has seen the request and let it pass.
    pub has_passed_service_worker: bool,
    /// The URLs that were asked over https instead, since the page is secure, in order.
    pub upgraded: Vec<Url>,
    /// The exchange of an earlier fetch that the HTTP cache answered with, if it did.
    pub stored: Option<Exchange>,
}

impl Fetch<'_> {
    pub(super) fn record(&self, stage: Option<Stage>) -> FetchRecord {
        FetchRecord {
            api: self.request.api,
            client: self.request.client,
            origin: self.request.origin.clone(),
            mode: self.request.mode,
            page_mode: self.page_mode.unwrap_or(self.request.mode),
            redirect: self.request.redirect,
            keepalive: self.request.keepalive && self.request.api == Api::Fetch,
            url: self.request.url.clone(),
            current_url: self.current_url().clone(),
            headers: self.request.headers.clone(),
            first_names: self.first.names.clone(),
            forbidden_names: self.request.forbidden_names(),
            method: self.request.method.clone(),
            asked_names: self.asked_names.clone(),
            preflight_origin: self.preflight_origin().to_owned(),
            preflight_is_unchecked: self.preflight_is_unchecked(),
            sent_origin: self.serialized_request_origin().to_owned(),
            is_cors: self.tainting == Tainting::Cors,
            is_opaque: self.tainting == Tainting::Opaque,
            has_passed_service_worker: self.request.service_worker == ServiceWorker::LetsPass,
            upgraded: self.upgraded.clone(),
            stored: self.stored.clone(),
            checked_credentials: self.checked_credentials(stage.unwrap_or(Stage::Response)),
        }
    }
}
