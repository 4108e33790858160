//! The Content-Security-Policy under which a deck could not reach the network if it tried.

use sha2::{Digest, Sha256};

use super::assets::base64;
use crate::render::Page;

/// The policy of a page with these scripts of ours. A live page may speak to the server that it came from.
pub fn policy(page: &Page, scripts: &[&str], live: bool) -> String {
    let authors = page.scripts.iter().map(String::as_str);
    let mut hashes: Vec<String> = scripts.iter().copied().chain(authors).map(hash).collect();
    hashes.dedup();
    if !page.scripts.is_empty() {
        hashes.push("'unsafe-hashes'".to_owned());
    }
    let remote = if page.network { " https:" } else { "" };
    let frame = if page.network { "; frame-src https:" } else { "" };
    let connect = if live { "; connect-src 'self'" } else { "" };
    format!(
        "default-src 'none'; script-src {}; style-src 'unsafe-inline'; img-src data: blob:{remote}; \
         font-src data: blob:; media-src data: blob:{remote}{frame}{connect}; base-uri 'none'; form-action 'none'",
        hashes.join(" ")
    )
}

fn hash(script: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(script.as_bytes())))
}
