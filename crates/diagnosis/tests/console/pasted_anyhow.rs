//! Consoles as people paste them from comments, lists and issues, shortened, repeated, and in words of other years.

use preflight_diagnosis::{ConsoleReason, explain, read_console};

use crate::read::{API, APP, MISSING, assert_read};

#[test]
fn a_sentence_about_a_redirect_is_one_message() {
    for beginning in ["XMLHttpRequest cannot load ", "Fetch API cannot load ", "Failed to load "] {
        for (end, break_) in [(".", " "), (":", " "), (".", "\n")] {
            let text = format!(
                "{beginning}{API}{end}{break_}Redirect from '{API}' to '{API}/' has been blocked by CORS policy: \
                 No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin '{APP}' is \
                 therefore not allowed access."
            );
            assert_read(&text, &[("chromium", "missing-allow-origin", API, APP, "redirect-without-cors")]);
        }
    }
    assert_read(
        "Redirect at origin 'https://api.example.com' has been blocked from loading by Cross-Origin Resource Sharing policy: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'https://app.example.com' is therefore not allowed access.",
        &[("chromium", "missing-allow-origin", "-", APP, "redirect-without-cors")],
    );
}

#[test]
fn where_a_redirect_leads_is_used() {
    let text = format!(
        "XMLHttpRequest cannot load {API}. The request was redirected to 'https://id.example.com/connect/authorize?client_id=1', \
         which is disallowed for cross-origin requests that require preflight."
    );
    let explanation = explain(&read_console(&text)[0]);
    let finding = &explanation.candidates[0].finding;
    assert!(finding.message.contains("login") && !finding.fix().contains("final URL"), "{finding:?}");
}

#[test]
fn what_webkit_says_is_never_a_servers_own_list() {
    for text in [
        "found: Error: Origin -\nnot allowed by Access-Control-Allow-Origin.",
        "Error: origin not allowed by Access-Control-Allow-Origin",
        "Error: origin <redacted> not allowed by Access-Control-Allow-Origin",
    ] {
        assert_read(text, &[("webkit", "missing-allow-origin", "-", "-", "error-without-cors")]);
    }
    for text in [
        "Origin https://app.example.com not allowed by Access-Control-Allow-Origin.",
        "Error: Origin https://app.example.com is not allowed by Access-Control-Allow-Origin.",
    ] {
        assert_read(text, &[("webkit", "missing-allow-origin", "-", APP, "error-without-cors")]);
    }
}

#[test]
fn margins_of_comments_and_lists_are_no_part_of_a_url() {
    let line = "Access to fetch at 'https://api.example.com/⏎todos' from origin ⏎'https://app.example.com' has been blocked by CORS policy: ⏎No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    for margin in [" * ", "// ", "# ", "-- ", "; ", "> ", "| ", "  ", "/// ", "* ", "## ", "> > "] {
        assert_read(&format!("{margin}{}", line.replace('⏎', &format!("\n{margin}"))), &[MISSING]);
    }
    assert_read(&format!("/* {} */", line.replace('⏎', "\n")), &[MISSING]);
    assert_read(&format!("<!-- {} -->", line.replace('⏎', "\n")), &[MISSING]);
    assert_read(
        "* Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource\n * at https://api.example.com/todos.\n * (Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘https://b.example’).",
        &[("firefox", "allow-origin-mismatch", API, "-", "origin-mismatch")],
    );
    // A URL that was cut behind its scheme goes on with slashes.
    assert_read(&line.replace("https://api", "https:\n//api").replace('⏎', ""), &[MISSING]);
}

