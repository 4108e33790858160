//! One formula in TeX becomes HTML with MathML beside it; the only file that knows katex-rs.
//!
//! In: TeX as the author wrote it and the deck's macros. Out: the HTML of one formula, or what is wrong with it and where.
//! It must never panic or overflow the stack, never let a definition inside one formula reach another, never let a formula load
//! or link to anything, and never answer twice with different bytes: katex-rs writes attributes in the order of a randomly
//! seeded hash map, so they are put in order here.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use katex::macro_expander::MacroMap;
use katex::macros::MacroDefinition;
use katex::macros::builtins::BUILTIN_MACROS;
use katex::types::ParseErrorKind;
use katex::{KatexContext, ParseError, Settings, StrictSetting, TrustSetting};

use tidy::tidy_tags;
use weight::{Scale, definitions, tokens};

mod tidy;
mod weight;

/// The most bytes of TeX in one formula.
const LONGEST_TEX: usize = 64 * 1024;
/// The most bytes of HTML that one formula may become.
const LONGEST_HTML: usize = 1024 * 1024;
/// Deeper formulas get a thread with a stack of their own: a level takes up to 20 KB, and 100 KB in a debug build.
const DEEP: usize = 10;
/// That stack, enough for every formula that is not refused. Only the pages that are used become real.
const ROOM: usize = 64 * 1024 * 1024;
/// How many macros may be expanded in one formula.
const MOST_EXPANSIONS: usize = 1000;
/// The same for a formula whose macros call themselves, where every expansion may nest deeper.
const MOST_RECURSIVE_EXPANSIONS: usize = 30;
/// The colour katex-rs would give to a command it does not trust; no author can write it, so finding it means a refusal.
const REFUSED: &str = "deck-refused";
/// The commands that need trust.
const UNTRUSTED: [&str; 7] =
    ["\\href", "\\url", "\\includegraphics", "\\htmlClass", "\\htmlId", "\\htmlStyle", "\\htmlData"];
/// Symbols that are often meant: katex-rs's own table can be asked, but not listed.
const SYMBOLS: [&str; 48] = [
    "\\alpha",
    "\\beta",
    "\\gamma",
    "\\delta",
    "\\epsilon",
    "\\varepsilon",
    "\\theta",
    "\\lambda",
    "\\sigma",
    "\\varphi",
    "\\omega",
    "\\Gamma",
    "\\Delta",
    "\\Theta",
    "\\Lambda",
    "\\Sigma",
    "\\Omega",
    "\\partial",
    "\\nabla",
    "\\infty",
    "\\forall",
    "\\exists",
    "\\emptyset",
    "\\times",
    "\\cdot",
    "\\oplus",
    "\\otimes",
    "\\approx",
    "\\equiv",
    "\\simeq",
    "\\propto",
    "\\subset",
    "\\subseteq",
    "\\supseteq",
    "\\rightarrow",
    "\\leftarrow",
    "\\Rightarrow",
    "\\leftrightarrow",
    "\\mapsto",
    "\\langle",
    "\\rangle",
    "\\lfloor",
    "\\rfloor",
    "\\ldots",
    "\\parallel",
    "\\angle",
    "\\dagger",
    "\\ell",
];
/// The colours that have a name in CSS.
const COLOURS: &str = "aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown \
    burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan \
    darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid \
    darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink \
    deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold \
    goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush \
    lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey \
    lightpink lightsalmon lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow \
    lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen \
    mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin \
    navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise \
    palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue \
    saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray slategrey snow \
    springgreen steelblue tan teal thistle tomato transparent turquoise violet wheat white whitesmoke yellow \
    yellowgreen";
/// The commands that would print to the terminal, and the name that stands in for them.
const PRINTING: [&str; 3] = ["\\show", "\\message", "\\errmessage"];
const PRINTS: &str = "\\deck@prints";
/// Sets formulas. Making one costs nothing; the tables are filled at the first formula (0.4 ms), and many threads may share it.
#[derive(Default)]
pub struct Katex {
    context: OnceLock<KatexContext>,
}

