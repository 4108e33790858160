//! A font cut to the characters that a page shows; with `fonts/` the only place that knows allsorts and ttf2woff2.
//!
//! In: a TrueType or OpenType font (also as WOFF or WOFF2) and characters. Out: a WOFF2 font with the glyphs of these characters
//! and those they are composed of, their metrics, a Unicode map, and for text their kerning and ligatures. It keeps no
//! hints and no variations; a face that needs them must go in whole. It must never answer the same question with
//! different bytes.

mod spacing;

use std::collections::BTreeSet;
use std::fmt;
use std::panic::catch_unwind;

use allsorts::binary::read::ReadScope;
use allsorts::binary::write::{WriteBinary, WriteBuffer};
use allsorts::cff::{CFF, IndexU16, MaybeOwnedIndex, Operand, Operator};
use allsorts::error::ParseError;
use allsorts::font::{Encoding, read_cmap_subtable};
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile};
use allsorts::tables::FontTableProvider;
use allsorts::tables::cmap::Cmap;
use allsorts::tag;
use ttf2woff2::{BrotliQuality, EncodeOptions};

/// Why a font cannot be cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FontError {
    /// It is not a font, or a broken one.
    Unreadable(String),
    /// It does not say which glyph stands for which Unicode character.
    NotUnicode,
    /// It has CFF outlines and none of the characters; browsers refuse such a font without glyphs.
    Empty,
    /// It could not be written as WOFF2.
    Unwritable(String),
}

impl fmt::Display for FontError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FontError::Unreadable(why) => write!(f, "the font cannot be read: {why}"),
            FontError::NotUnicode => write!(f, "the font has no map of Unicode characters"),
            FontError::Empty => write!(f, "the font has none of the characters"),
            FontError::Unwritable(why) => write!(f, "the font cannot be compressed: {why}"),
        }
    }
}

impl std::error::Error for FontError {}

/// The tables that a browser needs besides the outlines.
const TABLES: [u32; 8] = [tag::CMAP, tag::HEAD, tag::HHEA, tag::HMTX, tag::MAXP, tag::NAME, tag::OS_2, tag::POST];

/// The most bytes of outlines that may be rearranged for WOFF2: a browser's decoder pads them, and short offsets reach to 128 KB.
const MOST_REARRANGED: usize = 64 * 1024;

/// What a face is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Text: its kerning and ligatures are kept.
    Text,
    /// Symbols that somebody else sets, as in formulas and code.
    Symbols,
}

/// A font with the glyphs of `characters` alone, as WOFF2. Characters that the font does not have are left out. `quality` is
/// brotli's, 0 to 11.
pub fn subset(font: &[u8], characters: &BTreeSet<char>, use_: Use, quality: u8) -> Result<Vec<u8>, FontError> {
    // allsorts panics on some broken fonts (found by changing bytes at random); nothing outlives the call.
    let cut = catch_unwind(|| cut(font, characters, use_)).map_err(|_| unreadable("its outlines are broken"))??;
    let mut tables = Sfnt::read(&cut.font).ok_or_else(|| unreadable("its tables overlap"))?;
    let nameless = tables.table(b"CFF ").map(without_names).transpose().map_err(unreadable)?;
    if let (Some(nameless), Some((_, data))) = (&nameless, tables.tables.iter_mut().find(|(tag, _)| tag == b"CFF ")) {
        *data = nameless;
    }
    for (tag, table) in [(b"GSUB", &cut.ligatures), (b"GPOS", &cut.kerning)] {
        tables.tables.extend(table.as_ref().map(|table| (*tag, table.as_slice())));
    }
    tables.tables.sort_unstable();
    let lean = tables.lean();
    let options = EncodeOptions {
        quality: BrotliQuality::from(quality),
        transform_glyf_loca: lean.outlines < MOST_REARRANGED,
        threads: None,
    };
    ttf2woff2::encode_with_options(&lean.bytes, options).map_err(|error| FontError::Unwritable(error.to_string()))
}

fn unreadable(why: impl fmt::Display) -> FontError {
    FontError::Unreadable(why.to_string())
}

/// A font with fewer glyphs as allsorts writes it, and the tables that it cannot cut.
struct Cut {
    font: Vec<u8>,
    ligatures: Option<Vec<u8>>,
    kerning: Option<Vec<u8>>,
}

