//! URLs of which a text shows only a part: `https://api…/x`, `http://cms-.....`, `file:///C:/Users/████/a.html`.

/// Marks that stand for what somebody blacked out.
const BLACKED: [char; 8] = ['█', '▇', '■', '▓', '▒', '░', '●', '•'];

/// Words that stand for what somebody cut out.
const CUT_OUT: [&str; 6] = ["[removed]", "[redacted]", "[hidden]", "[snip]", "[omitted]", "[...]"];

/// Words that people write for a host.
const WORDS: [&str; 7] = ["url", "domain", "hostname", "ip", "ipaddress", "ip-address", "yourdomain"];

/// What stands for the rest.
pub(super) const CUT: char = '…';

/// Whether the sign stands in a URL for what is not shown.
pub(super) fn is_cut_mark(c: char) -> bool {
    c == CUT || BLACKED.contains(&c)
}

/// Whether the text shows only a part of the URL, so that nobody can call it.
pub fn is_cut_url(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    // `/compare/main...topic` is whole.
    let is_dotted = |part: &str| part.len() >= 3 && part.bytes().all(|byte| byte == b'.');
    let is_starred = |text: &str| text.contains("***");
    rest.contains(is_cut_mark)
        || rest.contains(['<', '>'])
        || is_placeholder(host)
        || host.contains("..")
        || is_starred(rest)
        || CUT_OUT.iter().any(|word| rest.to_ascii_lowercase().contains(word))
        || path.split('/').any(is_dotted)
        || path.ends_with("...")
        || has_crossed_out_part(path)
}

/// Whether somebody crossed out a part of the path or a value of the query: `/projects/####`, `?api_key=xxxx`.
fn has_crossed_out_part(path: &str) -> bool {
    let is_only = |part: &str, sign: u8| part.bytes().all(|byte| byte.eq_ignore_ascii_case(&sign));
    let is_crossed_out = |part: &str| part.len() >= 3 && [b'x', b'-', b'_'].iter().any(|sign| is_only(part, *sign));
    path.contains("###") || path.split(['/', '?', '&', '=', '#', '.', ',']).any(is_crossed_out)
}

/// Whether something else stands for a part of the host: `xxxx`, `api.xxxxx:5000`, `75.119.------`, `cms.{{REDACTED}}.com`.
pub(crate) fn is_placeholder(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_only = |label: &str, sign: u8| label.bytes().all(|byte| byte.eq_ignore_ascii_case(&sign));
    // `.xxx` is a domain that there is.
    let is_domain = |label: &str| label == "xxx" && name.ends_with(".xxx") && name.matches("xxx").count() == 1;
    let is_crossed_out = |label: &str| {
        label.len() >= 3 && [b'x', b'-', b'_', b'#'].iter().any(|sign| is_only(label, *sign)) && !is_domain(label)
    };
    let is_word = WORDS.iter().any(|word| name.eq_ignore_ascii_case(word));
    is_word || name.contains(['{', '}', '$']) || name.split('.').any(is_crossed_out)
}

#[cfg(test)]
mod tests {
    use super::is_cut_url;

    #[test]
    fn a_part_of_a_url_is_told_from_a_whole_one() {
        for url in [
            "http://cms-…",
            "https://api.example.com/…",
            "https://api.example.com/v1/.../todos",
            "https://abc...amazonaws.com/x",
            "file:///C:/Users/████/a.html",
            "https://*****.example.com/",
            "https://xxxx/connections",
            "http://xxx.xxx.xxx.xxx:8080/api",
            "http://188.166.36.23:3900/[removed]",
            "https://api.xxxxxx:5000/files",
            "http://75.119.------:8055/items",
            "https://cms.{{REDACTED}}.com/auth/login",
            "https://api.example.com/v1/projects/#######.json?api_key=####",
            "https://api.example.com/todos?key=###",
            "https://api.example.com/users/XXXX/todos",
            "https://api.example.com/todos?api_key=xxxxxxxx&page=1",
            "https://api.example.com/todos/____",
            "https://URL/articles",
            "http://ipaddress:3000/todos",
        ] {
            assert!(is_cut_url(url), "{url}");
        }
        for url in [
            "https://github.com/a/b/compare/main...topic",
            "http://localhost:3000/",
            "https://site.xxx/",
            "https://a.example/x.*",
            "https://a.example/#/todos",
            "https://a.example/xx/todos?x=x#x",
            "https://a.example/xxl/maxxx",
        ] {
            assert!(!is_cut_url(url), "{url}");
        }
    }
}