/// A formula, ready to stand in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// One `span` with the classes that `math.css` styles: hidden MathML first, then the picture of it for the eye.
    pub html: String,
}

/// Why a formula cannot be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaError {
    /// What is wrong and, where it can be told, what to write instead.
    pub message: String,
    /// The byte offset in the TeX where it is wrong, on a character's boundary.
    pub offset: usize,
    /// How many bytes are wrong; 0 at the formula's end.
    pub len: usize,
}

impl Katex {
    /// A formula's HTML. `macros` are pairs of a name with its backslash and a body with `#1` to `#9`; of two with the same name
    /// the later one holds.
    pub fn render(&self, tex: &str, display: bool, macros: &[(String, String)]) -> Result<Formula, FormulaError> {
        refuse_unreadable(tex)?;
        refuse_verb(tex, macros)?;
        let context = self.context.get_or_init(KatexContext::default);
        let takes_argument = |name: &str| {
            context.functions.get(name).is_some_and(|function| function.num_args > 0)
                || BUILTIN_MACROS.contains_key(name)
        };
        let weight = Scale::new(&takes_argument, tex, macros).weigh_formula(tex)?;
        let expansions = if weight.recursive { MOST_RECURSIVE_EXPANSIONS } else { MOST_EXPANSIONS };
        // Settings hold what a formula defines, so every formula gets its own.
        let settings = || {
            Settings::builder()
                .display_mode(display)
                .strict(StrictSetting::Bool(false))
                .trust(TrustSetting::Bool(false))
                .error_color(REFUSED.to_owned())
                .max_expand(expansions)
                .macros(macro_map(macros))
                .build()
        };
        let work = || {
            let html = || katex::render_to_string(context, tex, &settings());
            // Random formulas found a panic in katex-rs (see `refuse_verb`); there may be others. It leaves nothing half done: the
            // context is only read, and the settings are gone.
            match catch_unwind(AssertUnwindSafe(html)) {
                Ok(result) => result.map_err(|error| explain(context, tex, macros, &error)),
                Err(_) => Err(whole(tex, "the formula cannot be set; write it in another way")),
            }
        };
        let html = if weight.recursive || weight.depth > DEEP { with_room(tex, work)? } else { work()? };
        if html.contains(REFUSED) {
            return Err(untrusted(tex));
        }
        refuse_colours(tex, &html)?;
        if html.len() > LONGEST_HTML {
            let message = "the formula becomes more than 1 MB of HTML; divide it into several";
            return Err(whole(tex, message));
        }
        Ok(Formula { html: tidy_tags(&html) })
    }
}

/// Runs `work` where a deep formula cannot use up the stack. It costs a thread, so ordinary formulas do without.
fn with_room(tex: &str, work: impl FnOnce() -> Result<String, FormulaError> + Send) -> Result<String, FormulaError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(ROOM);
        let result = thread.spawn_scoped(scope, work).map(|handle| handle.join());
        match result {
            Ok(Ok(html)) => html,
            _ => Err(whole(tex, "the formula nests too deep; divide it")),
        }
    })
}

fn macro_map(macros: &[(String, String)]) -> MacroMap {
    let define = |(name, body): &(String, String)| (name.clone(), MacroDefinition::String(body.clone()));
    let silent = |name: &str| (name.to_owned(), MacroDefinition::StaticStr(PRINTS));
    let silenced = PRINTING.into_iter().map(silent);
    macros.iter().map(define).chain(silenced).collect()
}

/// An error that marks the whole formula.
fn whole(tex: &str, message: impl Into<String>) -> FormulaError {
    FormulaError { message: message.into(), offset: 0, len: tex.len() }
}

/// Refuses what no formula can be made from, before anything looks at it closely.
fn refuse_unreadable(tex: &str) -> Result<(), FormulaError> {
    if tex.len() > LONGEST_TEX {
        let message = "the formula is longer than 64 KB; divide it into several";
        return Err(whole(tex, message));
    }
    let strange = |character: char| {
        let blank = matches!(character, '\n' | '\r' | '\t');
        let noncharacter =
            matches!(character as u32 & 0xffff, 0xfffe | 0xffff) || ('\u{fdd0}'..='\u{fdef}').contains(&character);
        (character.is_control() && !blank) || noncharacter
    };
    match tex.char_indices().find(|(_, character)| strange(*character)) {
        None => Ok(()),
        Some((offset, character)) => Err(FormulaError {
            message: format!("the formula holds the invisible character U+{:04X}; remove it", character as u32),
            offset,
            len: character.len_utf8(),
        }),
    }
}

