//! How many connections and exchanges there are, in all and of each address, so that no peer takes all of them.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// A count that has a limit. A clone is the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Admission(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// The most that is admitted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Capacity {
    pub(crate) all: usize,
    /// None for peers that speak for many.
    pub(crate) per_address: Option<usize>,
}

/// Something that was admitted; it counts until its last clone is dropped.
#[derive(Clone, Debug)]
pub(crate) struct Admitted {
    _place: Arc<Place>,
}

#[derive(Debug)]
struct Place {
    admission: Admission,
    address: IpAddr,
}

impl Admission {
    /// Admits one more of an address, if there is room.
    pub(crate) fn admit(&self, address: IpAddr, capacity: Capacity) -> Option<Admitted> {
        let mut counts = self.counts();
        let of_address = counts.by_address.get(&address).copied().unwrap_or_default();
        if counts.all >= capacity.all || capacity.per_address.is_some_and(|limit| of_address >= limit) {
            return None;
        }
        counts.all += 1;
        counts.by_address.insert(address, of_address + 1);
        Some(Admitted { _place: Arc::new(Place { admission: self.clone(), address }) })
    }

    fn counts(&self) -> std::sync::MutexGuard<'_, Counts> {
        // Nothing can panic while it is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.admission.counts();
        counts.all -= 1;
        if let Some(count) = counts.by_address.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.by_address.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_takes_all() {
        let admission = Admission::default();
        let [greedy, other, proxy] = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map(|text| text.parse().unwrap());
        let clients = Capacity { all: 5, per_address: Some(2) };
        let proxies = Capacity { per_address: None, ..clients };
        let first = admission.admit(greedy, clients);
        let _second = admission.admit(greedy, clients);
        assert!(first.is_some() && admission.admit(greedy, clients).is_none());
        let _other = admission.admit(other, clients).unwrap();
        drop(first);
        let _again = admission.admit(greedy, clients).unwrap();
        let _proxied = [admission.admit(proxy, proxies).unwrap(), admission.admit(proxy, proxies).unwrap()];
        assert!(admission.admit(proxy, proxies).is_none(), "there are five");
        assert_eq!(admission.counts().by_address.len(), 3);
    }
}
