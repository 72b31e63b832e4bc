//! `preflight check` against servers that never end, or never begin: it ends in its time, in little memory, and says what
//! it left out.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rcgen::{CertificateParams, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;

use crate::run::run;

/// What a whole run may take beyond its time: the start of the program, on a loaded machine.
const SLACK: Duration = Duration::from_secs(4);

/// A server that does this on each connection; returns its address.
fn server(script: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    let script = Arc::new(script);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let script = Arc::clone(&script);
            thread::spawn(move || script(stream));
        }
    });
    address
}

fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|length| length == 1) {
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).into_owned()
}

fn drip(stream: &mut TcpStream, first: &[u8]) {
    let mut sent = stream.write_all(first);
    while sent.is_ok() {
        thread::sleep(Duration::from_millis(200));
        sent = stream.write_all(b"x");
    }
}

/// A run with these arguments, which is to end by itself in `time`.
fn run_within(time: Duration, arguments: &[&str]) -> (crate::run::Said, Duration) {
    let start = Instant::now();
    let said = run(arguments);
    let elapsed = start.elapsed();
    assert!(elapsed < time + SLACK, "{arguments:?} took {elapsed:?}: {}{}", said.out, said.err);
    (said, elapsed)
}

#[test]
fn whatever_a_server_drips_the_run_ends_in_its_time() {
    let answers: [(&str, &[u8]); 3] =
        [("a head", b"HTTP/1.1 200 OK\r\nX: "), ("nothing", b""), ("a body", b"HTTP/1.1 200 OK\r\n\r\n")];
    for (sentence, first) in answers {
        let address = server(move |mut stream| {
            read_head(&mut stream);
            if first.is_empty() { thread::sleep(Duration::from_secs(60)) } else { drip(&mut stream, first) }
        });
        for arguments in [&[][..], &["--quick"], &["--survey"], &["--format", "json"]] {
            let url = format!("http://{address}/x");
            let all = [&["check", &url, "--timeout", "1", "--max-time", "2"], arguments].concat();
            let (said, _) = run_within(Duration::from_secs(2), &all);
            assert_ne!(said.code, 0, "{sentence} {arguments:?}: {}", said.out);
        }
    }
}

#[test]
fn a_handshake_that_drips_ends_in_its_time() {
    let address = server(|mut stream| drip(&mut stream, b"\x16\x03\x03\x40\x00"));
    let url = format!("https://{address}/");
    let (said, _) = run_within(Duration::from_secs(2), &["check", &url, "--timeout", "1", "--max-time", "2"]);
    assert!(said.out.starts_with("unreachable") && said.code == 3, "{}", said.out);
}

#[test]
fn redirects_that_take_their_time_are_cut_by_the_run_and_said_to_be() {
    let address = server(|mut stream| {
        let head = read_head(&mut stream);
        let hops = head.split(' ').nth(1).map_or(0, str::len);
        thread::sleep(Duration::from_millis(300));
        let _ = write!(
            stream,
            "HTTP/1.1 302 Found\r\nAccess-Control-Allow-Origin: *\r\nLocation: /{}\r\nContent-Length: 0\r\n\r\n",
            "x".repeat(hops)
        );
    });
    let url = format!("http://{address}/");
    let (said, _) = run_within(Duration::from_secs(2), &["check", &url, "--max-time", "2"]);
    assert!(said.out.starts_with("unreachable") && said.code == 3, "{}", said.out);
    let words: String = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("the 2 s of this run are used up") && words.contains("--max-time"), "{words}");
}

#[test]
fn redirects_with_large_heads_are_cut_by_what_a_run_keeps() {
    let address = server(|mut stream| {
        let head = read_head(&mut stream);
        let hops = head.split(' ').nth(1).map_or(0, str::len);
        let filler = format!("X-Filler: {}\r\n", "x".repeat(1000)).repeat(230);
        let _ = write!(
            stream,
            "HTTP/1.1 302 Found\r\nAccess-Control-Allow-Origin: *\r\nLocation: /{}\r\n{filler}Content-Length: 65536\r\n\r\n{}",
            "x".repeat(hops),
            "x".repeat(65536)
        );
    });
    let (said, _) = run_within(Duration::from_secs(10), &["check", &format!("http://{address}/")]);
    let words: String = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("the response head is too large") && said.code == 3, "{words}");
    assert!(words.contains("more than the 4 MiB that one run takes"), "{words}");
}

/// The page's own call is answered at once, and nothing else is.
#[test]
fn probes_that_no_time_is_left_for_are_named_and_the_verdict_stands() {
    let first = std::sync::atomic::AtomicBool::new(true);
    let address = server(move |mut stream| {
        read_head(&mut stream);
        if first.swap(false, std::sync::atomic::Ordering::SeqCst) {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        } else {
            thread::sleep(Duration::from_secs(60));
        }
    });
    let url = format!("http://{address}/");
    let arguments = ["check", &url, "--max-time", "2", "--origin", "http://localhost:5173", "--format", "json"];
    let (said, _) = run_within(Duration::from_secs(2), &arguments);
    let json: Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(json["verdicts"]["chromium"], "blocked", "{json}");
    assert_eq!(json["findings"][0]["cause"], "no-acao", "{json}");
    let notes = json["notes"].to_string();
    assert!(notes.contains("are used up") && notes.contains("not known: "), "{notes}");
    assert_eq!(said.code, 1);
}