fn cut(font: &[u8], characters: &BTreeSet<char>, use_: Use) -> Result<Cut, FontError> {
    let data = ReadScope::new(font).read::<FontData<'_>>().map_err(unreadable)?;
    let provider = data.table_provider(0).map_err(unreadable)?;
    let mut glyphs = glyphs_of(&provider, characters)?;
    if glyphs.len() == 1 && provider.has_table(tag::CFF) {
        return Err(FontError::Empty);
    }
    let (mut ligatures, mut kerning) = (None, None);
    // A typewriter's letters are as wide as one another, whatever stands beside them.
    if use_ == Use::Text && !is_fixed_pitch(&provider) {
        let found = spacing::ligatures(&provider, &glyphs).map_err(unreadable)?;
        glyphs.extend(found.iter().map(|(_, one)| *one));
        let glyphs: Vec<u16> = glyphs.iter().copied().collect();
        // Every glyph of a ligature is in the list; the cut font numbers glyphs by their place in it.
        let number = |glyph: u16| glyphs.partition_point(|other| *other < glyph) as u16;
        let renumbered: Vec<spacing::Ligature> =
            found.into_iter().map(|(parts, one)| (parts.into_iter().map(number).collect(), number(one))).collect();
        ligatures = spacing::gsub_table(&renumbered);
        kerning = spacing::gpos_table(&spacing::pairs(&provider, &glyphs).map_err(unreadable)?);
    }
    let glyphs: Vec<u16> = glyphs.into_iter().collect();
    let profile = SubsetProfile::Custom(TABLES.to_vec());
    let font = allsorts::subset::subset(&provider, &glyphs, &profile, CmapTarget::Unicode)
        .map_err(|error| unreadable(format!("{error:?}")))?;
    Ok(Cut { font, ligatures, kerning })
}

/// CFF outlines without the names of glyphs: allsorts keeps those of all glyphs that were cut away. A name is known by its
/// number, so every other string stays where it is and the names become empty ones, which cost next to nothing.
fn without_names(outlines: &[u8]) -> Result<Vec<u8>, ParseError> {
    let mut cff = ReadScope::new(outlines).read::<CFF<'_>>()?;
    let used = cff.fonts.iter().flat_map(|font| font.top_dict.iter()).filter(|(operator, _)| {
        matches!(
            operator,
            Operator::Version
                | Operator::Notice
                | Operator::FullName
                | Operator::FamilyName
                | Operator::Weight
                | Operator::Copyright
                | Operator::PostScript
                | Operator::BaseFontName
                | Operator::ROS
        )
    });
    let used = used.flat_map(|(_, operands)| operands).filter_map(|operand| match operand {
        Operand::Integer(string) => usize::try_from(*string).ok()?.checked_sub(STANDARD_STRINGS),
        _ => None,
    });
    let used: BTreeSet<usize> = used.collect();
    let count = cff.string_index.len();
    let mut index = Vec::with_capacity(3 + 2 * (count + 1));
    index.extend_from_slice(&u16::try_from(count)?.to_be_bytes());
    if count > 0 {
        // Offsets of two bytes, counted from 1.
        index.push(2);
        let mut strings = Vec::new();
        for string in 0..=count {
            index.extend_from_slice(&u16::try_from(strings.len() + 1)?.to_be_bytes());
            if used.contains(&string) {
                strings.extend_from_slice(cff.string_index.read_object(string).unwrap_or_default());
            }
        }
        index.extend(strings);
    }
    cff.string_index = MaybeOwnedIndex::Borrowed(ReadScope::new(&index).read::<IndexU16>()?);
    let mut written = WriteBuffer::new();
    CFF::write(&mut written, &cff).map_err(|_| ParseError::BadValue)?;
    Ok(written.into_inner())
}

/// How many strings every CFF font has without writing them down (Adobe Technical Note 5176, appendix A).
const STANDARD_STRINGS: usize = 391;

/// Whether the font says that all its letters have the same width.
fn is_fixed_pitch(provider: &impl FontTableProvider) -> bool {
    let post = provider.table_data(tag::POST).ok().flatten();
    post.and_then(|post| long_number(&post, 12)).is_some_and(|fixed| fixed != 0)
}

/// The glyphs of `characters`, and the one that stands for missing ones.
fn glyphs_of(provider: &impl FontTableProvider, characters: &BTreeSet<char>) -> Result<BTreeSet<u16>, FontError> {
    let data = provider.read_table_data(tag::CMAP).map_err(unreadable)?;
    let cmap = ReadScope::new(&data).read::<Cmap<'_>>().map_err(unreadable)?;
    let Some((Encoding::Unicode, map)) = read_cmap_subtable(&cmap).map_err(unreadable)? else {
        return Err(FontError::NotUnicode);
    };
    let mut glyphs = BTreeSet::from([0]);
    for &character in characters {
        glyphs.extend(map.map_glyph(character.into()).map_err(unreadable)?);
    }
    Ok(glyphs)
}

/// A font as its tables, by tag in order.
struct Sfnt<'a> {
    version: [u8; 4],
    tables: Vec<([u8; 4], &'a [u8])>,
}

/// A font without what a browser can do without.
struct Lean {
    bytes: Vec<u8>,
    /// How many bytes of them are TrueType outlines.
    outlines: usize,
}