/// Refuses `\verb` with a delimiter beyond ASCII, on which katex-rs 0.3 panics.
fn refuse_verb(tex: &str, macros: &[(String, String)]) -> Result<(), FormulaError> {
    let strange = |text: &str| {
        text.match_indices("\\verb").map(|(at, verb)| at + verb.len()).find(|&at| {
            let delimiter = text[at..].trim_start_matches('*').chars().next();
            delimiter.is_some_and(|delimiter| !delimiter.is_ascii())
        })
    };
    let message = "`\\verb` needs a delimiter like `|`, before and after what it shows";
    if let Some(at) = strange(tex) {
        return Err(FormulaError { message: message.into(), offset: at - 5, len: 5 });
    }
    match macros.iter().find(|(_, body)| strange(body).is_some()) {
        Some((name, _)) => Err(whole(tex, format!("within the macro `{name}`: {message}"))),
        None => Ok(()),
    }
}

/// Refuses a colour that CSS does not know: katex-rs takes any word for one.
fn refuse_colours(tex: &str, html: &str) -> Result<(), FormulaError> {
    for (at, property) in html.match_indices("color:") {
        let value = html[at + property.len()..].split([';', '"']).next().unwrap_or("");
        let known = COLOURS.split(' ').any(|name| name.eq_ignore_ascii_case(value));
        let in_style = html[..at].ends_with(['"', ';', '-']);
        if !in_style || known || value.is_empty() || !value.chars().all(char::is_alphabetic) {
            continue;
        }
        let hint = match nearest(value, COLOURS.split(' ')) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "write a name like `red`, or hex digits like `#c00`".to_owned(),
        };
        let message = format!("`{value}` is not a colour; {hint}");
        let written = tex.find(&format!("{{{value}}}")).map(|brace| (brace + 1, value.len()));
        let (offset, len) = written.unwrap_or((0, tex.len()));
        return Err(FormulaError { message, offset, len });
    }
    Ok(())
}

fn untrusted(tex: &str) -> FormulaError {
    let mut found = tokens(tex).filter(|token| UNTRUSTED.contains(&token.text));
    let Some(token) = found.next() else {
        let message = "a macro in this formula links, loads a picture or writes HTML, which a formula may not do; put that beside the formula";
        return whole(tex, message);
    };
    let instead = match token.text {
        "\\href" | "\\url" => "put a Markdown link beside the formula",
        "\\includegraphics" => "put a Markdown picture beside the formula",
        _ => "set attributes on the block that holds the formula",
    };
    FormulaError {
        message: format!("`{}` does not work in a formula; {instead}", token.text),
        offset: token.offset,
        len: token.text.len(),
    }
}

// ---- what went wrong, in our words

/// katex-rs's error as a message with a place in the author's TeX.
fn explain(context: &KatexContext, tex: &str, macros: &[(String, String)], error: &ParseError) -> FormulaError {
    let message = describe(context, macros, &error.kind, macro_names(tex, macros));
    match place(tex, error) {
        Some((offset, len)) => FormulaError { message, offset, len },
        None => {
            // The place lies in a macro's body: the first macro that the formula uses is the nearest we know.
            let used = tokens(tex).find(|token| macros.iter().any(|(name, _)| name == token.text));
            let (offset, len) = used.map_or((0, tex.len()), |t| (t.offset, t.text.len()));
            let inside = used.map_or(String::new(), |t| format!("within `{}`: ", t.text));
            FormulaError { message: inside + &message, offset, len }
        }
    }
}

/// Where an error lies in `tex`: none if it has no place, or one in a macro's body.
fn place(tex: &str, error: &ParseError) -> Option<(usize, usize)> {
    let (start, len) = (error.position()?, error.length()?);
    // The text that a place counts in is shown by `Debug` alone.
    if !format!("{error:?}").contains(&format!("input: {tex:?}")) {
        return None;
    }
    let found = tex.get(start..start + len)?;
    Some((start, found.trim_end().len()))
}

