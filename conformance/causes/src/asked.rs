//! A request as a server of the table sees it.

/// A request.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The fields, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The page's origin, whoever asks.
    pub page: String,
    /// The origin of the server that is asked.
    pub own: String,
    /// The origin of the scenario's second server.
    pub other: String,
    /// Whether it is the second server that is asked.
    pub is_other: bool,
    /// How many requests came before this one.
    pub earlier: usize,
}

impl Asked {
    /// A field.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// `Origin`.
    pub fn origin(&self) -> Option<&str> {
        self.header("origin")
    }

    /// Whether the page asks.
    pub fn is_of_the_page(&self) -> bool {
        self.origin() == Some(self.page.as_str())
    }

    /// Whether it is `OPTIONS`, preflight or not.
    pub fn is_options(&self) -> bool {
        self.method == "OPTIONS"
    }

    /// The path, without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// `Access-Control-Allow-Origin` of the page, and `Vary`.
    pub fn allowing_page(&self) -> String {
        format!("Access-Control-Allow-Origin: {}\r\nVary: Origin", self.page)
    }

    /// What a sound server sends with everything: the page, if the page asks, and `Vary`.
    pub fn sound(&self) -> String {
        if self.is_of_the_page() { self.allowing_page() } else { "Vary: Origin".to_owned() }
    }

    /// A sound answer to a preflight.
    pub fn sound_preflight(&self) -> String {
        format!(
            "204 No Content\r\n{}\r\nAccess-Control-Allow-Methods: GET, POST, PUT, PATCH, DELETE\r\nAccess-Control-Allow-Headers: content-type, authorization, x-token",
            self.sound()
        )
    }

    /// A sound server: `ok` for every path.
    pub fn sound_answer(&self) -> String {
        if self.is_options() { self.sound_preflight() } else { format!("200 OK\r\n{}", self.sound()) }
    }
}
