//! This gateway among others: the name that it leaves in `Via`, by which it knows its own requests again.

use std::hash::{BuildHasher, RandomState};

use http::header::{self, HeaderMap, HeaderValue};

use crate::failure::Failure;

/// A running gateway.
#[derive(Debug)]
pub(crate) struct Instance {
    /// Who forwarded ([RFC 9110, 7.6.3](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.3)).
    via: HeaderValue,
}

impl Instance {
    /// With a name that no other has: the standard library seeds its hashers at random.
    pub(crate) fn new() -> Self {
        let id = RandomState::new().hash_one("preflight");
        let via = HeaderValue::from_str(&format!("1.1 preflight-{id:016x}")).expect("letters and digits");
        Self { via }
    }

    /// The line that it adds.
    pub(crate) fn via(&self) -> &HeaderValue {
        &self.via
    }

    /// # Errors
    /// [`Failure::LoopDetected`] if the request came through here before.
    pub(crate) fn check_loop(&self, headers: &HeaderMap) -> Result<(), Failure> {
        let mut steps =
            headers.get_all(header::VIA).iter().flat_map(|line| line.as_bytes().split(|&byte| byte == b','));
        if steps.any(|step| step.trim_ascii() == self.via.as_bytes()) { Err(Failure::LoopDetected) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_knows_its_own_requests() {
        let (own, other) = (Instance::new(), Instance::new());
        let through = |instances: &[&Instance]| {
            let steps: Vec<&str> = instances.iter().map(|instance| instance.via().to_str().unwrap()).collect();
            HeaderMap::from_iter([(header::VIA, HeaderValue::from_str(&steps.join(", ")).unwrap())])
        };
        assert_eq!(own.check_loop(&HeaderMap::new()), Ok(()));
        assert_eq!(own.check_loop(&through(&[&other])), Ok(()));
        assert_eq!(own.check_loop(&through(&[&own, &other])), Err(Failure::LoopDetected));
    }
}