/// The names an author may have meant: the deck's macros and the formula's own.
fn macro_names<'a>(tex: &'a str, macros: &'a [(String, String)]) -> Vec<&'a str> {
    let own = definitions(tex).into_iter().map(|(name, _)| name);
    macros.iter().map(|(name, _)| name.as_str()).chain(own).collect()
}

fn describe(context: &KatexContext, macros: &[(String, String)], kind: &ParseErrorKind, names: Vec<&str>) -> String {
    use ParseErrorKind as Kind;
    match kind {
        Kind::UndefinedControlSequence { name } => unknown_command(context, name, &names),
        Kind::NoSuchEnvironment { name } => unknown_environment(context, name),
        Kind::ExpectedToken { expected, found } => expected_token(expected, found),
        Kind::UnexpectedCharacter { character } => {
            format!("the character `{character}` cannot stand here")
        }
        Kind::ExtraCloseBrace => "this `}` closes nothing; remove it, or write `\\}` for a brace that is seen".into(),
        Kind::UnexpectedEndOfMacroArgument { expected } => {
            format!("the formula ends inside an argument; `{expected}` is missing")
        }
        Kind::MismatchedEnvironmentEnd { begin, end } => {
            format!("`\\begin{{{begin}}}` is closed by `\\end{{{end}}}`; write `\\end{{{begin}}}`")
        }
        Kind::ExpectedEnvironmentAfterEnd { .. } | Kind::InvalidEnvironmentName { .. } => {
            "the name of an environment is missing; write it in braces, like `\\begin{aligned}`".into()
        }
        Kind::ExpectedArrayDelimiter { found } | Kind::ExpectedCdDelimiter { found } => format!(
            "the environment goes on to {}; end its cells with `&`, its rows with `\\\\` and itself with `\\end{{…}}`",
            shown(found)
        ),
        Kind::ExpectedRightAfterLeft => "`\\left` has no `\\right`; write `\\right.` for one that is not seen".into(),
        Kind::MiddleWithoutPrecedingLeft => "`\\middle` stands only between `\\left` and `\\right`".into(),
        Kind::FunctionMissingArguments { func, context } => {
            format!("`{func}` has no argument as the {}; put it with its own arguments in braces", own_words(context))
        }
        Kind::ExpectedGroupAs { context } => format!("the {} is missing; write it in braces", own_words(context)),
        Kind::ExpectedGroupAfterSymbol { symbol } => {
            format!("nothing stands after `{symbol}`; write what it raises or lowers, in braces")
        }
        Kind::FunctionDisallowedInMode { func, .. } if func == "$" => {
            "`$` within a formula; remove it, or write `\\$` for the character".into()
        }
        Kind::FunctionDisallowedInMode { func, mode } => match format!("{mode:?}").as_str() {
            "Text" => format!("`{func}` does not work within text; put `$…$` around it, or close the text before it"),
            _ => format!("`{func}` works only within text; put `\\text{{…}}` around it"),
        },
        Kind::DoubleSuperscript => "two superscripts follow each other; group with braces, like `{a^b}^c`".into(),
        Kind::DoubleSubscript => "two subscripts follow each other; group with braces, like `{a_b}_c`".into(),
        Kind::MultipleInfixOperators => {
            "several of `\\over`, `\\choose`, `\\atop` share a group; put braces around one, or use `\\frac`".into()
        }
        Kind::LimitsMustFollowBase => "`\\limits` stands only right after an operator, like `\\sum\\limits`".into(),
        Kind::InvalidDelimiterAfter { function, .. } | Kind::InvalidDelimiterTypeAfter { function } => {
            format!("a delimiter is missing after `{function}`; write one like `(`, `[`, `\\{{`, `|` or `.`")
        }
        Kind::InvalidColor { color } => {
            format!("`{color}` is not a colour; write a name like `red`, or hex digits like `#c00`")
        }
        Kind::InvalidSize { size } => format!("`{size}` is not a size; write a number with a unit, like `1em`"),
        Kind::InvalidUnit { unit } => format!("`{unit}` is not a unit; use `em`, `ex`, `mu`, `pt`, `mm`, `cm` or `in`"),
        Kind::DisplayModeOnly { env } => {
            format!("`{env}` stands only in a formula of its own, between `$$`; within a line use `aligned`")
        }
        Kind::TagNotAllowedInInlineMode => "`\\tag` stands only in a formula of its own, between `$$`".into(),
        Kind::MultipleTag => "a formula has one `\\tag`; remove the others".into(),
        Kind::MacroTooManyExpansions => too_many_expansions(macros),
        Kind::NewcommandRedefinition { name } => {
            format!("`{name}` exists already; write `\\renewcommand` to change it")
        }
        Kind::RenewcommandNonexistent { name } => {
            format!("`{name}` does not exist yet; write `\\newcommand` to make it")
        }
        Kind::ExpectedControlSequence => "a command's name is missing here, like `\\name`".into(),
        Kind::ExpectedMacroDefinition => "the definition is missing; write it in braces".into(),
        Kind::InvalidMacroArgumentNumber { value } => {
            format!("`#{value}` is not an argument; write `#1` to `#9`, numbered without gaps")
        }
        Kind::MacroDefinitionMismatch => "the macro is not used the way it is defined".into(),
        Kind::TooManyTabCharacters | Kind::TooManyMathInRow { .. } => {
            "this row has more cells than the environment has columns; remove a `&` or end the row with `\\\\`".into()
        }
        Kind::UnknownColumnAlignment { alignment } => {
            format!("`{alignment}` is not a column; write `l`, `c`, `r`, `|` or `:`")
        }
        Kind::FunctionOnlyInArray { func } => format!("`{func}` stands only in an environment with rows, like `array`"),
        Kind::VerbMissingDelimiter => "`\\verb` is not closed; end it with the character it began with".into(),
        Kind::CommandNotTrusted { name } => format!("`{name}` does not work in a formula"),
        other => format!("the formula cannot be set: {}", lower_first(&other.to_string())),
    }
}

