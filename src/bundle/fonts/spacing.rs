//! What a cut face keeps of its designer's spacing: kerning between the glyphs that are left, and the ligatures among them.
//!
//! In: the tables `GPOS` and `GSUB` of a font. Out: a `GPOS` and a `GSUB` table that know the cut font's glyphs
//! alone. Both are written in their plainest form. Other positioning (marks, contexts) is not kept.

use std::collections::{BTreeMap, BTreeSet};

use allsorts::binary::read::ReadScope;
use allsorts::error::ParseError;
use allsorts::layout::{
    GPOS, GSUB, LayoutCache, LayoutTable, LayoutTableType, PairPos, PosLookup, SubstLookup, new_layout_cache,
};
use allsorts::tables::FontTableProvider;
use allsorts::tag;

/// A glyph's number in a font.
type GlyphId = u16;

/// Two glyphs and by how much they stand closer together, in units of the font.
pub type Pair = (GlyphId, GlyphId, i16);

/// Glyphs that are shown as one: those of the text, and the one.
pub type Ligature = (Vec<GlyphId>, GlyphId);

/// The scripts whose kerning is kept, in this order: two glyphs are of one script.
const SCRIPTS: [u32; 3] = [tag::LATN, tag::CYRL, tag::GREK];

/// The ligatures whose parts are all among `glyphs`, long ones first.
pub fn ligatures(provider: &impl FontTableProvider, glyphs: &BTreeSet<GlyphId>) -> Result<Vec<Ligature>, ParseError> {
    let Some(data) = provider.table_data(tag::GSUB)? else { return Ok(Vec::new()) };
    let cache = new_layout_cache(ReadScope::new(&data).read::<LayoutTable<GSUB>>()?);
    let Some(lookups) = &cache.layout_table.opt_lookup_list else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for index in lookups_of(&cache, tag::LATN, tag::LIGA)? {
        let lookup = lookups.lookup_cache_gsub(&cache, usize::from(index))?;
        let SubstLookup::LigatureSubst(tables) = &lookup.lookup_subtables else { continue };
        for (table, first) in tables.iter().flat_map(|table| glyphs.iter().map(move |first| (table, *first))) {
            let set = table.apply_glyph(first)?.map(|set| set.ligatures.as_slice()).unwrap_or_default();
            let whole =
                set.iter().filter(|ligature| ligature.component_glyphs.iter().all(|part| glyphs.contains(part)));
            found.extend(whole.map(|ligature| {
                let parts = [&[first], ligature.component_glyphs.as_slice()].concat();
                (parts, ligature.ligature_glyph)
            }));
        }
    }
    found.sort_by_key(|(parts, _)| (parts[0], usize::MAX - parts.len()));
    Ok(found)
}

/// The kerning among `glyphs`, which are named by their index in the list: that is their number in the cut font.
pub fn pairs(provider: &impl FontTableProvider, glyphs: &[GlyphId]) -> Result<Vec<Pair>, ParseError> {
    let Some(data) = provider.table_data(tag::GPOS)? else { return Ok(Vec::new()) };
    let cache = new_layout_cache(ReadScope::new(&data).read::<LayoutTable<GPOS>>()?);
    let Some(lookups) = &cache.layout_table.opt_lookup_list else { return Ok(Vec::new()) };
    let mut kept = Vec::new();
    for script in SCRIPTS {
        let indices = lookups_of(&cache, script, tag::KERN)?.into_iter().map(usize::from);
        let of_script = indices.map(|index| lookups.lookup_cache_gpos(&cache, index)).collect::<Result<Vec<_>, _>>()?;
        kept.push(of_script);
    }
    let mut scripts: Vec<Vec<Vec<PairTable<'_>>>> = Vec::new();
    for of_script in &kept {
        let tables = of_script.iter().map(|lookup| match &lookup.lookup_subtables {
            PosLookup::PairPos(tables) => tables.iter().map(|table| PairTable::new(table, glyphs)).collect(),
            _ => Vec::new(),
        });
        scripts.push(tables.collect());
    }
    let mut pairs = Vec::new();
    for (first, first_glyph) in (0..).zip(glyphs) {
        for lookups in &mut scripts {
            let mut row = vec![0; glyphs.len()];
            for lookup in lookups {
                // Of the tables of a lookup the first that knows a pair holds.
                let mut known = vec![false; glyphs.len()];
                for table in lookup {
                    table.add(*first_glyph, glyphs, &mut row, &mut known)?;
                }
            }
            let before = pairs.len();
            let closer = (0..).zip(row).filter(|(_, closer)| *closer != 0);
            pairs.extend(closer.map(|(second, closer)| (first, second, closer)));
            if pairs.len() > before {
                break;
            }
        }
    }
    Ok(pairs)
}

