//! The server of a situation: a program in its real packages, nginx, or a script.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use preflight_authority::Authority;
use url::Url;

use crate::scripted_server::ScriptedServer;
use crate::situation::{Situation, System};

/// A server that does not listen by then will not.
const START_LIMIT: Duration = Duration::from_secs(60);

/// Debian keeps it where only root looks.
const NGINX: [&str; 2] = ["/usr/sbin/nginx", "/usr/local/sbin/nginx"];

/// What runs programs of a system, its packages at hand.
pub type Interpreter = dyn Fn(System) -> Command + Send + Sync;

/// A running server. It is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    process: Option<Child>,
    /// Scripted answers: the server itself, or what stands behind nginx.
    pub(crate) scripted: ScriptedServer,
}

impl Server {
    /// Writes the sources into this folder and starts what they are.
    pub(crate) fn start(
        situation: &Situation,
        folder: &Path,
        authority: &Authority,
        interpreter: &Interpreter,
    ) -> io::Result<Self> {
        for (name, source) in &situation.sources {
            let file = folder.join(name);
            fs::create_dir_all(file.parent().unwrap_or(folder))?;
            fs::write(file, source)?;
        }
        let scripted = ScriptedServer::start(&situation.answers, &situation.listen, authority)?;
        let mut server = Self { process: None, scripted };
        server.start_program(situation, folder, interpreter)?;
        Ok(server)
    }

    /// Ends the program and starts it again, from its sources as they are now.
    pub(crate) fn restart(
        &mut self,
        situation: &Situation,
        folder: &Path,
        interpreter: &Interpreter,
    ) -> io::Result<()> {
        self.stop();
        self.start_program(situation, folder, interpreter)
    }

    fn start_program(&mut self, situation: &Situation, folder: &Path, interpreter: &Interpreter) -> io::Result<()> {
        if situation.system == System::Raw {
            return Ok(());
        }
        let url = Url::parse(&situation.call.url).map_err(io::Error::other)?;
        let port = url.port_or_known_default().unwrap_or(80);
        let mut command = match situation.system {
            System::Nginx => nginx(&situation.sources, folder)?,
            System::Django => django(situation, port, interpreter),
            system => {
                let mut command = interpreter(system);
                command.arg(first(situation));
                command
            }
        };
        let log = File::create(folder.join("server.log"))?;
        command.current_dir(folder).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let mut process = command.spawn()?;
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let has_ended = process.try_wait()?.is_some();
            if has_ended || began.elapsed() > START_LIMIT {
                let log = fs::read_to_string(folder.join("server.log")).unwrap_or_default();
                // What fails here has ended before.
                let _ = process.kill();
                let _ = process.wait();
                return Err(io::Error::other(format!("the server does not start: {log}")));
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.process = Some(process);
        Ok(())
    }

    fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            // What fails here has ended before.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The file that is run: the one that is edited, or the only one.
fn first(situation: &Situation) -> &str {
    let only = situation.sources.keys().next().map_or("", String::as_str);
    situation.edit.as_deref().unwrap_or(only)
}

/// Django's own server, with the settings as a module.
fn django(situation: &Situation, port: u16, interpreter: &Interpreter) -> Command {
    let settings = situation.sources.keys().find(|name| name.ends_with("settings.py"));
    let module = settings.map_or("", String::as_str).trim_end_matches(".py").replace('/', ".");
    let mut command = interpreter(System::Django);
    command.args(["-m", "django", "runserver", "--noreload", "--pythonpath", ".", "--settings"]);
    command.arg(module).arg(format!("127.0.0.1:{port}"));
    command
}

/// nginx with this `server` block and nothing of the system's.
fn nginx(sources: &BTreeMap<String, String>, folder: &Path) -> io::Result<Command> {
    let server: String = sources.values().cloned().collect();
    let place = |name: &str| folder.join(name).display().to_string();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("  {name}_temp_path {};\n", place(&format!("nginx-{name}"))))
        .concat();
    let whole = format!(
        "daemon off;\nmaster_process off;\npid {};\nerror_log {};\nevents {{}}\nhttp {{\n  access_log off;\n\
         {temporary}{server}\n}}\n",
        place("nginx.pid"),
        place("nginx-error.log"),
    );
    let file = folder.join("whole-nginx.conf");
    fs::write(&file, whole)?;
    let program = NGINX.iter().find(|program| Path::new(program).is_file());
    let mut command = Command::new(program.copied().unwrap_or("nginx"));
    command.args(["-e", "stderr", "-p"]).arg(folder).arg("-c").arg(file);
    Ok(command)
}