fn too_many_expansions(macros: &[(String, String)]) -> String {
    let calls_itself = |(name, body): &&(String, String)| tokens(body).any(|token| token.text == name.as_str());
    match macros.iter().find(calls_itself) {
        Some((name, _)) => format!("the macro `{name}` calls itself; write out what it stands for"),
        None => {
            "the macros in this formula never come to an end; look for one that calls itself, or divide the formula"
                .into()
        }
    }
}

fn expected_token(expected: &str, found: &str) -> String {
    match (expected, found) {
        ("EOF", "}") => "this `}` closes nothing; remove it, or write `\\}` for a brace that is seen".into(),
        ("EOF", "&") => {
            "`&` stands only in an environment with cells, like `aligned` or `matrix`; write `\\&` for the character"
                .into()
        }
        ("EOF", "\\end") => "this `\\end` closes nothing; remove it, or write its `\\begin`".into(),
        ("EOF", "\\right") => "this `\\right` has no `\\left`; write `\\left.` for one that is not seen".into(),
        ("EOF", "#") => "`#` stands only in a macro; write `\\#` for the character".into(),
        ("EOF", "$") | ("$", _) => "`$` within a formula; remove it, or write `\\$` for the character".into(),
        ("}", "EOF") => "a `{` is not closed; `}` is missing at the end".into(),
        ("\\right", _) => {
            format!("`\\left` has no `\\right` before {}; write `\\right.` for one that is not seen", shown(found))
        }
        ("\\end", _) => format!("the environment is not closed before {}; `\\end{{…}}` is missing", shown(found)),
        ("EOF", _) => format!("`{found}` cannot stand here"),
        _ => format!("{} stands here, where `{expected}` is expected", shown(found)),
    }
}

/// A token that was found, as a reader would name it.
fn shown(found: &str) -> String {
    match found {
        "EOF" => "the formula's end".to_owned(),
        _ => format!("`{}`", found.trim_matches('\'')),
    }
}

/// Words of katex-rs about a place, quoted our way.
fn own_words(text: &str) -> String {
    text.replace('\'', "`")
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}

