//! Where a drawn case takes place: the page that asks, and the hosts that its paths lead to.

use super::dice::Dice;

/// A page, and hosts that go with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene {
    /// The page's origin.
    pub(super) origin: &'static str,
    /// Its kind.
    pub(super) kind: &'static str,
    /// Origins that a path may lead to, each as often as its weight says.
    hosts: &'static [(usize, &'static str)],
}

/// Origin and kind of the page, where everything is plain http on loopback.
const PLAIN_PAGES: &[(usize, (&str, &str))] = &[
    (74, ("http://127.0.0.1:9101", "top")),
    (7, ("http://localhost:9101", "top")),
    (3, ("http://127.0.0.1", "top")),
    (2, ("http://127.0.0.1:9104", "top")),
    (3, ("http://127.0.0.1:9101", "worker")),
    (1, ("http://127.0.0.1:9101", "shared-worker")),
    (2, ("http://127.0.0.1:9101", "controlled")),
    (4, ("null", "sandbox-iframe")),
    (4, ("null", "data-iframe")),
    (2, ("null", "srcdoc-iframe")),
];

/// The same where names and https are.
const SECURE_PAGES: &[(usize, (&str, &str))] = &[
    (56, ("https://app.example.com:9441", "top")),
    (12, ("https://app.example.com:9443", "top")),
    (12, ("http://app.example.com:9101", "top")),
    (8, ("https://example.org:9441", "top")),
    (8, ("https://app.example.com:9441", "worker")),
    (4, ("https://app.example.com:9441", "blob-worker")),
];

/// Where a path leads: mostly across origins.
const PLAIN_HOSTS: &[(usize, &str)] = &[
    (18, "http://127.0.0.1:9101"),
    (48, "http://127.0.0.1:9102"),
    (18, "http://127.0.0.1:9103"),
    (7, "http://127.0.0.1:9104"),
    (4, "http://127.0.0.1"),
    (4, "http://localhost:9102"),
    (1, "http://127.0.0.1:9199"),
];

const SECURE_HOSTS: &[(usize, &str)] = &[
    (12, "https://app.example.com:9441"),
    (30, "https://api.example.com:9442"),
    (10, "https://api.example.com:9443"),
    (8, "https://example.com"),
    (16, "https://example.org:9442"),
    (8, "http://api.example.com:9102"),
    (6, "http://127.0.0.1:9102"),
    (4, "http://api.example.com"),
    (6, "http://app.example.com:9101"),
];

impl Scene {
    /// Three of ten are secure.
    pub(super) fn draw(dice: &mut Dice) -> Self {
        let is_secure = dice.percent(30);
        let (pages, hosts) = if is_secure { (SECURE_PAGES, SECURE_HOSTS) } else { (PLAIN_PAGES, PLAIN_HOSTS) };
        let (origin, kind) = dice.weigh(pages);
        Self { origin, kind, hosts }
    }

    /// An origin that is asked.
    pub(super) fn host(&self, dice: &mut Dice) -> &'static str {
        dice.weigh(self.hosts)
    }

    /// Whether a service worker sees what the page asks.
    pub(super) fn is_controlled(&self) -> bool {
        self.kind == "controlled"
    }

    /// Whether elements can be there.
    pub(super) fn has_document(&self) -> bool {
        self.kind == "top"
    }
}
