//! What looks like CORS and is another mechanism: CSP, CORP, ORB, mixed content, cookies, host checks, integrity.

use preflight_engine::browser::console::sentences::{chromium, firefox, webkit};

use super::key::key;
use super::message::{Engine, Message};
use super::net_error::NetError;
use super::reason::ConsoleReason;
use super::rule::{CHROMIUM, FIREFOX, Rule, Sighting, UrlPlace, WEBKIT, located as rule};
use super::voices::look_alikes;
use super::window::Window;

/// Phrases that name another mechanism.
pub(super) const RULES: &[Rule] = &[
    rule(CHROMIUM, "violatesthefollowingcontentsecuritypolicydirective", UrlPlace::Before, csp),
    rule(CHROMIUM, "violatesthedocument'scontentsecuritypolicy", UrlPlace::Before, csp),
    rule(CHROMIUM, "violatesthefollowingreport-onlycontentsecuritypolicydirective", UrlPlace::Before, csp_report),
    rule(FIREFOX, "(report-onlypolicy)thepage'ssettingswouldblock", UrlPlace::After, csp_report),
    rule(FIREFOX, "contentsecuritypolicy:thepage'ssettingsobserved", UrlPlace::After, csp_report),
    rule(FIREFOX, "content-security-policy:thepage'ssettingsobserved", UrlPlace::After, csp_report),
    rule(WEBKIT, "becauseitdoesnotappearinthe", UrlPlace::Before, csp),
    rule(WEBKIT, "becauseitappearsinneitherthe", UrlPlace::Before, csp),
    rule(FIREFOX, "contentsecuritypolicy:thepage'ssettingsblocked", UrlPlace::After, csp),
    rule(FIREFOX, "content-security-policy:thepage'ssettingsblocked", UrlPlace::After, csp),
    rule(FIREFOX, "contentsecuritypolicy:dieeinstellungenderseitehaben", UrlPlace::Elsewhere, csp),
    rule(FIREFOX, "wasblockedduetoitscross-origin-resource-policyheader", UrlPlace::Before, corp),
    rule(WEBKIT, key!(webkit::RESOURCE_POLICY), UrlPlace::Before, corp),
    rule(WEBKIT, "becauseitviolatestheresource'scross-origin-embedder-policy", UrlPlace::Before, coep),
    rule(FIREFOX, "wasblockedbyopaqueresponseblocking", UrlPlace::Before, orb),
    rule(FIREFOX, "aresourceisblockedbyopaqueresponseblocking", UrlPlace::Elsewhere, orb),
    rule(CHROMIUM, "responsewasblockedbycorb", UrlPlace::Elsewhere, |_| Some(ConsoleReason::Said(&look_alikes::CORB))),
    rule(CHROMIUM, "(corb)blockedcross-originresponse", UrlPlace::After, |_| {
        Some(ConsoleReason::Said(&look_alikes::CORB))
    }),
    rule(CHROMIUM, key!(chromium::MIXED_CONTENT), UrlPlace::After, mixed_content_without_its_page),
    rule(FIREFOX, key!(firefox::MIXED_CONTENT), UrlPlace::After, |_| Some(ConsoleReason::MixedContent)),
    rule(FIREFOX, "blockedloadingmixeddisplaycontent", UrlPlace::After, |_| Some(ConsoleReason::MixedContent)),
    rule(FIREFOX, "mixedcontent:upgradinginsecure", UrlPlace::After, |_| Some(ConsoleReason::MixedContentUpgraded)),
    rule(WEBKIT, "wasnotallowedtorequestinsecurecontentfrom", UrlPlace::After, |_| Some(ConsoleReason::MixedContent)),
    rule(WEBKIT, "wasnotallowedtoruninsecurecontentfrom", UrlPlace::After, |_| Some(ConsoleReason::MixedContent)),
    rule(WEBKIT, "wasnotallowedtodisplayinsecurecontentfrom", UrlPlace::After, |_| Some(ConsoleReason::MixedContent)),
    rule(WEBKIT, key!(webkit::MIXED_CONTENT), UrlPlace::After, |_| Some(ConsoleReason::MixedContent)),
    rule(FIREFOX, "'willsoonberejectedbecause", UrlPlace::Elsewhere, cookie),
    rule(FIREFOX, "'willbesoonrejectedbecause", UrlPlace::Elsewhere, cookie),
    rule(FIREFOX, "'hasbeenrejectedbecause", UrlPlace::Elsewhere, cookie),
    rule(FIREFOX, "'hasbeenrejectedasthirdparty", UrlPlace::Elsewhere, cookie),
    rule(FIREFOX, "'hasbeenrejectedforinvaliddomain", UrlPlace::Elsewhere, cookie),
    rule(CHROMIUM, "wassetwithoutthe'samesite'attribute", UrlPlace::Before, cookie),
    rule(CHROMIUM, "thisset-cookieheaderdidn'tspecifya'samesite'", UrlPlace::Elsewhere, cookie),
    rule(CHROMIUM, "attempttosetacookieviaaset-cookieheaderwasblocked", UrlPlace::Elsewhere, cookie),
    rule(CHROMIUM, "thisset-cookieheaderwasblocked", UrlPlace::Elsewhere, cookie),
    rule(CHROMIUM, "acookiewasnotsentto", UrlPlace::Elsewhere, cookie),
    rule(FIREFOX, "somecookiesaremisusingtherecommended'samesite'", UrlPlace::Elsewhere, cookie),
    rule(CHROMIUM, "thisset-cookiewasblocked", UrlPlace::Elsewhere, cookie),
    rule(CHROMIUM, "third-partycookieisblocked", UrlPlace::Elsewhere, cookie),
    rule(CHROMIUM, "third-partycookiewillbeblocked", UrlPlace::Elsewhere, cookie),
    rule(FIREFOX, "'doesnothaveaproper'samesite'attribute", UrlPlace::Elsewhere, cookie),
    rule(FIREFOX, "partitionedcookieorstorageaccesswasprovidedto", UrlPlace::After, cookie),
    rule(FIREFOX, "requesttoaccesscookieorstorageon", UrlPlace::After, cookie),
    rule(FIREFOX, "wasblockedbecausecontentblockingisenabled", UrlPlace::Before, blocked_by_client),
    rule(FIREFOX, "wasblockedbecauseenhancedtrackingprotection", UrlPlace::Before, blocked_by_client),
    rule(CHROMIUM, "sri'sintegritychecksfailed", UrlPlace::Before, integrity),
    rule(CHROMIUM, "failedtofindavaliddigestinthe'integrity'", UrlPlace::After, integrity),
    rule(CHROMIUM, "requirestherequesttobecorsenabledtochecktheintegrity", UrlPlace::Before, |_| {
        Some(ConsoleReason::Said(&look_alikes::INTEGRITY_WITHOUT_CORS))
    }),
    rule(WEBKIT, key!(webkit::INTEGRITY), UrlPlace::After, integrity),
    rule(FIREFOX, "hashesintheintegrityattributematch", UrlPlace::After, integrity),
    rule(CHROMIUM, "resultedinanetworkerrorresponse", UrlPlace::Before, |_| {
        Some(ConsoleReason::Said(&look_alikes::SERVICE_WORKER))
    }),
    rule(WEBKIT, "responseservedbyserviceworker", UrlPlace::Elsewhere, |_| {
        Some(ConsoleReason::Said(&look_alikes::SERVICE_WORKER))
    }),
    rule(WEBKIT, "fetchevent.respondwithreceivedanerror", UrlPlace::Elsewhere, |window| {
        let is_of_its_call = window.rest().trim_start_matches(':').starts_with("typeerror:loadfailed");
        let saying = if is_of_its_call { &look_alikes::CALL_OF_SERVICE_WORKER } else { &look_alikes::SERVICE_WORKER };
        Some(ConsoleReason::Said(saying))
    }),
    rule(FIREFOX, "aserviceworkerpassed", UrlPlace::Before, |_| {
        Some(ConsoleReason::Said(&look_alikes::SERVICE_WORKER))
    }),
    rule(FIREFOX, "aserviceworkerintercepted", UrlPlace::Before, |_| {
        Some(ConsoleReason::Said(&look_alikes::SERVICE_WORKER))
    }),
    rule(FIREFOX, "wasblockedbecauseofadisallowedmimetype('", UrlPlace::Before, module_type),
    rule(FIREFOX, "wasblockedduetomimetype('", UrlPlace::Before, module_type),
    rule(CHROMIUM, "becauseitsmimetype('", UrlPlace::Before, module_type),
    rule(CHROMIUM, "butserverrespondedwithamimetypeof'", UrlPlace::Elsewhere, module_type),
    rule(CHROMIUM, "buttheserverrespondedwithamimetypeof'", UrlPlace::Elsewhere, module_type),
    rule(None, "refusedtosetunsafeheader'", UrlPlace::Elsewhere, forbidden_header),
    rule(FIREFOX, "attempttosetaforbiddenheaderwasdenied:", UrlPlace::Elsewhere, |window| {
        let name = window.rest().split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next()?;
        Some(ConsoleReason::ForbiddenHeader { name: name.to_owned() })
    }),
    rule(FIREFOX, "maynotloaddatafrom", UrlPlace::After, |_| Some(ConsoleReason::SameOriginMode)),
    rule(None, "notallowedtoloadlocalresource:", UrlPlace::After, |_| Some(ConsoleReason::NonHttpScheme)),
];

