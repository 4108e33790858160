//! Where in a source something stands.
//!
//! Spans are offsets from the start of their slide, so that a slide which moved without changing keeps every span
//! it has. The start itself is an [`Origin`]; only the room `diagnostic` adds the two.

use std::ops::Range;

/// A file that was read, as its number in [`Sources`](super::Sources).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(super) u32);

/// A range of bytes, counted from the start of a slide (or of the file, for a deck's own settings).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Where the text that spans are counted from begins: a file and a byte offset in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// The byte at which the slide begins.
    pub offset: u32,
}

/// Whose text a span counts from: what a slide inherits was written elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// The slide.
    #[default]
    Slide,
    /// The slide that begins its section.
    Section,
    /// The deck's settings.
    Deck,
}

/// Where the texts of all owners begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origins {
    /// That of the slide.
    pub slide: Origin,
    /// That of the slide that begins its section.
    pub section: Origin,
    /// That of the deck's settings.
    pub deck: Origin,
}

impl From<Origin> for Origins {
    fn from(slide: Origin) -> Origins {
        Origins { slide, section: slide, deck: slide }
    }
}

impl Origins {
    /// That of one owner.
    pub fn of(self, owner: Owner) -> Origin {
        match owner {
            Owner::Slide => self.slide,
            Owner::Section => self.section,
            Owner::Deck => self.deck,
        }
    }
}

impl Span {
    /// The span of the bytes `range`. Sources are bounded far below 4 GiB, so the conversion saturates in theory only.
    pub fn new(range: Range<usize>) -> Span {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { start: clamp(range.start), end: clamp(range.end.max(range.start)) }
    }

    /// The same place counted from a point `offset` bytes earlier.
    pub fn shifted(self, offset: usize) -> Span {
        Span::new(self.start as usize + offset..self.end as usize + offset)
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The bytes as a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// How offsets in a text that was taken out of a source (a YAML string, a filled template) lead back to the source.
///
/// A list of corresponding points; between two points offsets run in parallel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMap {
    /// `(offset in the text, offset in the source)`, ascending in the first; never empty.
    points: Vec<(usize, usize)>,
    /// The last source offset that a place may have.
    limit: usize,
}

impl TextMap {
    /// The text stands in the source as it is, `offset` bytes from the start.
    pub fn linear(offset: usize) -> TextMap {
        TextMap { points: vec![(0, offset)], limit: usize::MAX }
    }

    /// Corresponding points; what lies past `limit` in the source is drawn back to it.
    pub fn from_points(mut points: Vec<(usize, usize)>, limit: usize) -> TextMap {
        if points.first().is_none_or(|point| point.0 > 0) {
            points.insert(0, (0, points.first().map_or(0, |point| point.1)));
        }
        TextMap { points, limit }
    }

    /// The source span of a range of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.offset(range.start)..self.offset(range.end).max(self.offset(range.start)))
    }

    /// The source offset of an offset in the text.
    pub fn offset(&self, offset: usize) -> usize {
        let next = self.points.partition_point(|point| point.0 <= offset);
        let (text, source) = self.points[next.saturating_sub(1)];
        // What is longer here than there, such as a value in place of its tag, ends where the next begins.
        let end = self.points.get(next).map(|next| next.1).filter(|end| *end >= source);
        (source + offset.saturating_sub(text)).min(end.unwrap_or(self.limit)).min(self.limit)
    }

    /// The same map with every place in the source `shift` bytes further on.
    pub fn shifted(&self, shift: i64) -> TextMap {
        let at = |offset: usize| usize::try_from((offset as i64).saturating_add(shift)).unwrap_or(0);
        let limit = if self.limit == usize::MAX { usize::MAX } else { at(self.limit) };
        TextMap { points: self.points.iter().map(|&(text, source)| (text, at(source))).collect(), limit }
    }

    /// The map of a text whose offsets lead through `self` into a text that `outer` maps.
    pub fn through(&self, outer: &TextMap) -> TextMap {
        let points = self.points.iter().map(|&(text, middle)| (text, outer.offset(middle))).collect();
        TextMap { points, limit: outer.offset(self.limit.min(u32::MAX as usize)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_run_in_parallel_between_points() {
        let map = TextMap::from_points(vec![(0, 10), (5, 20)], 23);
        assert_eq!([0, 4, 5, 7, 50].map(|offset| map.offset(offset)), [10, 14, 20, 22, 23]);
        let longer = TextMap::from_points(vec![(0, 10), (50, 12), (60, 5)], 100);
        assert_eq!([1, 40, 55, 61].map(|offset| longer.offset(offset)), [11, 12, 17, 6]);
    }
}