#[test]
fn a_missing_header_is_told_in_the_words_of_any_year() {
    for text in [
        "Requisição cross-origin bloqueada: A política de mesma origem (Same Origin Policy) impede a leitura do recurso remoto em https://api.example.com/todos. (Motivo: o cabeçalho CORS 'Access-Control-Allow-Origin' não está presente).",
        "Solicitud desde otro origen bloqueada: la política de mismo origen impide leer el recurso remoto en https://api.example.com/todos. (Razón: falta el encabezado CORS 'Access-Control-Allow-Origin').",
        "Blocage d'une requête multi-origines (Cross-Origin Request) : la politique « Same Origin » ne permet pas de consulter la ressource distante située sur https://api.example.com/todos. Raison : en-tête CORS « Access-Control-Allow-Origin » manquant.",
        "Cross-Origin-Anfrage blockiert: Die Same-Origin-Policy verbietet das Lesen der externen Ressource auf https://api.example.com/todos. (Grund: CORS-Header 'Access-Control-Allow-Origin' fehlt).",
        "교차 출처 요청 차단: 동일 출처 정책으로 인해 https://api.example.com/todos에 있는 원격 자원을 차단하였습니다. (원인: ‘Access-Control-Allow-Origin’ CORS 헤더가 없음)",
        "Požadavek Cross-Origin zablokován: Same Origin Policy nepovoluje číst vzdálený zdroj na https://api.example.com/todos. (Důvod: chybí hlavička CORS 'Access-Control-Allow-Origin').",
        "已封鎖跨來源請求: 同源政策不允許讀取 [https://api.example.com/todos](https://api.example.com/todos \"https://api.example.com/todos\") 的遠端資源。（原因: 缺少 CORS 'Access-Control-Allow-Origin' 檔頭）。",
    ] {
        let messages = read_console(text);
        let read: Vec<_> = messages.iter().map(|message| (message.url.as_deref(), message.reason.as_ref())).collect();
        assert_eq!(read, [(Some(API), Some(&ConsoleReason::MissingAllowOrigin))], "{text}");
    }
}

#[test]
fn a_shortened_line_keeps_its_url() {
    for text in [
        "Solicitud de origen cruzado bloqueada ... https://api.example.com/todos (Razón: Solicitud CORS sin éxito). Código de estado: (null).",
        "Bloccata richiesta multiorigine (cross-origin): \nhttps://api.example.com/todos\nMotivo: richiesta CORS non riuscita.",
        "Blocage d’une requête multiorigine (Cross-Origin Request) ... https://api.example.com/todos. Raison : échec de la requête CORS. Code d’état : (null).",
        "Cross-Origin Request Blocked … https://api.example.com/todos (Reason: CORS request did not succeed). Status code: (null).",
    ] {
        assert_read(text, &[("firefox", "network-error", API, "-", "unreachable")]);
    }
    for text in [
        "Solicitud de origen cruzado bloqueada: https://api.example.com/todos",
        "Запрос из постороннего источника заблокирован:\nhttps://api.example.com/todos",
    ] {
        assert_read(text, &[("firefox", "translated", API, "-", "unreachable")]);
    }
}

#[test]
fn a_sentence_is_never_a_url() {
    let text = "```\nSolicitud desde otro origen bloqueada: la política de mismo origen impide leer el recurso remoto en https://api.example.com/todos. (Razón: falta el encabezado CORS 'Access-Control-Allow-Origin').\n```\n\n```\nSolicitud de origen cruzado bloqueada: La misma política de origen no permite la lectura de recursos remotos en https://api.example.com/todos.\n```";
    assert_read(text, &[("firefox", "missing-allow-origin", API, "-", "error-without-cors")]);
    for text in [
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at data:application/javascript;base64,KGZ1bm",
        "Bloccata richiesta multiorigine (cross-origin): il criterio di corrispondenza dell’origine non consente la lettura della risorsa remota da data:application/javascript;base64,KGZ1bm",
    ] {
        let url = "data:application/javascript;base64,KGZ1bm";
        assert_read(text, &[("firefox", "url-without-host", url, "-", "wrong-url-or-env")]);
    }
}