/// A table of pairs, or of classes of glyphs. The latter is asked once for each two classes: it searches them every time.
struct PairTable<'a> {
    table: &'a PairPos,
    /// The class of each glyph as the second of a pair.
    classes: Vec<u16>,
    /// What the table says of a class of first glyphs, by the class of the second.
    rows: BTreeMap<u16, BTreeMap<u16, Option<i16>>>,
}

impl<'a> PairTable<'a> {
    fn new(table: &'a PairPos, glyphs: &[GlyphId]) -> PairTable<'a> {
        let classes = match table {
            PairPos::Format2 { classdef2, .. } => {
                glyphs.iter().map(|glyph| classdef2.glyph_class_value(*glyph)).collect()
            }
            PairPos::Format1 { .. } => Vec::new(),
        };
        PairTable { table, classes, rows: BTreeMap::new() }
    }

    /// Adds to `row` how much closer each glyph stands behind `first`, where no table before knew the pair.
    fn add(
        &mut self,
        first: GlyphId,
        glyphs: &[GlyphId],
        row: &mut [i16],
        known: &mut [bool],
    ) -> Result<(), ParseError> {
        let (PairPos::Format1 { coverage, .. } | PairPos::Format2 { coverage, .. }) = self.table;
        if coverage.glyph_coverage_value(first).is_none() {
            return Ok(());
        }
        let ask = |second: GlyphId| -> Result<Option<i16>, ParseError> {
            let answer = self.table.apply(first, second)?;
            Ok(answer.map(|(adjust, _)| adjust.map_or(0, |adjust| adjust.x_advance)))
        };
        let mut of_classes = match self.table {
            PairPos::Format2 { classdef1, .. } => {
                Some(self.rows.entry(classdef1.glyph_class_value(first)).or_default())
            }
            PairPos::Format1 { .. } => None,
        };
        for (index, second) in glyphs.iter().enumerate().filter(|(index, _)| !known[*index]).collect::<Vec<_>>() {
            let answer = match &mut of_classes {
                Some(answers) => match answers.get(&self.classes[index]) {
                    Some(answer) => *answer,
                    None => *answers.entry(self.classes[index]).or_insert(ask(*second)?),
                },
                None => ask(*second)?,
            };
            if let Some(closer) = answer {
                row[index] += closer;
                known[index] = true;
            }
        }
        Ok(())
    }
}

/// The lookups of a feature in a script's default language, in the order in which they work.
fn lookups_of<T: LayoutTableType>(
    cache: &LayoutCache<T>,
    script: u32,
    feature: u32,
) -> Result<BTreeSet<u16>, ParseError> {
    let table = &cache.layout_table;
    let script = table.find_script_or_default(script)?;
    let Some(language) = script.and_then(|script| script.default_langsys_record()) else {
        return Ok(BTreeSet::new());
    };
    let feature = table.find_langsys_feature(language, feature, None)?;
    Ok(feature.map(|feature| feature.lookup_indices.iter().copied().collect()).unwrap_or_default())
}

/// A `GPOS` table with the feature `kern` alone, for all scripts; nothing if there are no pairs, or too many for it.
pub fn gpos_table(pairs: &[Pair]) -> Option<Vec<u8>> {
    if pairs.is_empty() || pairs.len() > 10_000 {
        return None;
    }
    let firsts: BTreeSet<GlyphId> = pairs.iter().map(|(first, ..)| *first).collect();
    let sets = firsts.iter().map(|first| {
        let of_first: Vec<u16> = pairs
            .iter()
            .filter(|(other, ..)| other == first)
            .flat_map(|(_, second, closer)| [*second, closer.cast_unsigned()])
            .collect();
        Table::default().number((of_first.len() / 2) as u16).numbers(of_first)
    });
    // Of the first glyph of a pair the advance changes, of the second nothing.
    let positioning = Table::default().number(1).table(coverage(&firsts)).numbers([4, 0]).tables_counted(sets);
    Some(layout_table(b"kern", 2, positioning))
}

/// A `GSUB` table with the feature `liga` alone, for all scripts; nothing if there are no ligatures, or too many for it.
pub fn gsub_table(ligatures: &[Ligature]) -> Option<Vec<u8>> {
    if ligatures.is_empty() || ligatures.len() > 1000 {
        return None;
    }
    let firsts: BTreeSet<GlyphId> = ligatures.iter().map(|(parts, _)| parts[0]).collect();
    let sets = firsts.iter().map(|first| {
        let set = ligatures.iter().filter(|(parts, _)| parts[0] == *first);
        Table::default().tables_counted(set.map(|(parts, one)| {
            let rest = parts[1..].iter().copied();
            Table::default().number(*one).number(parts.len() as u16).numbers(rest)
        }))
    });
    let substitution = Table::default().number(1).table(coverage(&firsts)).tables_counted(sets);
    Some(layout_table(b"liga", 4, substitution))
}

fn coverage(glyphs: &BTreeSet<GlyphId>) -> Table {
    Table::default().number(1).number(glyphs.len() as u16).numbers(glyphs.iter().copied())
}

/// A table of one feature that every script asks for, with one lookup of a kind.
/// <https://learn.microsoft.com/en-us/typography/opentype/spec/chapter2>
fn layout_table(feature: &[u8; 4], kind: u16, subtable: Table) -> Vec<u8> {
    let lookup = Table::default().numbers([kind, 0]).tables_counted([subtable]);
    let lookups = Table::default().tables_counted([lookup]);
    // A feature without parameters, of lookup 0.
    let features = Table::default().number(1).tag(feature).table(Table::default().numbers([0, 1, 0]));
    let scripts = [b"DFLT", b"cyrl", b"grek", b"latn"].into_iter().fold(Table::default().number(4), |list, script| {
        // Of a script: its default language, which asks for feature 0, and no others.
        let language = Table::default().numbers([0, 0xffff, 1, 0]);
        list.tag(script).table(Table::default().table(language).number(0))
    });
    Table::default().numbers([1, 0]).table(scripts).table(features).table(lookups).bytes()
}

/// A table of numbers and of offsets to other tables, which follow it.
#[derive(Default)]
struct Table {
    head: Vec<u8>,
    /// Where in the head the offset stands, and what it leads to.
    below: Vec<(usize, Table)>,
}

impl Table {
    fn number(mut self, number: u16) -> Table {
        self.head.extend_from_slice(&number.to_be_bytes());
        self
    }