fn unknown_command(context: &KatexContext, name: &str, macros: &[&str]) -> String {
    if name == PRINTS {
        return format!("`{}` do nothing in a deck; remove them", PRINTING.join("`, `"));
    }
    if !name.starts_with('\\') {
        return format!("the character `{name}` cannot stand here");
    }
    let known = BUILTIN_MACROS.contains_key(name) || context.functions.contains_key(name);
    match nearest_command(context, name, macros) {
        // katex-rs also says this when a macro of its own fails.
        _ if name == "\\tag@literal" => "a formula has one `\\tag`; remove the others".into(),
        _ if name == "\\newcommand" => {
            "`\\newcommand` needs a new name and a definition in braces; write `\\renewcommand` for a name that exists"
                .into()
        }
        _ if name == "\\renewcommand" => {
            "`\\renewcommand` needs a name that exists and a definition in braces; write `\\newcommand` for a new name"
                .into()
        }
        _ if known || name.contains('@') => format!("`{name}` cannot be used in this way here"),
        Some(nearest) => format!("`{name}` is not a command; did you mean `{nearest}`?"),
        None => format!(
            "`{name}` is not a command; write `\\operatorname{{{}}}` for a name, or define it in the deck's settings under `math: macros:`",
            &name[1..]
        ),
    }
}

fn unknown_environment(context: &KatexContext, name: &str) -> String {
    let known = context.environments.keys().map(String::as_str);
    match nearest(name, known) {
        Some(nearest) => format!("`{name}` is not an environment; did you mean `{nearest}`?"),
        None => format!(
            "`{name}` is not an environment; there are `aligned`, `cases`, `matrix`, `pmatrix`, `array` and others"
        ),
    }
}

fn nearest_command(context: &KatexContext, name: &str, macros: &[&str]) -> Option<String> {
    let functions = context.functions.keys().map(String::as_str);
    let builtin = BUILTIN_MACROS.keys().copied();
    let named = functions
        .chain(builtin)
        .chain(SYMBOLS)
        .chain(macros.iter().copied())
        .filter(|known| known.starts_with('\\') && !known[1..].contains(['@', '\\']));
    // The symbols cannot be listed, only asked for, so those one edit away are asked for.
    let symbols: Vec<String> = neighbours(&name[1..])
        .map(|neighbour| format!("\\{neighbour}"))
        .filter(|neighbour| context.symbols.get_math(neighbour).is_some())
        .collect();
    nearest(name, named.chain(symbols.iter().map(String::as_str))).map(str::to_owned)
}

/// Every word of letters that is one edit away.
fn neighbours(word: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = word.chars().take(40).collect();
    let alphabet = || ('a'..='z').chain('A'..='Z');
    let mut found = Vec::new();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        let joined = |middle: &[char], after: &[char]| [before, middle, after].concat();
        found.extend(alphabet().map(|letter| joined(&[letter], after)));
        if let [first, rest @ ..] = after {
            found.push(joined(&[], rest));
            found.extend(alphabet().map(|letter| joined(&[letter], rest)));
            if let [second, rest @ ..] = rest {
                found.push(joined(&[*second, *first], rest));
            }
        }
    }
    found.into_iter().map(String::from_iter)
}

/// The known word nearest to `word`, if it is near: one edit for short words, two for longer ones.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let reach = if word.chars().count() > 4 { 2 } else { 1 };
    // Ties go to what is often meant, a word begun, one as long, and the first by name, since the tables come in no order.
    let measure = |candidate: &'a str| {
        let longer = candidate.len().abs_diff(word.len());
        let edits = if longer > reach { longer } else { distance(word, candidate) };
        (edits, !SYMBOLS.contains(&candidate), !candidate.starts_with(word), longer, candidate)
    };
    known
        .filter(|candidate| *candidate != word)
        .map(measure)
        .filter(|(edits, ..)| *edits <= reach)
        .min()
        .map(|(.., candidate)| candidate)
}

