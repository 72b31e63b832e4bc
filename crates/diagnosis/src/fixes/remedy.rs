//! Which snippet answers a cause, if one does: the layer that errs is fixed, and what was allowed stays.

use preflight_rules::{ACAO_DUPLICATED, ERROR_WITHOUT_CORS, Rule};

use super::{Framework, Grant, Observed, nginx};
use crate::judge::is_fixed_by_headers;

/// The configuration that allows this besides what the server allows already.
pub fn snippet(framework: Framework, grant: &Grant, observed: &Observed) -> String {
    framework.snippet(&grant.clone().beside(observed))
}

/// The snippet that answers a cause; none where no configuration of headers does.
pub fn remedy(rule: &'static Rule, framework: Framework, grant: &Grant, observed: &Observed) -> Option<String> {
    // Two layers answer: one of them has to stop, and a third answer helps nobody.
    if *rule == ACAO_DUPLICATED {
        return (framework == Framework::Nginx).then(|| nginx::one_of_two().to_owned());
    }
    // An error has to be fixed; with headers the page would read it, and still have an error.
    let is_answered = *rule != ERROR_WITHOUT_CORS && is_fixed_by_headers(rule);
    is_answered.then(|| snippet(framework, grant, observed))
}