#[test]
fn an_element_takes_no_file_of_another_origin() {
    assert_read(
        "Unsafe attempt to load URL https://cdn.example.com/i.svg from frame with URL https://app.example.com/a?b. Domains, protocols and ports must match.",
        &[("chromium", "element-of-another-origin", "https://cdn.example.com/i.svg", APP, "!not-cors")],
    );
    assert_read(
        "Unsafe attempt to load URL file:///C:/a/i.svg from frame with URL file:///C:/a/index.html. 'file:' URLs are treated as unique security origins.",
        &[("chromium", "non-http-scheme", "file:///C:/a/i.svg", "null", "!file-origin-null")],
    );
    assert_read(
        "Unsafe JavaScript attempt to access frame with URL https://a.example/x from frame with URL https://app.example.com/y. Domains, protocols and ports must match.",
        &[("chromium", "frame-access", "-", APP, "!not-cors")],
    );
    assert_read(
        "Blocked a frame with origin \"https://app.example.com\" from accessing a cross-origin frame.",
        &[("-", "frame-access", "-", APP, "!not-cors")],
    );
}

#[test]
fn an_echo_belongs_to_what_it_echoes() {
    for (reason, name, cause) in [
        ("Method PUT is not allowed by Access-Control-Allow-Methods.", "method-not-allowed", "method-not-allowed"),
        (
            "Request header field X-A is not allowed by Access-Control-Allow-Headers.",
            "header-not-allowed",
            "header-not-allowed",
        ),
        ("Preflight response is not successful. Status code: 404", "preflight-status", "options-not-handled"),
    ] {
        let text = format!(
            "[Error] {reason}\n[Error] Fetch API cannot load {API} due to access control checks.\n[Error] Failed to load resource: {reason} (x, line 0)\n[Error] Unhandled Promise Rejection: TypeError: {reason}"
        );
        assert_read(&text, &[("webkit", name, API, "-", cause)]);
    }
    let line = format!(
        "Access to script at '{API}' from origin '{APP}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
    );
    let echo = format!("Uncaught (in promise) TypeError: Failed to fetch dynamically imported module: {API}");
    for text in [format!("{line}\n{echo}"), format!("{echo}\n{line}")] {
        assert_read(&text, &[("chromium", "missing-allow-origin", API, APP, "no-acao")]);
    }
    let alone = read_console(&echo);
    assert_eq!(explain(&alone[0]).candidates[0].finding.rule.name, "wrong-url-or-env");
    let text = format!(
        "OPTIONS {API} 404 (Not Found)\nFailed to load. {API}: Response for preflight has invalid HTTP status code 404."
    );
    assert_read(&text, &[("chromium", "preflight-status", API, "-", "options-not-handled")]);
}

#[test]
fn every_hidden_header_is_named() {
    let messages = read_console(
        "a.js:1 Refused to get unsafe header \"X-A\"\n(anonymous) @ a.js:1\na.js:2 Refused to get unsafe header \"X-B\"\nRefused to get unsafe header \"x-a\"",
    );
    let reasons: Vec<_> = messages.into_iter().map(|message| message.reason).collect();
    assert_eq!(reasons, [Some(ConsoleReason::HiddenHeader { name: "X-A, X-B".to_owned() })]);
}

#[test]
fn titles_of_the_issues_tab_are_messages() {
    for (title, cause) in [
        (
            "Indicate whether to send a cookie in a cross-site request by specifying its SameSite attribute",
            "cookie-not-sent",
        ),
        ("Mark cross-site cookies as Secure to allow setting them in cross-site contexts", "cookie-not-sent"),
        ("Migrate entirely to HTTPS to have cookies sent to same-site subresources", "cookie-not-sent"),
        ("Content Security Policy of your site blocks some resources", "!not-cors"),
        ("Mixed content: load all resources via HTTPS to improve the security of your site", "!mixed-content"),
        ("Ensure no-cors requests configure redirect mode follow", "redirect-not-followed"),
        ("Ensure CORS requests include credentials only when permitted", "!acac-missing"),
    ] {
        let explanation = explain(&read_console(title)[0]);
        let mark = if explanation.is_certain { "!" } else { "" };
        assert_eq!(format!("{mark}{}", explanation.candidates[0].finding.rule.name), cause, "{title}");
    }
}