impl<'a> Sfnt<'a> {
    fn read(font: &'a [u8]) -> Option<Self> {
        let count = usize::from(number(font, 4)?);
        let mut tables = Vec::with_capacity(count);
        for record in font.get(12..)?.chunks_exact(16).take(count) {
            let tag: [u8; 4] = record[..4].try_into().ok()?;
            let start = long_number(record, 8)?;
            let len = long_number(record, 12)?;
            tables.push((tag, font.get(start..start.checked_add(len)?)?));
        }
        tables.sort_unstable();
        Some(Sfnt { version: font.get(..4)?.try_into().ok()?, tables })
    }

    fn table(&self, tag: &[u8; 4]) -> Option<&'a [u8]> {
        let found = self.tables.iter().find(|(name, _)| name == tag);
        found.map(|(_, data)| *data)
    }

    /// Without hints, and with a table of names that is as short as can be: some systems refuse a font that has none.
    fn lean(&self) -> Lean {
        let outlines = self.unhinted();
        let name = names();
        let mut tables = self.tables.clone();
        let mut maxp = self.table(b"maxp").unwrap_or_default().to_vec();
        if outlines.is_some() {
            forget_hints(&mut maxp);
        }
        for (tag, data) in &mut tables {
            match (&*tag, &outlines) {
                (b"name", _) => *data = &name,
                (b"glyf", Some((glyf, _))) => *data = glyf,
                (b"loca", Some((_, loca))) => *data = loca,
                (b"maxp", _) => *data = &maxp,
                _ => {}
            }
        }
        Lean {
            bytes: write_sfnt(self.version, &tables),
            outlines: tables.iter().find(|(tag, _)| tag == b"glyf").map_or(0, |(_, data)| data.len()),
        }
    }

    /// The TrueType outlines and their offsets without hints: hints call functions in a table that is not kept.
    fn unhinted(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        let (glyf, loca) = (self.table(b"glyf")?, self.table(b"loca")?);
        let long = number(self.table(b"head")?, 50)? == 1;
        let offsets: Vec<usize> = if long {
            let entries = loca.chunks_exact(4);
            entries.filter_map(|entry| long_number(entry, 0)).collect()
        } else {
            let entries = loca.chunks_exact(2);
            entries.filter_map(|entry| number(entry, 0)).map(|half| usize::from(half) * 2).collect()
        };
        let mut outlines = Vec::with_capacity(glyf.len());
        let mut places = Vec::with_capacity(loca.len());
        let mut place = |at: usize| {
            // What is written is no longer than what was read, so every offset still fits.
            if long {
                places.extend_from_slice(&(at as u32).to_be_bytes());
            } else {
                places.extend_from_slice(&((at / 2) as u16).to_be_bytes());
            }
        };
        for pair in offsets.windows(2) {
            place(outlines.len());
            let glyph = glyf.get(pair[0]..pair[1])?;
            unhint(glyph, &mut outlines)?;
            let padding = outlines.len() % 2;
            outlines.resize(outlines.len() + padding, 0);
        }
        place(outlines.len());
        Some((outlines, places))
    }
}

/// Writes a glyph without its instructions.
fn unhint(glyph: &[u8], outlines: &mut Vec<u8>) -> Option<()> {
    if glyph.is_empty() {
        return Some(());
    }
    let contours = number(glyph, 0)?;
    if contours >= 0x8000 {
        return unhint_composite(glyph, outlines);
    }
    // A header of 10 bytes, a point for each contour, the instructions with their length, then points.
    let instructions = 10 + 2 * usize::from(contours);
    let len = usize::from(number(glyph, instructions)?);
    outlines.extend_from_slice(&glyph[..instructions]);
    outlines.extend_from_slice(&[0, 0]);
    outlines.extend_from_slice(glyph.get(instructions + 2 + len..)?);
    Some(())
}

/// The same for a glyph of other glyphs: its parts follow the header, the instructions follow the last part.
fn unhint_composite(glyph: &[u8], outlines: &mut Vec<u8>) -> Option<()> {
    const WORDS: u16 = 0x0001;
    const SCALE: u16 = 0x0008;
    const MORE: u16 = 0x0020;
    const TWO_SCALES: u16 = 0x0040;
    const MATRIX: u16 = 0x0080;
    const INSTRUCTIONS: u16 = 0x0100;
    outlines.extend_from_slice(glyph.get(..10)?);
    let mut at = 10;
    loop {
        let flags = number(glyph, at)?;
        let arguments = if flags & WORDS != 0 { 4 } else { 2 };
        let scales = match flags {
            _ if flags & SCALE != 0 => 2,
            _ if flags & TWO_SCALES != 0 => 4,
            _ if flags & MATRIX != 0 => 8,
            _ => 0,
        };
        let end = at + 4 + arguments + scales;
        outlines.extend_from_slice(&(flags & !INSTRUCTIONS).to_be_bytes());
        outlines.extend_from_slice(glyph.get(at + 2..end)?);
        at = end;
        if flags & MORE == 0 {
            return Some(());
        }
    }
}