    fn numbers(self, numbers: impl IntoIterator<Item = u16>) -> Table {
        numbers.into_iter().fold(self, Table::number)
    }

    fn tag(mut self, tag: &[u8; 4]) -> Table {
        self.head.extend_from_slice(tag);
        self
    }

    fn table(mut self, table: Table) -> Table {
        self.below.push((self.head.len(), table));
        self.number(0)
    }

    fn tables(self, tables: impl IntoIterator<Item = Table>) -> Table {
        tables.into_iter().fold(self, Table::table)
    }

    /// Tables behind their number.
    fn tables_counted(self, tables: impl IntoIterator<Item = Table>) -> Table {
        let tables: Vec<Table> = tables.into_iter().collect();
        self.number(tables.len() as u16).tables(tables)
    }

    fn bytes(self) -> Vec<u8> {
        let mut bytes = self.head;
        for (place, table) in self.below {
            // As many pairs or ligatures as are let in take less than 64 KB.
            let offset = bytes.len() as u16;
            bytes[place..place + 2].copy_from_slice(&offset.to_be_bytes());
            bytes.extend(table.bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kerning_comes_back_as_it_was_written() {
        let table = gpos_table(&[(1, 2, -40), (1, 3, 7), (2, 1, -1)]).expect("there are pairs");
        let cache = new_layout_cache(ReadScope::new(&table).read::<LayoutTable<GPOS>>().expect("a table"));
        assert_eq!(lookups_of(&cache, tag::LATN, tag::KERN).expect("a feature"), BTreeSet::from([0]));
        let lookups = cache.layout_table.opt_lookup_list.as_ref().expect("lookups");
        let lookup = lookups.lookup_cache_gpos(&cache, 0).expect("a lookup");
        let PosLookup::PairPos(tables) = &lookup.lookup_subtables else { panic!("no pairs") };
        let closer = |first, second| {
            let answer = tables[0].apply(first, second).expect("a table");
            answer.and_then(|(adjust, _)| adjust).map(|adjust| adjust.x_advance)
        };
        assert_eq!([closer(1, 2), closer(1, 3), closer(2, 1), closer(2, 3)], [Some(-40), Some(7), Some(-1), None]);
        assert_eq!(gpos_table(&[]), None);
    }

    #[test]
    fn ligatures_come_back_as_they_were_written() {
        let ligatures = [(vec![1, 1, 2], 9), (vec![1, 2], 8), (vec![3, 2], 7)];
        let table = gsub_table(&ligatures).expect("there are ligatures");
        let cache = new_layout_cache(ReadScope::new(&table).read::<LayoutTable<GSUB>>().expect("a table"));
        for script in [tag::LATN, tag::CYRL] {
            assert_eq!(lookups_of(&cache, script, tag::LIGA).expect("a feature"), BTreeSet::from([0]));
        }
        let lookups = cache.layout_table.opt_lookup_list.as_ref().expect("lookups");
        let lookup = lookups.lookup_cache_gsub(&cache, 0).expect("a lookup");
        let SubstLookup::LigatureSubst(tables) = &lookup.lookup_subtables else { panic!("no ligatures") };
        let set = tables[0].apply_glyph(1).expect("a set").expect("one for the first glyph");
        let read: Vec<_> = set.ligatures.iter().map(|one| (one.component_glyphs.clone(), one.ligature_glyph)).collect();
        assert_eq!(read, [(vec![1, 2], 9), (vec![2], 8)]);
    }
}
