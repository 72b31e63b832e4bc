//! The exchanges of a check as they are shown: each text redacted, once and here.

use preflight_engine::Origin;
use preflight_engine::exchange::Exchange;
use preflight_engine::header_list::HeaderList;
use preflight_probe::AddressOutcome;
use preflight_recording::Recorded;
use preflight_report::{Outside, ShownExchange, ShownFinding, ShownHead};
use preflight_rules::{Change, Finding};

use super::run::Checked;
use super::unknown_page;
use crate::json::text_of;
use crate::redact::Redactor;

impl Checked {
    /// The findings, as they are shown.
    pub fn shown_findings(&self) -> Vec<ShownFinding> {
        self.findings.iter().map(|finding| self.shown_finding(finding)).collect()
    }

    /// One of them.
    pub fn shown_finding(&self, finding: &Finding) -> ShownFinding {
        shown_finding(finding, &self.redactor, self.page())
    }

    /// A sentence, as far as it is shown.
    pub fn shown_text(&self, text: &str) -> String {
        about(&self.redactor.text(text), self.page())
    }

    /// The exchanges that findings count, as they are shown.
    pub fn shown_exchanges(&self) -> Vec<ShownExchange> {
        self.recording.iter().map(|(_, recorded)| self.shown_exchange(recorded)).collect()
    }

    /// One of them.
    pub fn shown_exchange(&self, recorded: &Recorded) -> ShownExchange {
        let (exchange, redactor) = (&recorded.exchange, &self.redactor);
        let detail = self.network.detail(&exchange.request);
        // As it was on the wire, with what the browser says of itself.
        let request = &self.network.on_wire(&exchange.request);
        let version = detail.and_then(|detail| detail.http_version.as_deref());
        let explanation = detail.and_then(|detail| detail.explanation.as_deref());
        ShownExchange {
            purpose: recorded.purpose,
            is_preflight: request.is_preflight,
            method: text_of(&request.method).into(),
            url: redactor.url(request.url.as_str()).into(),
            headers: head(&request.headers, redactor),
            response: response(exchange, redactor),
            http_version: version.map(|version| redactor.version(version).into()),
            failure: exchange.answer.as_ref().err().map(|failure| (failure.name(), failure.to_string())),
            explanation: explanation.map(|text| redactor.explanation(text).into()),
            was_reached: detail.is_some_and(|detail| detail.addresses.iter().any(was_reached)),
            attempts: detail.map(|detail| attempts(&detail.addresses)).unwrap_or_default(),
            curl: redactor.curl(request, self.question.body.as_deref()).map(Outside::from),
        }
    }
}

/// A finding about this page, or about one that nobody named, as it is shown.
pub fn shown_finding(finding: &Finding, redactor: &Redactor, page: Option<&Origin>) -> ShownFinding {
    let mut shown = ShownFinding::new(finding, |text| about(&redactor.text(text), page));
    for fix in &mut shown.fixes {
        if let Change::Headers(headers) = &mut fix.change {
            headers.iter_mut().for_each(|(_, value)| *value = about(value, page));
        }
    }
    shown
}

fn about(text: &str, page: Option<&Origin>) -> String {
    match page {
        Some(_) => text.to_owned(),
        None => unknown_page::about_page(text),
    }
}

fn response(exchange: &Exchange, redactor: &Redactor) -> Option<(u16, ShownHead)> {
    exchange.answer.as_ref().ok().map(|response| (response.status, head(&response.headers, redactor)))
}

/// A head, each name and value as far as it is shown.
pub fn head(list: &HeaderList, redactor: &Redactor) -> ShownHead {
    list.iter()
        .map(|(name, value)| (redactor.name(name).into(), text_of(&redactor.field(name, value)).into()))
        .collect()
}

fn attempts(addresses: &[preflight_probe::AddressAttempt]) -> Vec<Outside> {
    let failed = addresses.iter().filter_map(|attempt| match &attempt.outcome {
        AddressOutcome::Failed(failure, _) => Some(format!("{}: {failure}", attempt.address).into()),
        _ => None,
    });
    failed.collect()
}

fn was_reached(attempt: &preflight_probe::AddressAttempt) -> bool {
    attempt.outcome == AddressOutcome::Connected
}
