//! A browser that is led from page to page, each of which tells what became of its calls, and whose console is saved as a
//! person saves it.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use preflight_authority::Authority;
use serde_json::Value;

use crate::browser::{Browser, Engine, LaunchError, Lead, ThirdPartyCookies};
use crate::remote::{self, Remote};

/// How often a page is asked whether it is done.
const POLL: Duration = Duration::from_millis(25);

/// A console that says nothing more for so long is done.
const QUIET: Duration = Duration::from_millis(350);

/// A console that speaks for longer is cut.
const CONSOLE_LIMIT: Duration = Duration::from_secs(3);

/// A running browser that trusts an authority. It is killed when this is dropped.
pub struct LedBrowser {
    remote: Box<dyn Remote>,
    browser: Browser,
}

impl LedBrowser {
    /// Starts a browser that trusts this authority. WebKitGTK cannot be led.
    ///
    /// # Errors
    /// [`LaunchError`], which says how to get a browser that is missing.
    pub fn open(engine: Engine, authority: &Authority) -> Result<Self, LaunchError> {
        let lead = Lead { authority, clock: None, third_party_cookies: ThirdPartyCookies::Allowed };
        let browser = Browser::open_led(engine, "about:blank", lead)?;
        let mut remote = remote::lead(&browser)?;
        remote.trust(authority)?;
        Ok(Self { remote, browser })
    }

    /// Leads it to a page and waits until this expression is worth something there; null if it never is.
    ///
    /// # Errors
    /// The browser is gone.
    pub fn visit(&mut self, url: &str, expression: &str, limit: Duration) -> io::Result<Value> {
        self.remote.visit(url)?;
        let began = Instant::now();
        while began.elapsed() < limit {
            // A page that is about to be left, or is not there yet, may refuse to run anything.
            match self.remote.evaluate(expression) {
                Ok(Value::Null) => {}
                Ok(value) => return Ok(value),
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {}
                Err(error) => return Err(error),
            }
            thread::sleep(POLL);
        }
        Ok(Value::Null)
    }

    /// The console since the last visit, as the browser's developer tools save it to a file, when nothing more comes.
    ///
    /// # Errors
    /// The browser is gone.
    pub fn saved_console(&mut self) -> io::Result<String> {
        let began = Instant::now();
        let mut last = Instant::now();
        let mut console = String::new();
        while last.elapsed() < QUIET && began.elapsed() < CONSOLE_LIMIT {
            let now = self.remote.saved_console()?;
            if now != console {
                (console, last) = (now, Instant::now());
            }
            thread::sleep(POLL);
        }
        Ok(console)
    }

    /// The end of what the browser printed, for when it did not do its work.
    pub fn log(&self) -> String {
        self.browser.log()
    }
}
