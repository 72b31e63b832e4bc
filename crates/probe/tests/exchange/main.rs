//! Exchanges over real sockets of the loopback interface.

mod loopback;

mod addresses;
mod curl;
mod failures;
mod heads;
mod requests;
mod tls;
