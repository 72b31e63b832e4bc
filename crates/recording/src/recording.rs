//! Exchanges, numbered in the order in which they took place.

use preflight_engine::exchange::Exchange;
use preflight_rules::ExchangeId;

use crate::call::Call;
use crate::purpose::Purpose;

/// Exchanges, numbered in the order in which they took place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    recorded: Vec<Recorded>,
}

/// One exchange, and what more is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Request and answer.
    pub exchange: Exchange,
    /// Why it took place.
    pub purpose: Purpose,
    /// The beginning of the answer's body, as much as was kept.
    pub body: Vec<u8>,
}

impl Recording {
    /// Adds an exchange, and says which it is.
    pub fn push(&mut self, recorded: Recorded) -> ExchangeId {
        self.recorded.push(recorded);
        ExchangeId(self.recorded.len() - 1)
    }

    /// The exchange of this number.
    pub fn get(&self, id: ExchangeId) -> Option<&Recorded> {
        self.recorded.get(id.0)
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (ExchangeId, &Recorded)> {
        self.recorded.iter().enumerate().map(|(place, recorded)| (ExchangeId(place), recorded))
    }

    /// The call that the page's own exchanges make up.
    pub fn page_call(&self) -> Call {
        let of_page = self.iter().filter(|(_, recorded)| recorded.purpose == Purpose::Page);
        Call::of(of_page.map(|(id, recorded)| (id, &recorded.exchange)))
    }
}

#[cfg(test)]
mod tests {
    use preflight_engine::exchange::{NetworkFailure, RequestHead};
    use preflight_engine::header_list::HeaderList;

    use super::*;
    use crate::call::Hop;

    #[test]
    fn a_preflight_belongs_to_the_request_after_it_and_probes_belong_to_no_call() {
        let mut recording = Recording::default();
        for (is_preflight, purpose) in [
            (true, Purpose::Page),
            (false, Purpose::Page),
            (false, Purpose::WithoutOrigin),
            (false, Purpose::Page),
            (true, Purpose::Page),
        ] {
            recording.push(Recorded { exchange: exchange(is_preflight), purpose, body: Vec::new() });
        }
        let id = |number| Some(ExchangeId(number));
        let hops = [
            Hop { preflight: id(0), request: id(1) },
            Hop { preflight: None, request: id(3) },
            Hop { preflight: id(4), request: None },
        ];
        assert_eq!(recording.page_call().hops, hops);
    }

    fn exchange(is_preflight: bool) -> Exchange {
        let request = RequestHead {
            method: b"GET".to_vec(),
            url: "http://a.test/".parse().expect("a URL"),
            headers: HeaderList::default(),
            is_preflight,
            includes_credentials: false,
            has_body: false,
        };
        Exchange { request, answer: Err(NetworkFailure::TimedOut) }
    }
}
