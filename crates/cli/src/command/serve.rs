//! `preflight serve`: the gateway, from a policy file, from flags, or from both.

mod configuration;
mod log;
mod signals;
mod sockets;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use preflight_gateway::{AccessLog, Bound, Gateway, Limits, Options, Reload, Stopped};
use preflight_policy_file::{Color, Diagnostic, Diagnostics, PolicyFile};
use preflight_report::{Role, Style};

use crate::exit::{Exit, Failure};
use crate::output::say_on;
use crate::printable::printable;
use crate::redact::{given_name, own_text};
use configuration::Configuration;
use log::Log;
use signals::Signals;

const BOLD: Style = Role::Strong.style();
const DIM: Style = Role::Dim.style();
const GOOD: Style = Role::Good.style();
const BAD: Style = Role::Bad.style();

/// Arguments of `preflight serve`.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "Without --config and without --upstream, ./preflight.toml is read. PREFLIGHT_* variables override \
the file, and flags override both. The files are watched: a change applies without restart, a bad one keeps what is in force."
)]
pub struct ServeArgs {
    /// The policy file, TOML or JSON.
    #[arg(short, long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Where to listen; only this machine can reach the default.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,

    /// The origin under which browsers reach this gateway; requests from there are not CORS.
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,

    /// Where requests go that no route of the file takes.
    #[arg(long, value_name = "URL")]
    pub upstream: Option<String>,

    /// A name or address, besides those of the public URL and the routes, under which requests are taken; may be given
    /// several times.
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,

    /// A peer whose `X-Forwarded-*` is believed, an address or a network; may be given several times.
    #[arg(long = "trusted-proxy", value_name = "NETWORK")]
    pub trusted_proxies: Vec<String>,

    /// For how long an upstream may take to begin its answer, such as `30s`.
    #[arg(long, value_name = "DURATION")]
    pub upstream_timeout: Option<String>,

    /// Find routes without regard to case, for an upstream that folds it.
    #[arg(long)]
    pub case_insensitive_paths: bool,

    /// Pass on request fields with `_` in their names, which many upstreams read as `-`.
    #[arg(long)]
    pub keep_underscore_headers: bool,

    /// How many connections are taken at once.
    #[arg(long, value_name = "NUMBER")]
    pub connections: Option<String>,

    /// How many connections of one address are taken at once.
    #[arg(long, value_name = "NUMBER")]
    pub connections_per_address: Option<String>,

    /// How many requests are in flight at once.
    #[arg(long, value_name = "NUMBER")]
    pub requests: Option<String>,

    /// How many requests of one address are in flight at once.
    #[arg(long, value_name = "NUMBER")]
    pub requests_per_address: Option<String>,

    /// An origin to allow, such as `https://*.example.com`, or `any`; may be given several times.
    #[arg(long = "allow-origin", value_name = "ORIGIN")]
    pub origins: Vec<String>,

    /// A file of origins to allow, one a line; it is watched.
    #[arg(long, value_name = "FILE")]
    pub allow_origins_file: Option<PathBuf>,

    /// A file of variables for `${…}` and `PREFLIGHT_*`; it is watched.
    #[arg(long, value_name = "FILE")]
    pub env_file: Option<PathBuf>,

    /// Allow cookies and HTTP authentication.
    #[arg(long)]
    pub credentials: bool,

    /// A method to allow; may be given several times.
    #[arg(long = "method", value_name = "METHOD")]
    pub methods: Vec<String>,

    /// A request header to allow; may be given several times.
    #[arg(long = "request-header", value_name = "NAME")]
    pub request_headers: Vec<String>,

    /// A response header that pages may read; may be given several times.
    #[arg(long = "expose-header", value_name = "NAME")]
    pub expose_headers: Vec<String>,

    /// For how long browsers may remember a preflight's answer, such as `2h`.
    #[arg(long, value_name = "DURATION")]
    pub max_age: Option<String>,

    /// The status of a preflight's answer.
    #[arg(long, value_name = "STATUS")]
    pub preflight_status: Option<String>,

    /// What becomes of a refused request: `forward` or `reject`.
    #[arg(long, value_name = "WHAT")]
    pub refused: Option<String>,

    /// Allow http: origins together with credentials.
    #[arg(long)]
    pub dangerously_allow_insecure_origins: bool,

    /// Allow all subdomains of a public suffix together with credentials.
    #[arg(long)]
    pub dangerously_allow_public_suffixes: bool,

    /// Allow `Origin: null`, which any page can send.
    #[arg(long)]
    pub dangerously_allow_null_origin: bool,

    /// Read the configuration, say what is wrong with it, and stop.
    #[arg(long)]
    pub check: bool,

    /// The access log, on stderr.
    #[arg(long, value_enum, default_value_t)]
    pub log: Accesses,
}

/// The access log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Accesses {
    /// A line for each exchange.
    #[default]
    Text,
    /// Nothing.
    Off,
}

