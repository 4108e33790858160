//! The bytes that a deck needs beside its text, each stored once by what is in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::sources::Source;

/// What stands before and behind the key of an asset where its address will be: characters that HTML cannot hold, so
/// that no author can write them.
pub const ASSET_START: char = '\u{1}';
/// See [`ASSET_START`].
pub const ASSET_END: char = '\u{2}';

/// What an asset is known by: a hash of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetKey(pub u64);

impl std::fmt::Display for AssetKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A file that goes into the deck.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its media type, such as `image/png`.
    pub media_type: &'static str,
    /// The file.
    pub source: Arc<Source>,
}

/// Assets by their keys.
#[derive(Clone, Debug, Default)]
pub struct Assets(BTreeMap<AssetKey, Asset>);

impl Assets {
    /// Stores an asset and says its key.
    pub fn add(&mut self, asset: Asset) -> AssetKey {
        let key = AssetKey(asset.source.hash());
        self.0.entry(key).or_insert(asset);
        key
    }

    /// The asset of that key.
    pub fn get(&self, key: AssetKey) -> Option<&Asset> {
        self.0.get(&key)
    }

    /// Stores all that another collection holds.
    pub fn merge(&mut self, other: &Assets) {
        for (key, asset) in &other.0 {
            self.0.entry(*key).or_insert_with(|| asset.clone());
        }
    }

    /// Every asset with its key.
    pub fn iter(&self) -> impl Iterator<Item = (AssetKey, &Asset)> {
        self.0.iter().map(|(key, asset)| (*key, asset))
    }
}
