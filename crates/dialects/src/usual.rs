//! What a system is told that cannot be told "any", and the methods as every system has to write them.

use preflight_engine::method;
use preflight_engine::server::{Allowed, PolicyConfig};

use crate::code::Code;
use crate::note::Notes;

/// The request headers that pages set most.
pub(crate) const REQUEST_HEADERS: [&str; 6] =
    ["accept", "authorization", "content-type", "x-csrf-token", "x-csrftoken", "x-requested-with"];

/// The methods that pages use.
pub(crate) const METHODS: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/// The methods as browsers ask for them. An empty list has to say what it means, since browsers read a missing one as
/// "whatever was asked" for some uploads.
pub(crate) fn normalized(methods: &[String]) -> Vec<String> {
    if methods.is_empty() {
        return ["GET", "HEAD", "POST"].map(str::to_owned).to_vec();
    }
    let mut normal: Vec<String> = Vec::new();
    for name in methods {
        let name = String::from_utf8_lossy(method::normalize(name.as_bytes())).into_owned();
        if !normal.contains(&name) {
            normal.push(name);
        }
    }
    normal
}

/// The methods that Node's parser reads; it answers any other with 400 before the application sees it.
const METHODS_OF_NODE: [&str; 34] = [
    "ACL",
    "BIND",
    "CHECKOUT",
    "COPY",
    "DELETE",
    "GET",
    "HEAD",
    "LINK",
    "LOCK",
    "M-SEARCH",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MOVE",
    "NOTIFY",
    "OPTIONS",
    "PATCH",
    "POST",
    "PROPFIND",
    "PROPPATCH",
    "PURGE",
    "PUT",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "SOURCE",
    "SUBSCRIBE",
    "TRACE",
    "UNBIND",
    "UNLINK",
    "UNLOCK",
    "UNSUBSCRIBE",
];

/// Notes which methods of a policy Node does not read.
pub(crate) fn note_methods_of_node(config: &PolicyConfig, losses: &mut Notes) {
    match &config.methods {
        Allowed::Any => losses.loss(
            Code::ListApproximated,
            "Node answers 400 to methods that it does not know, so that any method is any of those that it knows",
        ),
        Allowed::Listed(methods) => {
            for method in normalized(methods).iter().filter(|method| !METHODS_OF_NODE.contains(&method.as_str())) {
                losses.loss(
                    Code::ListApproximated,
                    format!("Node does not know the method `{method}`, and answers it with 400"),
                );
            }
        }
    }
}
