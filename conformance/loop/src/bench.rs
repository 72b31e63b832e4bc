//! A situation on the bench: its server runs, its pages can be visited, and it has a folder in which commands run.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use preflight_authority::Authority;
use preflight_lab::{Engine, LedBrowser};
use serde_json::Value;
use tempfile::TempDir;
use url::Url;

use crate::page_server::PageServers;
use crate::ports::{self, Ports};
use crate::program::Program;
use crate::script::{self, PageFiles};
use crate::server::{Interpreter, Server};
use crate::situation::{Call, Ending, Opaque, Situation};

/// A page that has not made its calls by then has lost them.
const VISIT_LIMIT: Duration = Duration::from_secs(40);

/// Where the pages of strangers are, and those around frames.
const STRANGER: u16 = 3999;
const HOST: u16 = 3998;

/// Visits are told apart by number.
static VISITS: AtomicUsize = AtomicUsize::new(1);

/// What all situations have in common.
pub struct Surroundings {
    /// Whom browsers and the program trust.
    pub authority: Authority,
    /// The program under test.
    pub program: Program,
    /// Runs servers in their real packages.
    pub interpreter: Box<Interpreter>,
    /// The folder below which each situation has its own.
    pub root: PathBuf,
    /// The servers of all pages.
    pub pages: PageServers,
    /// The browsers, each used by one situation at a time.
    pub browsers: Vec<(Engine, Mutex<LedBrowser>)>,
}

/// A situation in one browser, its server running.
pub struct Bench<'s> {
    /// What is on it.
    pub situation: Situation,
    /// Which browser.
    pub engine: Engine,
    /// What it has in common with others.
    pub surroundings: &'s Surroundings,
    /// Where commands run, and the sources are.
    pub folder: TempDir,
    pub(crate) server: Server,
    /// The origin of the page around a frame.
    host: String,
    /// The origin of a page that has nothing to do with it.
    stranger: String,
    ports: Ports,
}

impl<'s> Bench<'s> {
    /// Starts the server and the pages' servers.
    ///
    /// # Errors
    /// What does not start.
    pub fn new(data: &Value, engine: Engine, surroundings: &'s Surroundings) -> io::Result<Self> {
        let place = |scheme: &str, port| surroundings.pages.port(scheme, port, &surroundings.authority);
        let mut pages = Vec::new();
        for origin in ports::page_origins(data) {
            let url = Url::parse(&origin).map_err(io::Error::other)?;
            let port = url.port().ok_or_else(|| io::Error::other("a page's origin has a port"))?;
            pages.push((port, place(url.scheme(), port)?));
        }
        let ports = Ports::new(data, pages);
        let situation = Situation::new(&ports.moved(data));
        let folder = tempfile::Builder::new().prefix(&format!("{}-", situation.id)).tempdir_in(&surroundings.root)?;
        let server = Server::start(&situation, folder.path(), &surroundings.authority, &surroundings.interpreter)?;
        let stranger = format!("http://example.org:{}", place("http", STRANGER)?);
        let host = format!("http://localhost:{}", place("http", HOST)?);
        Ok(Self { situation, engine, surroundings, folder, server, stranger, host, ports })
    }

    /// Has the page make its call: how it ends, and what the console then says.
    ///
    /// # Errors
    /// The browser is gone.
    pub fn fail(&self) -> io::Result<(Option<Ending>, String)> {
        let visit = VISITS.fetch_add(1, Ordering::Relaxed);
        let files = script::naive_page(&self.situation.call, visit);
        let mut browser = self.browser().lock().unwrap_or_else(PoisonError::into_inner);
        let url = self.show(&self.situation.page, files, visit)?;
        let endings = browser.visit(&url, &script::expression(visit), VISIT_LIMIT)?;
        let console = browser.saved_console()?;
        Ok((ending(&endings[0]), console))
    }

    /// How these calls end, made by a page of this origin.
    ///
    /// # Errors
    /// The browser is gone.
    pub fn endings(&self, page: &str, calls: &[Call]) -> io::Result<Vec<Option<Ending>>> {
        if calls.is_empty() {
            return Ok(Vec::new());
        }
        let visit = VISITS.fetch_add(1, Ordering::Relaxed);
        let files = script::asking_page(calls, visit);
        let mut browser = self.browser().lock().unwrap_or_else(PoisonError::into_inner);
        let url = self.show(page, files, visit)?;
        let endings = browser.visit(&url, &script::expression(visit), VISIT_LIMIT)?;
        Ok((0..calls.len()).map(|number| ending(&endings[number])).collect())
    }

    /// The origin of a page that has nothing to do with it.
    pub fn stranger(&self) -> &str {
        &self.stranger
    }

    /// Starts the server's program anew, from the sources as they are now.
    ///
    /// # Errors
    /// It does not start.
    pub fn restart(&mut self) -> io::Result<()> {
        let surroundings = self.surroundings;
        self.server.restart(&self.situation, self.folder.path(), &surroundings.interpreter)
    }

    /// A text as a person would see it: with the ports that people write, and without this run's folder.
    pub fn readable(&self, text: &str) -> String {
        self.ports.moved_back(text).replace(&self.folder.path().display().to_string(), ".")
    }

    fn browser(&self) -> &Mutex<LedBrowser> {
        let own = self.surroundings.browsers.iter().find(|(engine, _)| *engine == self.engine);
        &own.expect("the browser was started").1
    }

    /// Puts a page where it has to be, and says where.
    fn show(&self, page: &str, files: PageFiles, visit: usize) -> io::Result<String> {
        if page == "null" && self.situation.opaque == Opaque::File {
            return self.write_page(&files);
        }
        let folder = self.surroundings.pages.show(files, visit);
        Ok(if page == "null" { format!("{}{folder}framing.html", self.host) } else { format!("{page}{folder}") })
    }

    fn write_page(&self, files: &PageFiles) -> io::Result<String> {
        let folder = self.folder.path().join("page");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), &files.index)?;
        for (name, script) in &files.scripts {
            fs::write(folder.join(name), script)?;
        }
        let url = Url::from_file_path(folder.join("index.html"));
        url.map(String::from).map_err(|()| io::Error::other("the folder has no URL"))
    }
}

fn ending(said: &Value) -> Option<Ending> {
    serde_json::from_value(said.clone()).ok()
}
