//! Where the pipeline applies CORS.

use tree_sitter::Node;

use crate::code::Code;
use crate::csharp::Unit;
use crate::note::Notes;

/// What answers by itself, or decides before CORS could. `UseAuthentication` only finds out who asks.
pub(crate) const BEFORE: [&str; 4] = ["UseAuthorization", "UseEndpoints", "UseResponseCaching", "MapControllers"];

/// What only a file with the pipeline has.
const PIPELINE: [&str; 5] = ["UseRouting", "UseAuthorization", "UseEndpoints", "MapControllers", "Run"];

/// Notes whether `UseCors` is there and stands in its place.
pub(super) fn check(unit: &Unit<'_>, calls: &[Node<'_>], notes: &mut Notes) {
    let position = |name: &str| calls.iter().position(|call| unit.callee(*call) == name);
    let Some(place) = position("UseCors") else {
        let is_applied = unit.text(unit.root()).contains("EnableCors") || position("RequireCors").is_some();
        if let Some(call) = PIPELINE.iter().find_map(|name| position(name)).filter(|_| !is_applied) {
            notes.note(
                Code::MiddlewareMissing,
                unit.site_of_name(calls[call]),
                "`UseCors` is not called here, so that no CORS header is sent; the policy is what the configuration says",
            );
        }
        return;
    };
    for name in BEFORE {
        if position(name).is_some_and(|before| before < place) {
            notes.note(
                Code::MiddlewareOrder,
                unit.site_of_name(calls[place]),
                format!("`UseCors` stands after `{name}`, whose own answers go without CORS headers; the policy gives every answer its headers"),
            );
        }
    }
}
