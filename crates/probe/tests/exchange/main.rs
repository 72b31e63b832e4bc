//! Exchanges over real sockets of the loopback interface.

mod loopback;

mod addresses;
mod curl;
mod failures;
mod heads;
mod hostile;
mod http2;
mod requests;
mod tls;
