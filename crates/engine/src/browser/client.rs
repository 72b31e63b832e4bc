//! Who makes a request: a document, or a worker of one.

/// The kind of a request's [client](https://fetch.spec.whatwg.org/#concept-request-client).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Client {
    /// A page, in a window or a frame.
    #[default]
    Document,
    /// `Worker`
    DedicatedWorker,
    /// `SharedWorker`
    SharedWorker,
    /// A service worker that answers for a page.
    ServiceWorker,
}
