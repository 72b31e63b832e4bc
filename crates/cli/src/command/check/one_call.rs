//! Whether pasted heads belong to one call: "allowed" needs the answers to one page's preflight and request, and no others.

use preflight_diagnosis::PastedHead;

/// Whether the heads have one URL, one origin and one answer each to the preflight and to the request. The answers of a redirect
/// are of one call, and a test without an origin is void beside one that has it.
pub fn is_of_one_call(heads: &[PastedHead]) -> bool {
    let has_origin = |head: &PastedHead| head.request.contains(b"origin");
    let is_void = |head: &PastedHead| head.method.is_some() && !has_origin(head) && heads.iter().any(has_origin);
    let heads: Vec<_> = heads.iter().filter(|head| !is_void(head)).collect();
    let is_redirect = |head: &PastedHead| head.status.is_some_and(|status| (300..=399).contains(&status));
    let is_redirected = heads.iter().any(|head| is_redirect(head));
    let answers = |is_of_preflight: bool| {
        let of_kind = heads.iter().filter(|head| head.is_options() == is_of_preflight);
        of_kind.filter(|head| !is_redirect(head)).count()
    };
    let origins = heads.iter().filter_map(|head| head.request.get(b"origin"));
    let methods = heads.iter().filter(|head| !head.is_options()).filter_map(|head| head.method.as_deref());
    let announced = heads.iter().filter_map(|head| head.request.get(b"access-control-request-method"));
    let sent = methods.map(|method| method.as_bytes().to_vec());
    let has_one_url = is_redirected || all_same(heads.iter().filter_map(|head| head.url.as_ref()));
    answers(true) <= 1 && answers(false) <= 1 && has_one_url && all_same(origins) && all_same(announced.chain(sent))
}

/// Whether all of these have one origin, where they name it.
pub fn is_of_one_page(heads: &[PastedHead]) -> bool {
    all_same(heads.iter().filter_map(|head| head.request.get(b"origin")))
}

fn all_same<T: PartialEq>(mut values: impl Iterator<Item = T>) -> bool {
    let Some(first) = values.next() else { return true };
    values.all(|value| value == first)
}