#[test]
fn the_first_edge_is_read_with_its_numbers_and_without() {
    for (text, cause) in [
        ("SEC7126: Redirects are not allowed for CORS preflight requests.", "!preflight-redirect"),
        (
            "SEC7125: XMLHttpRequest for https://api.example.com/todos caused a response headers parsing failure.",
            "malformed-allow-list",
        ),
        (
            "SEC7129: Multiple Access-Control-Allow-Credentials headers are not allowed for CORS response.",
            "acac-missing",
        ),
        ("Multiple Access-Control-Allow-Origin headers are not allowed for CORS response.", "!acao-duplicated"),
        (
            "Wildcard in Access-Control-Allow-Origin not allowed when credentials flag is set to true.",
            "!wildcard-with-credentials",
        ),
        ("XMLHttpRequest: Network Error 0x80070005, Access is denied.", "unreachable"),
        (
            "SCRIPT7002: XMLHttpRequest: Network Error 0x2ee7, Could not complete the operation due to error 00002ee7.",
            "unreachable",
        ),
        ("SCRIPT5: Access is denied.", "not-cors"),
    ] {
        let explanation = explain(&read_console(text)[0]);
        let mark = if explanation.is_certain { "!" } else { "" };
        assert_eq!(format!("{mark}{}", explanation.candidates[0].finding.rule.name), cause, "{text}");
    }
    assert_read(
        "Origin https://app.example.com not found in Access-Control-Allow-Origin header.\nSCRIPT7002: XMLHttpRequest: Network Error 0x80070005, Access is denied.",
        &[("-", "edge-origin-not-found", "-", APP, "no-acao")],
    );
}

#[test]
fn the_first_edge_names_a_header_and_a_method_without_a_number() {
    for (text, cause, fix) in [
        (
            "Request header content-type was not present in the Access-Control-Allow-Headers list.",
            "header-not-allowed",
            "`content-type`",
        ),
        (
            "\"Request method PUT was not present in the Access-Control-Allow-Methods list.\"",
            "method-not-allowed",
            "`PUT`",
        ),
    ] {
        let explanation = explain(&read_console(text)[0]);
        assert!(explanation.is_certain, "{text}");
        let finding = &explanation.candidates[0].finding;
        assert_eq!(finding.rule.name, cause, "{text}");
        assert!(finding.fix().contains(fix), "{text}: {}", finding.fix());
    }
}

#[test]
fn old_texts_about_files_and_types_are_read() {
    assert_read(
        "XMLHttpRequest cannot load https://api.example.com/todos. Cannot make any requests from null.",
        &[("chromium", "requests-from-null", API, "-", "file-origin-null")],
    );
    assert_read(
        "Imported resource from origin 'file://' has been blocked from loading by Cross-Origin Resource Sharing policy: Received an invalid response. Origin 'null' is therefore not allowed access.",
        &[("chromium", "non-http-scheme", "file:///…", "null", "!file-origin-null")],
    );
    assert_read(
        "Refused to connect to https://api.example.com/todos because it appears in neither the connect-src directive nor the default-src directive of the Content Security Policy.",
        &[("webkit", "csp", API, "-", "!not-cors")],
    );
    assert_read(
        "Module source URI is not allowed in this document: “file:///C:/a/m.js”.",
        &[("-", "module-of-a-file", "file:///C:/a/m.js", "-", "file-origin-null")],
    );
    assert_read(
        "EventSource's response has a MIME type (\"text/html\") that is not \"text/event-stream\". Aborting the connection.",
        &[("-", "event-stream-type", "-", "-", "not-cors")],
    );
}

#[test]
fn a_token_that_was_missing_is_a_header_in_every_language() {
    for text in [
        "Solicitud de origen cruzado bloqueada: La misma política de origen no permite la lectura de recursos remotos en https://api.example.com/todos. (Razón: falta token 'x-tenant' en encabezado CORS 'Access-Control-Allow-Headers' del canal CORS preflight)",
        "Запрос из постороннего источника заблокирован: Политика одного источника запрещает чтение удаленного ресурса на https://api.example.com/todos. (Причина: не хватает токена 'x-tenant' в заголовке CORS 'Access-Control-Allow-Headers' из канала CORS preflight).",
    ] {
        assert_read(text, &[("firefox", "header-not-allowed", API, "-", "header-not-allowed")]);
    }
}