/// Sets what a font without hints needs of the hint machine: zones 2, everything else nothing.
fn forget_hints(maxp: &mut [u8]) {
    if let Some(limits) = maxp.get_mut(14..28) {
        limits.fill(0);
        limits[1] = 2;
    }
}

/// A table of the four names that are asked for, all of them one letter.
fn names() -> Vec<u8> {
    let mut table = Vec::with_capacity(56);
    let (count, strings) = (4u16, 6 + 4 * 12u16);
    for field in [0, count, strings] {
        table.extend_from_slice(&field.to_be_bytes());
    }
    // Family, style, full name, PostScript name, for Windows in English.
    for name in [1u16, 2, 4, 6] {
        for field in [3, 1, 0x409, name, 2, 0] {
            table.extend_from_slice(&field.to_be_bytes());
        }
    }
    table.extend_from_slice(&[0, b'f']);
    table
}

/// The tables as one font, with checksums of nothing: WOFF2 does not carry them.
fn write_sfnt(version: [u8; 4], tables: &[([u8; 4], &[u8])]) -> Vec<u8> {
    let size: usize = tables.iter().map(|(_, data)| data.len() + 20).sum();
    let mut font = Vec::with_capacity(12 + size);
    font.extend_from_slice(&version);
    // No font has more tables than 16 bits count: they come from a directory with such a count.
    font.extend_from_slice(&(tables.len() as u16).to_be_bytes());
    font.extend_from_slice(&[0; 6]);
    let mut start = 12 + 16 * tables.len();
    for (tag, data) in tables {
        font.extend_from_slice(tag);
        font.extend_from_slice(&[0; 4]);
        font.extend_from_slice(&(start as u32).to_be_bytes());
        font.extend_from_slice(&(data.len() as u32).to_be_bytes());
        start += data.len().next_multiple_of(4);
    }
    for (_, data) in tables {
        font.extend_from_slice(data);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    let found = bytes.get(at..at + 2)?;
    Some(u16::from_be_bytes([found[0], found[1]]))
}

fn long_number(bytes: &[u8], at: usize) -> Option<usize> {
    let found: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(found)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A triangle with three bytes of instructions.
    const GLYPH: [u8; 23] = [0, 1, 0, 0, 0, 0, 0, 9, 0, 9, 0, 2, 0, 3, 7, 7, 7, 1, 1, 1, 5, 5, 5];

    #[test]
    fn a_simple_glyph_loses_its_instructions() {
        let mut outlines = Vec::new();
        unhint(&GLYPH, &mut outlines).expect("a whole glyph");
        assert_eq!(outlines[..12], GLYPH[..12]);
        assert_eq!(outlines[12..], [0, 0, 1, 1, 1, 5, 5, 5]);
    }

    #[test]
    fn a_composite_glyph_keeps_its_parts() {
        let header = [0xff, 0xff, 0, 0, 0, 0, 0, 9, 0, 9];
        let parts = [0x01, 0x21, 0, 1, 0, 2, 0, 3, 0x00, 0x08, 0, 4, 5, 6, 0x40, 0];
        let glyph = [&header[..], &parts[..], &[0, 2, 7, 7]].concat();
        let mut outlines = Vec::new();
        unhint(&glyph, &mut outlines).expect("a whole glyph");
        let mut expected = [&header[..], &parts[..]].concat();
        expected[10] = 0;
        assert_eq!(outlines, expected);
    }

    #[test]
    fn half_a_glyph_is_no_glyph() {
        for len in 1..15 {
            assert_eq!(unhint(&GLYPH[..len], &mut Vec::new()), None);
        }
    }

    #[test]
    fn tables_come_back_as_they_were_written() {
        let tables: [([u8; 4], &[u8]); 2] = [(*b"abcd", &[1, 2, 3]), (*b"efgh", &[4])];
        let font = write_sfnt(*b"OTTO", &tables);
        let read = Sfnt::read(&font).expect("a directory");
        assert_eq!(read.version, *b"OTTO");
        assert_eq!(read.tables, tables);
    }

    #[test]
    fn what_is_no_font_is_an_error() {
        for bytes in [&b""[..], b"not a font at all", &[0, 1, 0, 0, 0, 9, 0, 0]] {
            let result = subset(bytes, &BTreeSet::from(['a']), Use::Text, 1);
            assert!(matches!(result, Err(FontError::Unreadable(_))), "{result:?}");
        }
    }
}
