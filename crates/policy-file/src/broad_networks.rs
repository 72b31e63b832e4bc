//! Networks that hold more than somebody's own proxies.

use ipnet::IpNet;

/// A network with a shorter prefix is wider than the widest private one, 10.0.0.0/8.
const SHORTEST_IPV4_PREFIX: u8 = 8;

/// A network with a shorter prefix is wider than the widest private one, fc00::/7.
const SHORTEST_IPV6_PREFIX: u8 = 7;

/// What is wrong with a network that strangers belong to.
pub(crate) fn find_fault(network: IpNet) -> Option<String> {
    let shortest = match network {
        IpNet::V4(_) => SHORTEST_IPV4_PREFIX,
        IpNet::V6(_) => SHORTEST_IPV6_PREFIX,
    };
    let what = match network.prefix_len() {
        0 => "holds every address",
        length if length < shortest => "is wider than any private network",
        _ => return None,
    };
    Some(format!(
        "`{network}` {what}, so strangers are believed when they claim another address, host or scheme in `X-Forwarded-*`"
    ))
}

/// The same for networks that hold as much only together.
pub(crate) fn find_fault_together(networks: &[IpNet]) -> Option<String> {
    IpNet::aggregate(&networks.to_vec()).into_iter().find_map(find_fault)
}

/// What to do about it.
pub(crate) const REMEDY: &str = "name the addresses of your own proxies";
