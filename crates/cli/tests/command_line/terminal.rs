//! A terminal with a person before it, who types after what was asked.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

/// The longest wait for what has to appear.
const WAIT: Duration = Duration::from_secs(20);

/// A program at a terminal.
pub struct Terminal {
    child: Child,
    keyboard: File,
    screen: Receiver<String>,
    shown: String,
    /// What was waited for ends here.
    seen: usize,
}

impl Terminal {
    /// Starts the program with stdin, stdout and stderr at a terminal of its own.
    pub fn start(command: &mut Command) -> Self {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&controller).and_then(|()| unlockpt(&controller)).expect("it is ours");
        let name = ptsname(&controller, Vec::new()).expect("it has a name").into_string().expect("UTF-8");
        let open = || OpenOptions::new().read(true).write(true).open(&name).expect("it can be opened");
        let child = command.stdin(open()).stdout(open()).stderr(open()).spawn().expect("the binary runs");
        // The last of the program's ends has to close with it.
        *command = Command::new("true");
        let keyboard = File::from(controller);
        let mut screen_of = keyboard.try_clone().expect("another handle");
        let (sender, screen) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read) = screen_of.read(&mut buffer) {
                let text = String::from_utf8_lossy(&buffer[..read]).replace('\r', "");
                if read == 0 || sender.send(text).is_err() {
                    break;
                }
            }
        });
        Self { child, keyboard, screen, shown: String::new(), seen: 0 }
    }

    /// Types this line once that text stands on the screen.
    pub fn answer(&mut self, asked: &str, line: &str) {
        let place = loop {
            if let Some(place) = self.shown[self.seen..].find(asked) {
                break place;
            }
            match self.screen.recv_timeout(WAIT) {
                Ok(text) => self.shown += &text,
                Err(_) => panic!("`{asked}` was not asked: {}", self.shown),
            }
        };
        self.seen += place + asked.len();
        self.keyboard.write_all(format!("{line}\n").as_bytes()).expect("it can be typed");
    }

    /// All that was shown, and the exit code.
    pub fn end(mut self) -> (String, i32) {
        let code = self.child.wait().expect("it ends").code().expect("an exit code");
        while let Ok(text) = self.screen.recv_timeout(Duration::from_millis(200)) {
            self.shown += &text;
        }
        (self.shown, code)
    }
}
