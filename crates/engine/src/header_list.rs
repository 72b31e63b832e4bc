//! The [header list](https://fetch.spec.whatwg.org/#concept-header-list) of the browser half: ordered fields of raw
//! bytes, since browsers read heads that [`http::HeaderValue`] refuses.

use std::fmt;

use crate::field_name;
use crate::token::{is_token, trim_optional_whitespace};

/// An ordered list of (name, value) fields. Names keep their spelling and compare without case.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HeaderList {
    fields: Vec<(Vec<u8>, Vec<u8>)>,
}

/// The value of a list-based field does not match its grammar: one element is no `token`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MalformedList {
    /// The first element that is no `token`.
    pub element: Vec<u8>,
}

impl HeaderList {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field at the end, even if one of that name is there.
    pub fn append(&mut self, name: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.fields.push((name.into(), value.into()));
    }

    /// Removes every field of that name.
    pub fn delete(&mut self, name: &[u8]) {
        self.fields.retain(|(field, _)| !field.eq_ignore_ascii_case(name));
    }

    /// Keeps the fields whose name satisfies `keep`.
    pub fn retain(&mut self, mut keep: impl FnMut(&[u8]) -> bool) {
        self.fields.retain(|(name, _)| keep(name));
    }

    /// [Combines](https://fetch.spec.whatwg.org/#concept-header-list-combine) a field: its value joins the first field
    /// of that name, after `, `.
    pub fn combine(&mut self, name: impl Into<Vec<u8>>, value: impl AsRef<[u8]>) {
        let name = name.into();
        match self.fields.iter_mut().find(|(field, _)| field.eq_ignore_ascii_case(&name)) {
            Some((_, existing)) => {
                existing.extend_from_slice(b", ");
                existing.extend_from_slice(value.as_ref());
            }
            None => self.fields.push((name, value.as_ref().to_vec())),
        }
    }

    /// The same list with the fields of one name combined.
    pub fn combined(&self) -> Self {
        let names: Vec<_> = self.iter().map(|(name, _)| name).collect();
        let order = field_name::sorted(&names);
        let are_equal = |a: &usize, b: &usize| names[*a].eq_ignore_ascii_case(names[*b]);
        let mut groups: Vec<_> = order.chunk_by(are_equal).collect();
        groups.sort_unstable_by_key(|places| places[0]);
        let combined = |places: &[usize]| {
            let (name, first) = &self.fields[places[0]];
            let further = places[1..].iter().flat_map(|&place| [&b", "[..], &self.fields[place].1]);
            (name.clone(), [&first[..]].into_iter().chain(further).collect::<Vec<_>>().concat())
        };
        groups.into_iter().map(combined).collect()
    }

    /// The same list without the fields that have no value.
    pub(crate) fn without_empty_values(&self) -> Self {
        Self { fields: self.fields.iter().filter(|(_, value)| !value.is_empty()).cloned().collect() }
    }

    /// Whether a field of that name is in the list.
    pub fn contains(&self, name: &[u8]) -> bool {
        self.lines(name).next().is_some()
    }

    /// The values of that name, one for each line, in order.
    pub fn lines<'a>(&'a self, name: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        self.fields.iter().filter(move |(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_slice())
    }

    /// [Gets](https://fetch.spec.whatwg.org/#concept-header-list-get) a value: all lines of that name, joined by `, `.
    pub fn get(&self, name: &[u8]) -> Option<Vec<u8>> {
        let mut lines = self.lines(name);
        let mut value = lines.next()?.to_vec();
        for line in lines {
            value.extend_from_slice(b", ");
            value.extend_from_slice(line);
        }
        Some(value)
    }

    /// [Extracts header list values](https://fetch.spec.whatwg.org/#extract-header-list-values) of a field whose grammar
    /// is `#token`: `Access-Control-Allow-Methods`, `-Allow-Headers` and `-Expose-Headers`.
    ///
    /// None if the field is absent. Empty elements do not count.
    ///
    /// # Errors
    /// [`MalformedList`] if an element is not a token: one bad element spoils the whole list.
    pub fn extract_header_list_values(&self, name: &[u8]) -> Result<Option<Vec<Vec<u8>>>, MalformedList> {
        let values = self.list_values(name)?;
        Ok(values.map(|values| values.into_iter().map(<[u8]>::to_vec).collect()))
    }

    /// The same, of the text that is here.
    pub(crate) fn list_values<'a>(&'a self, name: &'a [u8]) -> Result<Option<Vec<&'a [u8]>>, MalformedList> {
        let mut values = None;
        for line in self.lines(name) {
            let values = values.get_or_insert_with(Vec::new);
            for element in line.split(|&byte| byte == b',').map(trim_optional_whitespace) {
                if element.is_empty() {
                    continue;
                }
                if !is_token(element) {
                    return Err(MalformedList { element: element.to_vec() });
                }
                values.push(element);
            }
        }
        Ok(values)
    }

    /// The fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.fields.iter().map(|(name, value)| (name.as_slice(), value.as_slice()))
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there is no field.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

impl<N: Into<Vec<u8>>, V: Into<Vec<u8>>> FromIterator<(N, V)> for HeaderList {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        Self { fields: fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect() }
    }
}

/// Shows no secret: the values of `Authorization`, `Cookie` and their like are left out.
impl fmt::Debug for HeaderList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |(name, value): (&[u8], &[u8])| {
            let value = if is_secret(name) { "…".to_owned() } else { value.escape_ascii().to_string() };
            format!("{}: {value}", name.escape_ascii())
        };
        f.debug_list().entries(self.iter().map(show)).finish()
    }
}

/// Whether the value of a field is a secret of the visitor, never to be printed or logged.
///
/// ```
/// assert!(preflight_engine::header_list::is_secret(b"Set-Cookie"));
/// ```
pub fn is_secret(name: &[u8]) -> bool {
    [&b"authorization"[..], b"cookie", b"proxy-authorization", b"set-cookie"]
        .iter()
        .any(|secret| name.eq_ignore_ascii_case(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn get_joins_lines_and_lists_ignore_empty_elements() {
        let list: HeaderList = [("Allow", "a"), ("X", "1"), ("allow", ",b ,, c")].into_iter().collect();
        assert_eq!(list.get(b"ALLOW").unwrap(), b"a, ,b ,, c");
        assert_eq!(
            list.extract_header_list_values(b"allow"),
            Ok(Some(vec![b"a".to_vec(), b"b".to_vec(), b"c".to_vec()]))
        );
        assert_eq!(list.extract_header_list_values(b"absent"), Ok(None));
    }

    #[test]
    fn one_malformed_element_spoils_the_list() {
        let list: HeaderList = [("Allow", "GET, PUT POST")].into_iter().collect();
        assert_eq!(list.extract_header_list_values(b"allow"), Err(MalformedList { element: b"PUT POST".to_vec() }));
    }
}
