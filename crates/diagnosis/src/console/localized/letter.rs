//! What is left of a character however it is pasted: its letter, in lower case and without accents.
//!
//! `cargo xtask firefox-texts` compiles this file too: it makes the table.

/// The letter; `None` for quotes, digits, white space and marks.
pub(super) fn letter(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then(|| c.to_ascii_lowercase());
    }
    // Of `İ` the second character in lower case is a mark.
    let lower = c.to_lowercase().next()?;
    let is_combining_mark = matches!(lower, '\u{300}'..='\u{36f}');
    (lower.is_alphabetic() && !is_combining_mark).then(|| without_accent(lower))
}

/// The letter that people type, and that some terminals show, for one with an accent.
fn without_accent(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ḍ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' | 'ḥ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ'..='ị' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ'..='ợ' => 'o',
        'ŕ' | 'ŗ' | 'ř' | 'ṛ' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ṣ' => 's',
        'ţ' | 'ť' | 'ț' | 'ṭ' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => 'y',
        'ź' | 'ż' | 'ž' | 'ẓ' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ΐ' | 'ί' | 'ϊ' => 'ι',
        'ό' => 'ο',
        'ς' => 'σ',
        'ΰ' | 'ϋ' | 'ύ' => 'υ',
        'ώ' => 'ω',
        'ё' => 'е',
        'й' | 'ӣ' => 'и',
        'ў' => 'у',
        c => c,
    }
}