/// A policy that only reports says the same after `[Report Only]`.
fn csp(window: &Window<'_>) -> Option<ConsoleReason> {
    let only_reports = window.before().contains("[reportonly]");
    Some(if only_reports {
        ConsoleReason::ContentSecurityPolicyReportOnly
    } else {
        ConsoleReason::ContentSecurityPolicy
    })
}

fn csp_report(_: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::ContentSecurityPolicyReportOnly)
}

fn corp(_: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::Said(&look_alikes::CORP))
}

fn coep(_: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::Said(&look_alikes::COEP))
}

fn orb(_: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::Said(&look_alikes::ORB))
}

/// What Chromium calls it, so that one table of classes serves all.
fn blocked_by_client(_: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::Network(NetError { code: Some("ERR_BLOCKED_BY_CLIENT".to_owned()) }))
}

fn cookie(_: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::Cookie)
}

fn integrity(_: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::Said(&look_alikes::INTEGRITY))
}

fn module_type(window: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::ModuleType { mime: window.word_until(&["'"])? })
}

fn forbidden_header(window: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::ForbiddenHeader { name: window.word_until(&["'"])? })
}

/// The page was not copied. Some content is only warned of.
fn mixed_content_without_its_page(window: &Window<'_>) -> Option<ConsoleReason> {
    let is_warning = window.find_first(&["shouldalsobeserved", "automaticallyupgraded"]).is_some();
    Some(if is_warning { ConsoleReason::MixedContentUpgraded } else { ConsoleReason::MixedContent })
}

/// `Mixed Content: The page at '<page>' was loaded over HTTPS, but requested an insecure resource '<url>'. …`
pub(super) fn mixed_content(window: &Window<'_>) -> Option<Sighting> {
    let loaded = window.find("wasloadedover")?;
    let page = window.transcript.word(window.end..loaded.start);
    let after = window.at(loaded);
    let verdict = after.find_first(&["hasbeenblocked", "automaticallyupgraded", "shouldalsobeserved"]);
    let is_blocked = verdict.as_ref().is_none_or(|verdict| after.at(verdict.clone()).is("hasbeenblocked"));
    let reason = if is_blocked { ConsoleReason::MixedContent } else { ConsoleReason::MixedContentUpgraded };
    let message = Message {
        reason: Some(reason),
        url: after.url_after(),
        origin: url::Url::parse(&page).ok().map(|page| page.origin().ascii_serialization()),
        ..Message::of(Engine::Chromium)
    };
    Some(Sighting::new(message, verdict.map_or(after.end, |verdict| verdict.end)))
}
