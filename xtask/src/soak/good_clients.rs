//! Clients that ask small things, one after the other, and look at every answer and at the clock.

use std::io::{self, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::answer::{Answer, Errand};

const COUNT: usize = 4;

/// Between two requests: enough answers for a percentile, and little of a machine that others need.
const PAUSE: Duration = Duration::from_millis(10);

/// Requests of a connection; then there is a new one, as most visitors are.
const REQUESTS: usize = 8;

/// An answer that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(5);

const ERRANDS: [Errand; 4] = [
    Errand {
        what: "a GET from an allowed origin",
        request: "GET /small HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example.com\r\n\r\n",
        status: 200,
        fields: &[
            ("access-control-allow-origin", "https://app.example.com"),
            ("access-control-allow-credentials", "true"),
            ("vary", "Origin"),
        ],
        absent: &[],
        body: "GET with 0 bytes",
    },
    Errand {
        what: "a preflight from an allowed origin",
        request: "OPTIONS /small HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example.com\r\n\
            Access-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: content-type\r\n\r\n",
        status: 204,
        fields: &[
            ("access-control-allow-origin", "https://app.example.com"),
            ("access-control-allow-credentials", "true"),
            ("access-control-max-age", "600"),
        ],
        absent: &[],
        body: "",
    },
    Errand {
        what: "a POST from an allowed origin",
        request: "POST /small HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example.com\r\n\
            Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"todo\": 42}",
        status: 200,
        fields: &[
            ("access-control-allow-origin", "https://app.example.com"),
            ("access-control-allow-credentials", "true"),
            ("vary", "Origin"),
        ],
        absent: &[],
        body: "POST with 12 bytes",
    },
    Errand {
        what: "a GET from an origin that is not allowed",
        request: "GET /small HTTP/1.1\r\nHost: localhost\r\nOrigin: https://other.example.com\r\n\r\n",
        status: 200,
        fields: &[("vary", "Origin")],
        absent: &["access-control-allow-origin", "access-control-allow-credentials"],
        body: "GET with 0 bytes",
    },
];

/// The clients, at work.
pub struct GoodClients {
    over: Arc<AtomicBool>,
    clients: Vec<JoinHandle<Answers>>,
}

/// What they saw.
#[derive(Debug, Default)]
pub struct Answers {
    /// How long each took.
    pub times: Vec<Duration>,
    /// When the slowest was asked for, since the beginning.
    pub slowest_at: Duration,
    /// What was wrong.
    pub wrong: Vec<String>,
}

impl GoodClients {
    /// Lets them begin.
    pub fn begin(gateway: SocketAddr) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let client = |_| {
            let over = Arc::clone(&over);
            thread::spawn(move || ask(gateway, &over))
        };
        let clients = (0..COUNT).map(client).collect();
        Self { over, clients }
    }

    /// Ends it, and says what they saw, the quickest answers first.
    pub fn end(self) -> Answers {
        self.over.store(true, Ordering::Relaxed);
        let mut all = Answers::default();
        for client in self.clients {
            let answers = client.join().expect("a good client does not panic");
            if answers.times.iter().max() > all.times.iter().max() {
                all.slowest_at = answers.slowest_at;
            }
            all.times.extend(answers.times);
            all.wrong.extend(answers.wrong);
        }
        all.times.sort_unstable();
        all
    }
}

fn ask(gateway: SocketAddr, over: &AtomicBool) -> Answers {
    let mut answers = Answers::default();
    let mut connection = None;
    let (start, mut slowest) = (Instant::now(), Duration::ZERO);
    for (number, errand) in ERRANDS.iter().cycle().enumerate().take_while(|_| !over.load(Ordering::Relaxed)) {
        let begin = Instant::now();
        let answer = answer(errand, gateway, &mut connection);
        let time = begin.elapsed();
        answers.times.push(time);
        if time > slowest {
            (slowest, answers.slowest_at) = (time, begin - start);
        }
        let judged = answer.map_err(|error| missing(errand, &error)).and_then(|answer| errand.judge(&answer));
        if let Err(wrong) = judged {
            answers.wrong.push(wrong);
            connection = None;
        }
        connection = connection.filter(|_| number % REQUESTS != REQUESTS - 1);
        thread::sleep(PAUSE);
    }
    answers
}

fn missing(errand: &Errand, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
            format!("{}: no answer within {} s", errand.what, PATIENCE.as_secs())
        }
        _ => format!("{}: {error}", errand.what),
    }
}

fn answer(errand: &Errand, gateway: SocketAddr, connection: &mut Option<BufReader<TcpStream>>) -> io::Result<Answer> {
    let stream = match connection {
        Some(stream) => stream,
        None => connection.insert(BufReader::new(connect(gateway)?)),
    };
    stream.get_mut().write_all(errand.request.as_bytes())?;
    Answer::read(stream)
}

fn connect(gateway: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&gateway, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}
