//! Servers that answer only names that they know: whose list it is, how it is called, and what it is compared with.

use preflight_rules::NOT_CORS;

use super::super::message::Message;
use super::super::window::Window;
use super::{Row, read};
use crate::host_lists::host_list;

/// How far behind the first words the list may be named.
const NAMED_WITHIN: usize = 200;

/// A row of the table: who says it, the list as it is named there, what it compares, and what brings another value.
macro_rules! list {
    ($id:literal, $product:literal, $says:expr, $list:ident, compares $what:literal, $read:expr) => {
        Row::new($id, $product, &$says, &[&NOT_CORS])
            .tells(
                concat!($product, " does not know {host} and refuses the request; this is not CORS"),
                concat!(
                    $product,
                    " compares ",
                    $what,
                    " with its list of names; a tunnel, a container or the address of another machine brings another"
                ),
                concat!("add {host} to ", host_list!($list)),
            )
            .reads($read)
    };
}

/// What Vite says, and everything that is built on it.
const BLOCKED: [&str; 1] = ["blockedrequest.thishost"];

pub(super) static ROWS: &[Row] = &[
    list!("vite-preview-hosts", "Vite", BLOCKED, vite_preview,
        compares "the request's `Host`", |window, message| of_list(window, message, &["preview.allowedhosts"])),
    list!("vite-hosts", "Vite", BLOCKED, vite,
        compares "the request's `Host`", |window, message| of_list(window, message, &["server.allowedhosts", "vite.config"])),
    list!("angular-hosts", "the Angular CLI", BLOCKED, angular,
        compares "the request's `Host`", |window, message| of_list(window, message, &["angular.json", "'serve'target"])),
    list!("host-check", "the development server", BLOCKED,
        built_on_vite,
        compares "the request's `Host`", read::value_after),
    list!("webpack-hosts", "webpack-dev-server", ["invalidhost/originheader", "[webpack-dev-server]invalidhostheader", "[wds]invalidhostheader"],
        webpack,
        compares "`Host`, and for its WebSocket `Origin`,", read::nothing),
    list!("host-header", "the server", ["invalidhostheader"],
        webpack_or_starlette,
        compares "the request's `Host`", read::nothing),
    list!("next-origins", "Next.js", ["blockedcross-originrequestfrom"],
        next,
        compares "the host in the page's `Origin`", read::value_after),
    list!("next-origins-of-resource", "Next.js", ["blockedcross-originrequesttonext.jsdevresource"],
    next,
    compares "the host in the page's `Origin`", |window, message| {
        let from = window.on_its_line().find("from'");
        message.named = from.and_then(|from| value(&window.at(from)));
        Some(window.end)
    }),
    Row::new("dev-origin-warning", "Next.js", &["crossoriginrequestdetectedfrom"], &[])
        .tells(
            concat!("a warning: the development server answered a page at {host}, which it does not know; later versions will block it. To allow it add {host} to ", host_list!(next)),
            "`next dev` compares the host in the page's `Origin` with the hosts that it knows",
            concat!("add {host} to ", host_list!(next)),
        )
        .reads(read::value_after),
    list!("rails-blocked-host", "Rails", ["blockedhosts:", "blockedhost:"],
        rails,
        compares "the request's `Host`", read::value_after),
    list!("django-host", "Django", ["invalidhttp_hostheader:'", "disallowedhost"],
    django,
    compares "the request's `Host`", |window, message| {
        read::value_after(window, message)?;
        // It says itself what to add: the name without its port.
        let line = window.on_its_line();
        let add = line.find("youmayneedtoadd");
        message.named = add.and_then(|add| value(&line.at(add))).or_else(|| message.named.take().filter(is_host));
        Some(window.end)
    }),
    list!("symfony-hosts", "Symfony", ["untrustedhost'"],
        symfony,
        compares "the request's `Host`", read::value_after),
    list!("iis-hosts", "IIS (http.sys)", ["badrequest-invalidhostname", "httperror400.therequesthostnameisinvalid"],
        iis,
        compares "the request's `Host`", read::nothing),
];

/// Where one of these names of a list stands near enough, the host that the list does not have.
fn of_list(window: &Window<'_>, message: &mut Message, names: &[&str]) -> Option<usize> {
    let named = window.near(NAMED_WITHIN).find_first(names)?;
    message.named = value(window);
    Some(named.end)
}

fn value(window: &Window<'_>) -> Option<String> {
    Some(window.next_word()).filter(|value| !value.is_empty())
}

/// Whether it may be a host, and not the next word of a page.
fn is_host(value: &String) -> bool {
    value.contains(['.', ':']) || value == "localhost"
}