/// How many letters to insert, remove, replace or swap with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i];
        for j in 1..=other.len() {
            let same = usize::from(one[i - 1] != other[j - 1]);
            let mut least = (above[j - 1] + same).min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(tex: &str) -> Result<Formula, FormulaError> {
        Katex::default().render(tex, true, &[])
    }

    fn macros(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(name, body): &(&str, &str)| ((*name).to_owned(), (*body).to_owned());
        pairs.iter().map(owned).collect()
    }

    /// The message of a formula that fails, and what it marks.
    fn failure(tex: &str, pairs: &[(&str, &str)]) -> (String, String) {
        let error = Katex::default().render(tex, true, &macros(pairs)).expect_err("the formula is wrong");
        let marked = tex[error.offset..error.offset + error.len].to_owned();
        (error.message, marked)
    }

    #[test]
    fn a_formula_has_a_picture_and_mathml() {
        let html = render(r"\frac{1}{x}").expect("a formula").html;
        assert!(html.starts_with("<span class=\"katex-display\"><span class=\"katex\">"));
        assert!(html.contains("<mfrac><mn>1</mn><mi>x</mi></mfrac>"));
        assert!(html.contains("<annotation encoding=\"application/x-tex\">\\frac{1}{x}</annotation>"));
        assert!(html.contains("<span aria-hidden=\"true\" class=\"katex-html\">"));
    }

    #[test]
    fn the_decks_macros_hold() {
        let macros = macros(&[("\\E", "\\mathbb{E}"), ("\\norm", "\\lVert #1 \\rVert")]);
        let katex = Katex::default();
        let html = katex.render(r"\E\norm{x}", false, &macros).expect("known").html;
        assert!(html.contains("mathbb") && html.contains('∥'));
    }

    #[test]
    fn a_definition_stays_in_its_formula() {
        let katex = Katex::default();
        let own = r"\gdef\mine{x}\global\def\two{y}\mine\two";
        assert!(katex.render(own, true, &[]).is_ok());
        for later in [r"\mine", r"\two"] {
            assert!(katex.render(later, true, &[]).is_err());
        }
    }

    #[test]
    fn the_same_formula_is_the_same_html_in_every_thread() {
        let tex = r"\boxed{\begin{pmatrix}a&\sqrt[3]{b}\\\hline\xrightarrow{f}&\cancel{d}\end{pmatrix}}\tag{1}";
        let first = render(tex);
        let katex = Katex::default();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| assert_eq!(katex.render(tex, true, &[]), first));
            }
        });
    }

    #[test]
    fn mathml_holds_elements_in_rows_only() {
        let html = render(r"\mathbin{x}\operatorname{f}x = 1 \tag{2}").expect("a formula").html;
        assert!(!html.contains("<mo><m") && !html.contains("<mi><m"));
        assert!(!html.contains("<mtd width"));
        let count = |text: &str| html.matches(text).count();
        assert_eq!(count("<mrow>") + count("<mrow "), count("</mrow>"));
        assert_eq!(count("<mo>") + count("<mo "), count("</mo>"));
    }

    #[test]
    fn attributes_are_sorted_and_cells_lose_their_width() {
        let tidy = tidy_tags("<a z=\"1 2\" b=\"&gt;\"/><mtd width=\"50%\">x</mtd><i c=\"\">");
        assert_eq!(tidy, "<a b=\"&gt;\" z=\"1 2\"/><mtd>x</mtd><i c=\"\">");
    }

    #[test]
    fn an_unknown_command_names_the_nearest() {
        let case = |tex, pairs: &[_], nearest: &str, marked: &str| {
            let (message, found) = failure(tex, pairs);
            assert!(message.ends_with(&format!("did you mean `{nearest}`?")), "{message}");
            assert_eq!(found, marked);
        };
        case(r"1 + \frca{1}{2}", &[], r"\frac", r"\frca");
        case(r"\alfa", &[], r"\alpha", r"\alfa");
        case(r"ä + \lambada", &[], r"\lambda", r"\lambada");
        case(r"\sofmax x", &[("\\softmax", "x")], r"\softmax", r"\sofmax");
        let (message, _) = failure(r"\softmax x", &[]);
        assert!(message.contains(r"\operatorname{softmax}"), "{message}");
    }

    #[test]
    fn an_unknown_environment_names_the_nearest() {
        let (message, _) = failure(r"\begin{aligne} x \end{aligne}", &[]);
        assert_eq!(message, "`aligne` is not an environment; did you mean `aligned`?");
    }

    #[test]
    fn a_mistake_in_a_macro_marks_the_macro() {
        let (message, marked) = failure(r"x + \bad", &[("\\bad", "a + \\nonsense + b")]);
        assert!(message.starts_with("within `\\bad`: `\\nonsense` is not a command"), "{message}");
        assert_eq!(marked, r"\bad");
    }

    #[test]
    fn a_mistake_says_what_to_write() {
        for (tex, says, marks) in [
            (r"a_b_c", "two subscripts", "_"),
            (r"\left( x", "`\\right.`", ""),
            (r"a & b", "`\\&`", "&"),
            (r"a}", "closes nothing", "}"),
            (r"x^", "nothing stands after `^`", "^"),
            (r"\frac{a}{b", "`}` is missing", ""),
            (r"\href{https://a.b}{x}", "Markdown link", r"\href"),
            (r"\includegraphics{a.png}", "Markdown picture", r"\includegraphics"),
            (r"x \htmlClass{a}{b}", "attributes on the block", r"\htmlClass"),
            (r"\show x", "do nothing", r"\show"),
            (r"\tag{1}\tag{2}", "one `\\tag`", r"\tag{1}\tag{2}"),
            ("a\u{0}", "U+0000", "\u{0}"),
            (r"x \textcolor{redd}{y}", "did you mean `red`?", "redd"),
            (r"x \verb😀a😀", "delimiter like", r"\verb"),
        ] {
            let (message, marked) = failure(tex, &[]);
            assert!(message.contains(says), "{tex}: {message}");
            assert!(tex.starts_with(&marked) || marked == marks, "{tex}: {marked}");
        }
    }

    #[test]
    fn what_would_use_up_the_stack_is_refused() {
        for piece in ["{", "\\left(", "\\sqrt{", "\\large ", "\\color{red}", "\\mathrm", "\\dots", "%\n", "\\text{$"] {
            let (message, _) = failure(&piece.repeat(2000), &[]);
            assert!(message.contains("150"), "{piece}: {message}");
        }
        let deep = format!("{}x{}", "\\sqrt{".repeat(140), "}".repeat(140));
        assert!(render(&deep).is_ok());
    }

    #[test]
    fn macros_without_end_are_refused() {
        for tex in [r"\def\a{{\a}}\a", r"\def\a#1{{{\a{#1}}}}\a{x}", r"\def\a{\b}\def\b{\a}\a"] {
            let (message, _) = failure(tex, &[]);
            assert!(message.contains("calls itself"), "{message}");
        }
        let (message, _) = failure(r"\loop", &[("\\loop", "x\\loop")]);
        assert!(message.contains("`\\loop` calls itself"), "{message}");
        let nines = |name: char, next: char| format!("\\def\\{name}#1{{\\{next}{{{}}}}}", "#1".repeat(9));
        let laughs: String = ('a'..'k').zip('b'..='k').map(|(name, next)| nines(name, next)).collect();
        let (message, _) = failure(&format!("{laughs}\\a{{x}}"), &[]);
        assert!(message.contains("too large"), "{message}");
    }

    #[test]
    fn colours_are_names_or_digits() {
        let tex = r"\color{Red} a \textcolor{#0af}{b} \colorbox{#ffee00}{color:x} \fcolorbox{navy}{c0ffee}{d \text{a color:redd; b}}";
        assert!(render(tex).is_ok());
    }

    #[test]
    fn renaming_a_command_is_no_endless_macro() {
        assert!(render(r"\let\old\vec \renewcommand{\vec}[1]{\old{\mathbf{#1}}} \vec{x}").is_ok());
    }

    #[test]
    fn edits_are_counted() {
        for (one, other, edits) in
            [("", "", 0), ("ab", "ba", 1), ("frac", "frca", 1), ("abc", "", 3), ("kitten", "sitting", 3)]
        {
            assert_eq!(distance(one, other), edits);
        }
    }
}
