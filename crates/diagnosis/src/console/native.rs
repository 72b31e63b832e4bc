//! Apps that are no web pages: React Native, Expo, native plugins of Capacitor and Cordova. Their scripts say what a page's
//! script says, but no browser stands between them and the server, so that CORS cannot be the cause.

use super::message::Message;
use super::reason::ConsoleReason;
use super::transcript::Transcript;
use super::voices::scripts::NATIVE_APP;

/// What only the stacks and the logs of such apps have.
const SIGNS: [&str; 21] = [
    "platform=android",
    "platform=ios",
    "transform.engine=hermes",
    "hermes-stable",
    "index.android.bundle",
    "index.ios.bundle",
    "main.jsbundle",
    "internalbytecode.js",
    "addressatindex",
    "node_modules/react-native/",
    "react-native/libraries/",
    "reactnativejs",
    "rctnetworking",
    "rctdeviceeventemitter",
    "messagequeue.__callfunction",
    "networkingmodule.java",
    "facebook.react.",
    "capacitorhttp",
    "com.getcapacitor",
    "cordova-plugin-advanced-http",
    "nsurlerrordomain",
];

/// Signs of the same frameworks in a browser.
const IN_A_BROWSER: [&str; 3] = ["platform=web", "react-native-web", "react-dom"];

/// What the script of an app says of its calls, told as an app's.
pub(super) fn without_browser(messages: &mut [Message], transcript: &Transcript) {
    let folded = transcript.folded();
    let has = |signs: &[&str]| signs.iter().any(|sign| folded.contains(sign));
    // What a browser says is said by a browser.
    let has_browser = messages.iter().any(|message| message.engine.is_some());
    if has_browser || !has(&SIGNS) || has(&IN_A_BROWSER) {
        return;
    }
    for message in messages {
        let is_blind = matches!(
            message.reason,
            Some(ConsoleReason::Said(saying)) if saying.is_of_script() && !saying.came_through()
        );
        if is_blind {
            message.reason = Some(ConsoleReason::Said(&NATIVE_APP));
        }
    }
}
