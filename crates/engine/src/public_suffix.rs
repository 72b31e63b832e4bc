//! Whether anybody can register names below a domain: what the [public suffix list](https://publicsuffix.org/) says of the
//! domain itself, and of what lies below it.
//!
//! `psl` answers for the domain itself; it has the list as code, so it cannot be asked what lies below. That is a table,
//! written from the same list by `cargo xtask public-suffixes`.

mod below;
mod unlisted;

use self::below::BELOW;
use self::unlisted::UNLISTED;

/// Where names begin that anybody can register, and that all subdomains of a domain include.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PublicSuffix {
    /// The domain itself is a public suffix, or a lone label.
    Domain,
    /// A public suffix lies below the domain.
    Below {
        /// The rule of the list: a domain, or `*.` and the domain below which every name is a suffix.
        rule: String,
    },
}

/// The public suffix that all subdomains of `domain` include, if there is one. The domain is in ASCII and in lower case; a dot
/// at its end does not count.
pub(crate) fn among_subdomains(domain: &str) -> Option<PublicSuffix> {
    let domain = domain.trim_end_matches('.');
    if is_public_suffix(domain) || !domain.contains('.') {
        return Some(PublicSuffix::Domain);
    }
    rule_below(domain).map(|rule| PublicSuffix::Below { rule })
}

fn is_public_suffix(domain: &str) -> bool {
    let is_listed = psl::suffix(domain.as_bytes())
        .is_some_and(|suffix| suffix.is_known() && suffix.as_bytes() == domain.as_bytes());
    let parent = domain.split_once('.').map(|(_, parent)| parent);
    is_listed
        || UNLISTED.iter().any(|rule| match rule.strip_prefix("*.") {
            Some(base) => parent == Some(base),
            None => *rule == domain,
        })
}

/// The rule in ASCII. The list is in Unicode, where patterns are in Punycode.
fn rule_below(domain: &str) -> Option<String> {
    let (domain, _) = idna::domain_to_unicode(domain);
    let listed = BELOW.binary_search_by_key(&&*domain, |(domain, _)| domain).ok().map(|index| BELOW[index].1);
    let rule = listed.or_else(|| UNLISTED.into_iter().find(|rule| is_below(rule, &domain)))?;
    let (star, base) = rule.split_at(if rule.starts_with("*.") { "*.".len() } else { 0 });
    Some(format!("{star}{}", idna::domain_to_ascii(base).unwrap_or_else(|_| base.to_owned())))
}

fn is_below(rule: &str, domain: &str) -> bool {
    rule.strip_suffix(domain).is_some_and(|labels| labels.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page that a stranger has put at any of these must not be among the subdomains of a pattern.
    #[test]
    fn what_strangers_register_outside_of_the_list_is_known() {
        for host in [
            "account.z6.web.core.windows.net",
            "file.googleusercontent.com",
            "evil-1-2-3-4.nip.io",
            "evil-1-2-3-4.sslip.io",
            "evil.loca.lt",
            "evil.serveo.net",
            "evil.lhr.life",
            "evil.glitch.me",
            "evil.local-credentialless.webcontainer.io",
            "evil.webcontainer.io",
            "evil.codesandbox.io",
            "evil.sse.codesandbox.io",
            "3000-evil.ws-eu1.gitpod.io",
            "evil.wordpress.com",
            "evil.neocities.org",
            "evil.tumblr.com",
            "evil.substack.com",
            "evil.weebly.com",
        ] {
            let mut above = host;
            while let Some((_, parent)) = above.split_once('.') {
                assert!(among_subdomains(parent).is_some(), "*.{parent} holds {host}");
                above = parent;
                if parent.matches('.').count() == 1 {
                    break;
                }
            }
        }
    }

    #[test]
    fn subdomains_include_what_the_list_has_at_the_domain_and_below() {
        let below = |rule: &str| Some(PublicSuffix::Below { rule: rule.to_owned() });
        for (sentence, domain, expected) in [
            ("a rule is a suffix", "co.uk", Some(PublicSuffix::Domain)),
            ("so is a rule of a company", "github.io", Some(PublicSuffix::Domain)),
            ("so is a lone label that is in no list", "internal", Some(PublicSuffix::Domain)),
            ("so is every name below a rule with a star", "any.kawasaki.jp", Some(PublicSuffix::Domain)),
            ("a dot at the end changes nothing", "co.uk.", Some(PublicSuffix::Domain)),
            ("a Unicode rule is known in Punycode", "xn--55qx5d.cn", Some(PublicSuffix::Domain)),
            ("a company's domain with rules below it is not a suffix", "amazonaws.com", below("s3.amazonaws.com")),
            ("a dot at its end changes nothing", "amazonaws.com.", below("s3.amazonaws.com")),
            (
                "so are Unicode rules below one that is not a suffix",
                "xn--mre-og-romsdal-qqb.no",
                below("sande.xn--mre-og-romsdal-qqb.no"),
            ),
            ("a rule with a star lies below its base", "kawasaki.jp", below("*.kawasaki.jp")),
            ("the list does not know every host of strangers", "azure.com", below("*.cloudapp.azure.com")),
            ("nor the regions of that one", "westeurope.cloudapp.azure.com", Some(PublicSuffix::Domain)),
            (
                "a name below a star that has rules of its own is refused for these",
                "mtls.run.app",
                below("*.mtls.run.app"),
            ),
            ("an exception to a star belongs to one city", "city.kawasaki.jp", None),
            ("a domain below a suffix belongs to one owner", "example.com", None),
            ("a suffix at the end of a label is none", "notamazonaws.com", None),
        ] {
            assert_eq!(among_subdomains(domain), expected, "{sentence}: {domain}");
        }
    }
}
