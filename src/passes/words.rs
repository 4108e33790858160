//! What the compiler itself says on slides, in the deck's language. Other languages than these have it in English.

use crate::model::DeckSettings;

/// The words of one language.
#[derive(Debug)]
pub struct Words {
    /// The title of a callout.
    pub note: &'static str,
    /// The title of a callout.
    pub tip: &'static str,
    /// The title of a callout.
    pub important: &'static str,
    /// The title of a callout.
    pub warning: &'static str,
    /// The title of a callout.
    pub caution: &'static str,
    /// Before a figure's number.
    pub figure: &'static str,
    /// Before a table's number.
    pub table: &'static str,
    /// Before a formula's number.
    pub equation: &'static str,
    /// What stands between the number and the caption.
    pub colon: &'static str,
    /// The title of the list of works.
    pub references: &'static str,
    /// The title of the list of sections.
    pub agenda: &'static str,
    /// The title of what follows the talk.
    pub appendix: &'static str,
    /// Between the last two of several names.
    pub and: &'static str,
    /// For the names that are left out.
    pub et_al: &'static str,
    /// For the year of a work that has none.
    pub no_date: &'static str,
    /// Before the book that a work stands in.
    pub in_book: &'static str,
    /// Behind the name of one editor.
    pub editor: &'static str,
    /// Behind the names of several editors.
    pub editors: &'static str,
    /// Before or behind the number of an edition.
    pub edition: &'static str,
    /// A thesis for a doctorate.
    pub doctoral_thesis: &'static str,
    /// A thesis for a master's degree.
    pub masters_thesis: &'static str,
    /// Before the number of a volume.
    pub volume: &'static str,
    /// Before the page of a work.
    pub page: &'static str,
    /// Before its pages.
    pub pages: &'static str,
}

const ENGLISH: Words = Words {
    note: "Note",
    tip: "Tip",
    important: "Important",
    warning: "Warning",
    caution: "Caution",
    figure: "Figure",
    table: "Table",
    equation: "Equation",
    colon: ": ",
    references: "References",
    agenda: "Agenda",
    appendix: "Appendix",
    and: "and",
    et_al: "et al.",
    no_date: "n.d.",
    in_book: "In",
    editor: "Ed.",
    editors: "Eds.",
    edition: "ed.",
    doctoral_thesis: "Doctoral thesis",
    masters_thesis: "Master’s thesis",
    volume: "Vol.",
    page: "p.",
    pages: "pp.",
};

const GERMAN: Words = Words {
    note: "Hinweis",
    tip: "Tipp",
    important: "Wichtig",
    warning: "Warnung",
    caution: "Vorsicht",
    figure: "Abbildung",
    table: "Tabelle",
    equation: "Gleichung",
    colon: ": ",
    references: "Literatur",
    agenda: "Agenda",
    appendix: "Anhang",
    and: "und",
    et_al: "et al.",
    no_date: "o. J.",
    in_book: "In",
    editor: "Hrsg.",
    editors: "Hrsg.",
    edition: "Aufl.",
    doctoral_thesis: "Dissertation",
    masters_thesis: "Masterarbeit",
    volume: "Bd.",
    page: "S.",
    pages: "S.",
};

const FRENCH: Words = Words {
    note: "Remarque",
    tip: "Astuce",
    important: "Important",
    warning: "Avertissement",
    caution: "Attention",
    figure: "Figure",
    table: "Tableau",
    equation: "Équation",
    // A blank that does not break stands before a colon.
    colon: "\u{a0}: ",
    references: "Références",
    agenda: "Plan",
    appendix: "Annexe",
    and: "et",
    et_al: "et al.",
    no_date: "s. d.",
    in_book: "Dans",
    editor: "dir.",
    editors: "dir.",
    edition: "éd.",
    doctoral_thesis: "Thèse de doctorat",
    masters_thesis: "Mémoire de master",
    volume: "vol.",
    page: "p.",
    pages: "p.",
};

const SPANISH: Words = Words {
    note: "Nota",
    tip: "Consejo",
    important: "Importante",
    warning: "Advertencia",
    caution: "Precaución",
    figure: "Figura",
    table: "Tabla",
    equation: "Ecuación",
    colon: ": ",
    references: "Referencias",
    agenda: "Agenda",
    appendix: "Apéndice",
    and: "y",
    et_al: "et al.",
    no_date: "s. f.",
    in_book: "En",
    editor: "Ed.",
    editors: "Eds.",
    edition: "ed.",
    doctoral_thesis: "Tesis doctoral",
    masters_thesis: "Tesis de maestría",
    volume: "Vol.",
    page: "p.",
    pages: "pp.",
};

const JAPANESE: Words = Words {
    note: "注記",
    tip: "ヒント",
    important: "重要",
    warning: "警告",
    caution: "注意",
    figure: "図",
    table: "表",
    equation: "式",
    colon: "：",
    references: "参考文献",
    agenda: "目次",
    appendix: "付録",
    and: "と",
    et_al: "他",
    no_date: "n.d.",
    in_book: "収録：",
    editor: "編",
    editors: "編",
    edition: "版",
    doctoral_thesis: "博士論文",
    masters_thesis: "修士論文",
    volume: "Vol.",
    page: "p.",
    pages: "pp.",
};

const CHINESE: Words = Words {
    note: "说明",
    tip: "提示",
    important: "重要",
    warning: "警告",
    caution: "注意",
    figure: "图",
    table: "表",
    equation: "式",
    colon: "：",
    references: "参考文献",
    agenda: "目录",
    appendix: "附录",
    and: "和",
    et_al: "等",
    no_date: "n.d.",
    in_book: "见：",
    editor: "编",
    editors: "编",
    edition: "版",
    doctoral_thesis: "博士论文",
    masters_thesis: "硕士论文",
    volume: "Vol.",
    page: "p.",
    pages: "pp.",
};

/// The words of a deck's language.
pub fn of(deck: &DeckSettings) -> &'static Words {
    let language = deck.lang.as_deref().unwrap_or_default().split('-').next().unwrap_or_default();
    match language.to_ascii_lowercase().as_str() {
        "de" => &GERMAN,
        "fr" => &FRENCH,
        "es" => &SPANISH,
        "ja" => &JAPANESE,
        "zh" => &CHINESE,
        _ => &ENGLISH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_the_first_part_of_its_tag() {
        let note = |lang: Option<&str>| of(&DeckSettings { lang: lang.map(str::to_owned), ..Default::default() }).note;
        assert_eq!(
            [note(None), note(Some("de-AT")), note(Some("DE")), note(Some("zh-Hant")), note(Some("den"))],
            ["Note", "Hinweis", "Hinweis", "说明", "Note"]
        );
    }
}
