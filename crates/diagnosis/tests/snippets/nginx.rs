//! nginx with a snippet, each block where its comment says that it belongs.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::install;
use crate::judge::Answer;

/// What nginx answers; it refuses a configuration that is wrong.
pub fn answers(snippet: &str, sent: &[Value]) -> Vec<Answer> {
    let place = snippet.find("# in the server").expect("the block for the server says so");
    let (http, server) = snippet.split_at(place);
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port();
    let folder = tempfile::tempdir_in(install::directory()).expect("the target directory can be written");
    let server = server.replacen("location / {", "location / {\n    try_files /index.html =404;", 1);
    fs::write(folder.path().join("index.html"), "{}").expect("it can be written");
    let user = "user root;";
    let root = folder.path().display();
    let text = format!(
        "{user}\npid {root}/pid;\nerror_log {root}/error.log;\nevents {{}}\nhttp {{\naccess_log off;\n\
         client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c; uwsgi_temp_path {root}/d; scgi_temp_path {root}/e;\n\
         {http}\nserver {{\nlisten 127.0.0.1:{port};\nroot {root};\nerror_page 405 =200 @any;\nlocation @any {{ return 200; }}\n{server}\n}}\n}}\n"
    );
    let file = folder.path().join("nginx.conf");
    fs::write(&file, text).expect("it can be written");
    let checked = Command::new("nginx").arg("-t").arg("-c").arg(&file).output().expect("nginx is installed");
    assert!(checked.status.success(), "{}\n{snippet}", String::from_utf8_lossy(&checked.stderr));
    let mut running = Command::new("nginx")
        .args(["-g", "daemon off; master_process off;", "-c"])
        .arg(&file)
        .stderr(Stdio::null())
        .spawn()
        .expect("nginx is installed");
    let answers = sent.iter().map(|request| ask(port, request)).collect();
    running.kill().expect("it runs");
    running.wait().expect("it ends");
    answers
}

fn ask(port: u16, request: &Value) -> Answer {
    let mut stream = connect(port);
    // What nginx serves here is a file, which it gives to GET alone.
    let method = match request["method"].as_str().unwrap_or_default() {
        "OPTIONS" => "OPTIONS",
        _ => "GET",
    };
    let mut head = format!("{method} /api HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for (name, value) in request["headers"].as_object().into_iter().flatten() {
        head.push_str(&format!("{name}: {}\r\n", value.as_str().unwrap_or_default()));
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).expect("nginx reads");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("nginx answers");
    let mut lines = text.split("\r\n\r\n").next().unwrap_or_default().lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or_default();
    let fields = lines.filter_map(|line| line.split_once(": "));
    Answer::new(status, fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

fn connect(port: u16) -> TcpStream {
    for _ in 0..100 {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) {
            return stream;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("nginx does not listen")
}
