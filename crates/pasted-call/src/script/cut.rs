//! A script that ends within a call, since not all of it was copied: what stands before its end is read.

use super::tokens::{Bracket, Token, Tokens};

impl<'a> Tokens<'a> {
    /// The tokens with the brackets closed that the end of the text leaves open; none where one is closed that was not opened.
    pub(super) fn closed(mut self, source: &'a str) -> Option<Self> {
        let line = source.trim_end().rfind('\n').unwrap_or_default();
        let is_quote = |at: &usize| self.is_mark(*at, "'") || self.is_mark(*at, "\"");
        let last_line = self.starts.partition_point(|&start| start < line);
        let open_string = (last_line..self.list.len()).find(is_quote);
        let open_template = self.open_brackets()?.into_iter().find(|(_, close)| *close == "`").map(|(at, _)| at);
        if let Some(at) = open_string.into_iter().chain(open_template).min() {
            // Of the string that is cut off nothing is taken.
            self.list.truncate(at);
            self.starts.truncate(at);
            self.append(Token::Name(""), source.len());
        }
        let open = self.open_brackets()?;
        self.cut = Some(self.list.len());
        for (_, close) in open.into_iter().rev() {
            let token = if close == "${" { Token::SubstitutionEnd } else { Token::Mark(close) };
            self.append(token, source.len());
        }
        self.match_brackets();
        Some(self)
    }

    fn append(&mut self, token: Token<'a>, start: usize) {
        self.list.push(token);
        self.starts.push(start);
    }

    /// The brackets that are open at the end, each with what closes it; none where they are mixed up.
    fn open_brackets(&self) -> Option<Vec<(usize, &'static str)>> {
        let mut open: Vec<(usize, &'static str)> = Vec::new();
        for (at, token) in self.list.iter().enumerate() {
            match token.bracket() {
                Some(Bracket::Opens(close)) => open.push((at, close)),
                Some(Bracket::Closes(closed)) => drop(open.pop_if(|(_, expected)| *expected == closed)?),
                None => {}
            }
        }
        Some(open)
    }

    /// Whether the text ends within these brackets, before what they begin with is at its end: the URL.
    pub(super) fn is_cut_in_first(&self, open: usize, close: usize) -> bool {
        let Some(cut) = self.cut.filter(|&cut| cut <= close && open < cut) else { return false };
        let mut at = open + 1;
        while at < cut && !self.is_mark(at, ",") {
            at = self.close_of(at).unwrap_or(at) + 1;
        }
        at >= cut && !self.is_mark(open + 1, "{")
    }

    /// Whether the text ends within these brackets.
    pub(super) fn is_cut(&self, open: usize, close: usize) -> bool {
        self.cut.is_some_and(|cut| open < cut && cut <= close)
    }
}
