//! The order in which Chromium looks at a request's headers: that of the buckets of Blink's `HTTPHeaderMap`.
//!
//! The names go into a `WTF::HashTable` in alphabetical order (`FetchHeaderList` is sorted), after them the fields that the
//! browser adds; the network service gets them bucket by bucket and keeps that order through redirects. Sources:
//! `third_party/blink/renderer/platform/wtf/hash_table.h` and `text/case_folding_hash.h`, `third_party/rapidhash`,
//! `core/loader/frame_fetch_context.cc`.

mod name_hash;

use self::name_hash::name_hash;
use super::super::FetchRecord;
use crate::browser::api::Api;
use crate::browser::client::Client;

/// What a page adds after its headers, in the order of insertion.
const OWN_NAMES: [&[u8]; 4] = [b"sec-ch-ua", b"sec-ch-ua-mobile", b"sec-ch-ua-platform", b"user-agent"];

/// What a worker adds, which has no client hints.
const OWN_NAMES_IN_WORKERS: [&[u8]; 1] = [b"user-agent"];

/// What a service worker finds in a page's request beside the page's headers.
const NAMES_SEEN_IN_SERVICE_WORKERS: [&[u8]; 5] =
    [b"accept", b"sec-ch-ua", b"sec-ch-ua-mobile", b"sec-ch-ua-platform", b"user-agent"];

/// A table begins with so many buckets, and doubles as soon as half of them are taken.
const FIRST_BUCKETS: usize = 8;

/// The request's names in lower case, in the order of the buckets.
pub(super) fn header_map_order(record: &FetchRecord) -> Vec<Vec<u8>> {
    let own_names = match record.client {
        Client::Document => &OWN_NAMES[..],
        Client::DedicatedWorker | Client::SharedWorker | Client::ServiceWorker => &OWN_NAMES_IN_WORKERS[..],
    };
    let own_names = own_names.iter().map(|name| name.to_vec());
    let mut names: Vec<_> = record.first_names.iter().map(|name| name.to_ascii_lowercase()).collect();
    if record.client == Client::ServiceWorker {
        names.extend(NAMES_SEEN_IN_SERVICE_WORKERS.map(<[u8]>::to_vec));
    } else if record.api == Api::Xhr {
        // XMLHttpRequest has a map of its own, from which the request's is filled.
        return HeaderMap::filled(HeaderMap::filled(names).order().into_iter().chain(own_names)).order();
    }
    names.sort_unstable();
    HeaderMap::filled(names.into_iter().chain(own_names)).order()
}

/// An open-addressed table, probed in triangular steps.
struct HeaderMap {
    buckets: Vec<Option<Vec<u8>>>,
    count: usize,
}

impl HeaderMap {
    fn filled(names: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let mut map = Self::with_buckets(FIRST_BUCKETS);
        names.into_iter().for_each(|name| map.insert(name));
        map
    }

    fn with_buckets(buckets: usize) -> Self {
        Self { buckets: vec![None; buckets], count: 0 }
    }

    fn insert(&mut self, name: Vec<u8>) {
        let mask = self.buckets.len() - 1;
        // The mask keeps what a smaller integer would lose.
        let mut bucket = name_hash(&name) as usize & mask;
        let mut step = 0;
        while let Some(taken) = &self.buckets[bucket] {
            if *taken == name {
                return;
            }
            step += 1;
            bucket = (bucket + step) & mask;
        }
        self.buckets[bucket] = Some(name);
        self.count += 1;
        if self.count * 2 >= self.buckets.len() {
            self.double();
        }
    }

    fn double(&mut self) {
        let wider = Self::with_buckets(self.buckets.len() * 2);
        let narrow = std::mem::replace(self, wider);
        narrow.order().into_iter().for_each(|name| self.insert(name));
    }

    fn order(self) -> Vec<Vec<u8>> {
        self.buckets.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::HeaderMap;

    #[test]
    fn names_come_by_bucket_and_a_full_table_doubles() {
        let order = |names: &[&str]| {
            let names = names.iter().map(|name| name.as_bytes().to_vec());
            let order = HeaderMap::filled(names).order();
            order.into_iter().map(|name| String::from_utf8(name).expect("ASCII")).collect::<Vec<_>>()
        };
        // Seen on the wire of Chrome 149: eleven names, each with a bucket of its own among 32.
        let given = [
            "accept",
            "accept-language",
            "cache-control",
            "content-type",
            "priority",
            "upgrade-insecure-requests",
            "x-custom-probe",
            "sec-ch-ua",
            "sec-ch-ua-mobile",
            "sec-ch-ua-platform",
            "user-agent",
        ];
        let expected = [
            "sec-ch-ua-platform",
            "cache-control",
            "accept-language",
            "sec-ch-ua",
            "upgrade-insecure-requests",
            "x-custom-probe",
            "sec-ch-ua-mobile",
            "user-agent",
            "accept",
            "content-type",
            "priority",
        ];
        assert_eq!(order(&given), expected);
        assert_eq!(order(&[]), [""; 0]);
    }
}
