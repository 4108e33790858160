//! The kinds of mistakes. Their names are stable: tests, the manual and `deck explain` use them.

macro_rules! codes {
    ($($variant:ident $name:literal $explanation:literal)*) => {
        /// A kind of mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the explanation is the documentation")]
        pub enum Code { $($variant),* }

        impl Code {
            /// Every code.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The stable name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),* }
            }

            /// What it means and how to mend it.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => $explanation),* }
            }
        }
    };
}

codes! {
    AttributeApplies "attribute-applies-to-nothing" "Attributes such as `{.small}` stand right behind what they belong to, at the end of its line, or alone on the line directly under a block. Under a blank line they belong to nothing."
    BadData "bad-data" "The file of data cannot be read. CSV and TSV have the names of their columns in the first line and as many cells in every row; JSON is one value."
    BadYaml "bad-yaml" "The YAML cannot be read. The message says what the reader met and where."
    BadBibliography "bad-bibliography" "The description of a work cannot be read: BibTeX or BibLaTeX in a `.bib` file, hayagriva's YAML in a `.yaml` file."
    BadFormula "bad-formula" "The formula cannot be set. Formulas are written as for KaTeX."
    BadImage "bad-image" "The file is not a picture that browsers show: PNG, JPEG, GIF, WebP, AVIF or SVG."
    BadStyle "bad-style" "The style of a slide is CSS: declarations for the slide itself and rules for what stands on it. What is opened in it is closed in it."
    BadTemplate "bad-template" "The Handlebars template cannot be read or filled."
    BadText "bad-text" "Sources are UTF-8 text without control characters."
    BoundaryAsHeading "boundary-under-text" "A line of exactly `---` or `--` starts a slide, also directly under text. For a heading write `## Text`; to make the boundary plain to readers, put a blank line above it."
    DuplicateId "duplicate-id" "An id that is written stands once in a deck."
    DuplicateKey "duplicate-key" "A key may stand once in a mapping."
    DuplicateSlot "duplicate-slot" "A slot of a slide is filled once: by a key, by a `:::` container, or by the text."
    EmptyDeck "empty-deck" "The deck has no slides."
    FrontMatter "front-matter" "A `---` line followed directly by text opens a YAML block with the slide's keys, which the next `---` line closes. Put a blank line after the boundary if text was meant."
    ImageMissing "image-missing" "The picture's file cannot be read. Its path is relative to the file it is written in."
    LeavesRoot "leaves-root" "Only files below the root are read: the larger of the deck's own folder and the working directory, or what `--root` says."
    MissingFile "missing-file" "The file cannot be read. Its path is relative to the file it is written in."
    MissingAlt "missing-alt" "A picture needs an alternative text that says what it shows, for those who do not see it."
    Nesting "nesting" "Blocks may be nested 100 deep."
    NotAllowed "not-allowed" "Scripts, event handlers, frames and remote files are left out unless the deck says `allow: [scripts]` or `allow: [network]`."
    NoSection "no-section" "An agenda and an outline name the sections of the deck. A section begins with a slide of `layout: section` and ends before the next."
    NoReferences "no-references" "A slide with `layout: references` lists the works that the deck cites, and those of `nocite:`; both want the other."
    NoSlot "no-slot" "The layout has no place for this part of the slide."
    RawHtml "raw-html" "Raw HTML must be balanced: every element that is opened is closed in the same block."
    TooLarge "too-large" "A text is larger than what the compiler takes."
    Unclosed "unclosed" "Code fences end with a fence as long as the one that opened them, containers with `:::`, comments with `-->`, formulas with `$$`."
    UnknownAttribute "unknown-attribute" "An attribute that neither HTML nor deck knows. Attributes of your own begin with `data-`."
    UnknownContainer "unknown-container" "The word after `:::` is a slot of the layout or a container such as `columns`, `notes` or `callout-tip`. `::: {.name}` makes a plain box of any name."
    UnknownFootnote "unknown-footnote" "No footnote of that name is defined in the file."
    UnknownId "unknown-id" "The link points to an id that no slide has."
    UnknownKey "unknown-key" "A key that a deck or a slide does not have. Keys of your own begin with `x-`."
    UnknownLabel "unknown-label" "`@fig:x`, `@tbl:x` and `@eq:x` refer to the figure, table or formula with the label `{#fig:x}`, `{#tbl:x}` or `{#eq:x}`, anywhere in the deck."
    UnknownLanguage "unknown-language" "No grammar is known under that name. `text` shows code without colours."
    UnknownLayout "unknown-layout" "The theme has no layout of that name."
    UnknownTheme "unknown-theme" "There is no theme of that name, neither built in nor below the root."
    UnknownWork "unknown-work" "`[@key]` cites a work by its key in one of the files that the deck's `bibliography:` names."
    UnknownWord "unknown-word" "A word in a code fence's first line that means nothing there."
    Unmatched "unmatched" "A closing `:::` or tag that closes nothing."
    WrongPlace "wrong-place" "It has no meaning where it stands; the message says where it belongs."
    WrongType "wrong-type" "The value is not of the kind that its key takes."
    ThemeFile "theme-file" "A file of the theme is missing or cannot be read."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_explained() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(Code::ALL.iter().all(|code| code.explanation().ends_with('.')));
    }
}