#[test]
fn half_a_survey_is_no_policy() {
    let first = std::sync::atomic::AtomicBool::new(true);
    let address = server(move |mut stream| {
        read_head(&mut stream);
        if first.swap(false, std::sync::atomic::Ordering::SeqCst) {
            let _ = stream.write_all(
                b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: http://localhost:3000\r\nAccess-Control-Allow-Methods: PUT\r\nContent-Length: 0\r\n\r\n",
            );
        } else {
            thread::sleep(Duration::from_secs(60));
        }
    });
    let url = format!("http://{address}/");
    let (said, _) =
        run_within(Duration::from_secs(2), &["check", &url, "--survey", "--format", "toml", "--max-time", "2"]);
    assert_eq!((said.out.as_str(), said.code), ("", 3), "{}", said.err);
    assert!(said.err.contains("half a survey") && said.err.contains("--max-time"), "{}", said.err);
}

#[test]
fn times_have_their_bounds() {
    for arguments in [["--timeout", "0"], ["--timeout", "3601"], ["--max-time", "0"], ["--max-time", "1.5"]] {
        let said = run(&[&["check", "http://127.0.0.1:9/"], &arguments[..]].concat());
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.out);
    }
}

/// Speaks TLS and HTTP/2: settings, then this frame without end.
fn http2_flood(config: Arc<ServerConfig>, first: Vec<u8>, again: Vec<u8>) -> String {
    server(move |stream| {
        let session = ServerConnection::new(Arc::clone(&config)).expect("a session");
        let mut stream = StreamOwned::new(session, stream);
        let settings = b"\0\0\0\x04\0\0\0\0\0\0\0\0\x04\x01\0\0\0\0";
        let mut sent = stream.write_all(settings).and_then(|()| stream.flush());
        // The request, HEADERS of stream 1, is opened before it is answered.
        let mut seen = Vec::new();
        let mut buffer = [0; 4096];
        while sent.is_ok() && !seen.windows(5).any(|bytes| bytes == [1, 5, 0, 0, 0]) {
            match stream.read(&mut buffer) {
                Ok(length) if length > 0 => seen.extend_from_slice(&buffer[..length]),
                _ => return,
            }
        }
        sent = sent.and_then(|()| stream.write_all(&first));
        let again = again.repeat(32 * 1024 / again.len() + 1);
        while sent.is_ok() {
            sent = stream.write_all(&again);
        }
    })
}

/// `ulimit -v` makes memory that is asked for beyond it end the process.
#[cfg(target_os = "linux")]
#[test]
fn no_flood_takes_much_memory() {
    const ADDRESS_SPACE_KIB: u32 = 300 * 1024;
    let key = KeyPair::generate().expect("a key");
    let certificate =
        CertificateParams::new(["localhost".to_owned()]).expect("a name").self_signed(&key).expect("signed");
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("ca.pem");
    std::fs::write(&file, certificate.pem()).expect("a file");
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
        .expect("a certificate");
    config.alpn_protocols = vec![b"h2".to_vec()];
    let config = Arc::new(config);
    // HEADERS of stream 1: `:status: 103`; with a field that is kept, and then named by a byte 7000 times.
    let interim = b"\0\0\x0d\x01\x04\0\0\0\x01\0\x07:status\x03103".to_vec();
    let kept = b"\0\0\x11\x01\x04\0\0\0\x01\0\x07:status\x03103\x40\x01x\0".to_vec();
    let many = [b"\0\x1b\x65\x01\x04\0\0\0\x01\0\x07:status\x03103".as_slice(), &[0xbe; 7000]].concat();
    for (sentence, first, again) in [
        ("interim heads", Vec::new(), interim),
        ("interim heads of many fields", kept, many),
        ("PING", Vec::new(), b"\0\0\x08\x06\0\0\0\0\x0012345678".to_vec()),
        ("frames of no known type", Vec::new(), b"\0\0\0\xfa\0\0\0\0\0".to_vec()),
    ] {
        let address = http2_flood(Arc::clone(&config), first, again);
        let url = format!("https://localhost:{}/", address.rsplit(':').next().expect("a port"));
        let start = Instant::now();
        let script = format!("ulimit -v {ADDRESS_SPACE_KIB}; exec \"$0\" check \"$1\" --cacert \"$2\"");
        let output = std::process::Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_preflight"), &url])
            .arg(&file)
            .env("NO_COLOR", "1")
            .output()
            .expect("a shell runs");
        let out = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(3), "{sentence}: {out}{}", String::from_utf8_lossy(&output.stderr));
        assert!(out.starts_with("unreachable") && out.contains("too large"), "{sentence}: {out}");
        assert!(start.elapsed() < Duration::from_secs(10), "{sentence}");
    }
}
