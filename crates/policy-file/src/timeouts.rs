//! The table `[timeouts]`: for how long each phase of an exchange may last.

use std::time::Duration;

use preflight_rules::policies;

use crate::document::{Node, Table};
use crate::policy_file::Timeouts;
use crate::read;
use crate::reader::Reader;
use crate::site::Site;

/// The keys of the table.
pub(crate) const KEYS: [&str; 8] =
    ["connect", "request-head", "request-idle", "answer", "answer-idle", "send-idle", "idle", "total"];

const EXAMPLE: &str = "write `[timeouts]` and below it `connect = \"5s\"`";

/// One duration and where it stands.
#[derive(Clone)]
struct Phase {
    key: &'static str,
    duration: Duration,
    site: Site,
}

/// Reads `[timeouts]` and `upstream-timeout`, which is `timeouts.answer` by its former name.
pub(crate) fn read_timeouts(reader: &mut Reader<'_>, document: &Table<'_>) -> (Option<Duration>, Timeouts) {
    let empty = Table::default();
    let table = document.get("timeouts").and_then(|node| reader.table("timeouts", node, EXAMPLE)).unwrap_or(&empty);
    reader.check_keys(table, &KEYS, |key| match key {
        "upstream-timeout" => Some("here it is `answer`".to_owned()),
        key if read::KEYS.contains(&key) => Some(format!("`{key}` belongs at the top of the file")),
        _ => None,
    });
    let mut phases = Vec::new();
    let mut phase = |key, node: Option<&Node<'_>>| {
        let read = node.and_then(|node| read_phase(reader, key, node));
        phases.extend(read.clone());
        read.map(|phase| phase.duration)
    };
    let answer = phase("answer", table.get("answer"));
    let upstream_timeout = phase("upstream-timeout", document.get("upstream-timeout"));
    let timeouts = Timeouts {
        connect: phase("connect", table.get("connect")),
        request_head: phase("request-head", table.get("request-head")),
        request_idle: phase("request-idle", table.get("request-idle")),
        answer_idle: phase("answer-idle", table.get("answer-idle")),
        send_idle: phase("send-idle", table.get("send-idle")),
        idle: phase("idle", table.get("idle")),
        total: phase("total", table.get("total")),
    };
    check_answer(reader, document, table);
    check_total(reader, &phases);
    // A variable or a flag overrides the file, under whichever of the two names the file has it.
    (upstream_timeout.or(answer), timeouts)
}

fn read_phase(reader: &mut Reader<'_>, key: &'static str, node: &Node<'_>) -> Option<Phase> {
    let duration = reader.duration(key, node)?;
    if duration.is_zero() {
        let help = format!("write how long it may last, such as `{key} = \"30s\"`, or remove it for the usual time");
        reader.report.error_with_help(
            &policies::INVALID_VALUE,
            &node.site,
            format!("`{key}` is zero, so nothing could ever pass"),
            Some(help),
        );
        return None;
    }
    Some(Phase { key, duration, site: node.site.clone() })
}

fn check_answer(reader: &mut Reader<'_>, document: &Table<'_>, table: &Table<'_>) {
    let (Some(former), Some(answer)) = (document.get("upstream-timeout"), table.get("answer")) else { return };
    if matches!(former.site, Site::Text { .. }) {
        let message = "`answer` and `upstream-timeout` are the same, and both are given";
        reader.report.error_with_help(
            &policies::CONTRADICTING_TIMEOUTS,
            &answer.site,
            message,
            Some("remove one of the two".to_owned()),
        );
    }
}

/// A phase that outlasts the whole exchange would never end by its own limit. `idle` is between exchanges.
fn check_total(reader: &mut Reader<'_>, phases: &[Phase]) {
    let Some(total) = phases.iter().find(|phase| phase.key == "total") else { return };
    let inside = phases.iter().filter(|phase| !["idle", "total"].contains(&phase.key));
    for phase in inside.filter(|phase| phase.duration > total.duration) {
        let [longer, shorter] = [phase, total].map(|phase| crate::duration::format(phase.duration));
        let message =
            format!("`{}` is {longer}, longer than the {shorter} that `total` gives the whole exchange", phase.key);
        let help = format!("shorten `{}`, or write a longer `total`", phase.key);
        reader.report.error_with_help(&policies::CONTRADICTING_TIMEOUTS, &phase.site, message, Some(help));
    }
}
