//! The gateway over real sockets on loopback: a raw client, the gateway, a spy in place of the upstream.

mod client;
mod spy;
mod world;

mod access_log;
mod connections;
mod decisions;
mod failures;
mod limits;
mod messages;
mod own_origin;
mod paths;
mod records;
mod reload;
mod streaming;
mod tolerance;
mod watching;