/// Runs `preflight serve` until a signal stops it.
pub fn run(args: ServeArgs) -> Result<Exit, Failure> {
    let (accesses, check) = (args.log, args.check);
    let mut configuration = Configuration::new(args);
    let (file, warnings) = configuration.read_first().map_err(|diagnostics| invalid(&diagnostics))?;
    let mut options = Options { limits: sockets::fit(Limits::default()), ..Options::default() };
    if accesses == Accesses::Text {
        options.observers.push(std::sync::Arc::new(AccessLog));
    }
    let gateway = Gateway::with(&file, options).map_err(|errors| Failure::usage(shown(&errors)))?;
    let log = Log::to_stderr().map_err(|error| Failure::usage(format!("there is no thread for the log: {error}")))?;
    tell_warnings(&log, &warnings);
    if check {
        let (policies, routes) = (file.policies.len(), file.routes.len());
        log.tell(format_args!(
            "{GOOD}sound{GOOD:#}  {}, {}",
            count(policies, "policy", "policies"),
            count(routes, "route", "routes")
        ));
        log.flush();
        return Ok(Exit::Good);
    }
    if accesses == Accesses::Text {
        log.take_events();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::usage(format!("the runtime cannot start: {error}")))?;
    let served = runtime.block_on(serve(&gateway, configuration, &file, &log));
    log.flush();
    // A name that is still being resolved holds a thread, which nobody waits for.
    runtime.shutdown_background();
    served
}

async fn serve(gateway: &Gateway, configuration: Configuration, file: &PolicyFile, log: &Log) -> Result<Exit, Failure> {
    let bound = gateway.bind(gateway.listen_address()).await.map_err(|error| Failure::usage(error.to_string()))?;
    let signals = Signals::take().map_err(|error| Failure::usage(format!("signals cannot be received: {error}")))?;
    announce(log, &bound, file);
    let reloads = log.clone();
    let watch = gateway
        .watch(configuration, move |reload| tell_reload(&reloads, reload))
        .map_err(|error| Failure::usage(error.to_string()))?;
    let stopped = bound.run(signals.stop(|| watch.reload())).await;
    if let Stopped { aborted: count @ 1.. } = stopped {
        log.tell(format_args!("stopped; busy connections that were closed: {count}"));
    }
    Ok(Exit::Good)
}

fn count(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

fn announce(log: &Log, bound: &Bound, file: &PolicyFile) {
    log.tell(format_args!("{GOOD}listening{GOOD:#}  {BOLD}http://{}{BOLD:#}", bound.local_addr()));
    for route in &file.routes {
        let host = route.host.as_deref().unwrap_or("any host");
        let policy = route.policy.as_deref().or(file.default_policy.as_deref()).unwrap_or("no policy");
        let upstream = own_text(&route.upstream.to_string());
        let [host, path, upstream, policy] =
            [host, &route.path, &upstream, policy].map(|text| printable(text.as_bytes()));
        log.tell(format_args!("{DIM}{host}{DIM:#} {path} {DIM}→{DIM:#} {upstream} {DIM}({policy}){DIM:#}"));
    }
}

fn tell_reload(log: &Log, reload: Reload) {
    match reload {
        Reload::Applied { changes, warnings } => {
            tell_warnings(log, &warnings);
            for change in &changes {
                log.tell(format_args!("{GOOD}reloaded{GOOD:#}  {}", shown(change)));
            }
            if changes.is_empty() {
                log.tell(format_args!("{GOOD}reloaded{GOOD:#}  nothing changed"));
            }
        }
        Reload::Invalid(diagnostics) => {
            log.tell(diagnostics.shown_as(own_text, given_name).render(Color::Always).trim_end());
            log.tell(format_args!("{BAD}not reloaded{BAD:#}  the former configuration stays in force"));
        }
        Reload::Unusable(errors) => {
            let errors = shown(&errors);
            log.tell(format_args!("{BAD}not reloaded{BAD:#}  {errors}; the former configuration stays in force"));
        }
        _ => {}
    }
}

/// What the gateway says of the configuration, in a line for a terminal.
fn shown(said: &impl std::fmt::Display) -> String {
    printable(own_text(&said.to_string()).as_bytes())
}

fn tell_warnings(log: &Log, warnings: &[Diagnostic]) {
    warnings
        .iter()
        .for_each(|warning| log.tell(warning.shown_as(own_text, given_name).render(Color::Always).trim_end()));
}

fn invalid(diagnostics: &Diagnostics) -> Failure {
    let errors =
        diagnostics.iter().filter(|diagnostic| diagnostic.severity == preflight_policy_file::DiagnosticSeverity::Error);
    let count = errors.count();
    say_on(&diagnostics.shown_as(own_text, given_name).render(Color::Always));
    let plural = if count == 1 { "mistake" } else { "mistakes" };
    Failure::usage(format!("{count} {plural} in the configuration; nothing was started"))
}
