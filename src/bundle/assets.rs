//! Files as addresses that hold the file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::model::{Asset, AssetKey, Assets};
use crate::render::{ASSET_END, ASSET_START, Page};

/// Bytes in base 64.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Copies HTML and puts the address of each asset where its key stands.
pub fn embed(html: &str, assets: &Assets, out: &mut String) {
    let mut rest = html;
    while let Some((before, behind)) = rest.split_once(ASSET_START) {
        out.push_str(before);
        let Some((key, behind)) = behind.split_once(ASSET_END) else { break };
        if let Some(asset) = u64::from_str_radix(key, 16).ok().and_then(|key| assets.get(AssetKey(key))) {
            address(asset, out);
        }
        rest = behind;
    }
    out.push_str(rest);
}

/// Pictures that are shown more than once, and those behind slides, stand in the style.
pub fn rules(page: &Page) -> String {
    let mut rules = String::new();
    for (key, asset) in page.assets.iter() {
        let behind = format!("var(--asset-{key})");
        let class = format!("asset-{key}");
        // Those in notes that are left out are left out as well.
        if page.shared.contains(&key) && page.slides.iter().any(|slide| slide.html.contains(&class)) {
            rules.push_str(&format!(".asset-{key} {{ content: url("));
            address(asset, &mut rules);
            rules.push_str("); }\n");
        }
        if page.slides.iter().any(|slide| slide.html.contains(&behind)) {
            rules.push_str(&format!(":root {{ --asset-{key}: url("));
            address(asset, &mut rules);
            rules.push_str("); }\n");
        }
    }
    rules
}

fn address(asset: &Asset, out: &mut String) {
    out.push_str("data:");
    out.push_str(asset.media_type);
    out.push_str(";base64,");
    STANDARD.encode_string(&asset.source.bytes, out);
}
