// How much a deck brings along besides its slides, after gzip.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { compose, root, runtimeStyle } from './support.mjs';

const KB = 1024;
const file = (path) => readFileSync(join(root, path), 'utf8');

/**
 * What is measured, and the most that it may be. The scripts are readable code and not minified; reveal.js 6 is minified
 * 30 KB, its notes, search and zoom are 22 KB more, and its stylesheet is 11 KB.
 */
const budgets = [
  ['the script of a plain deck', compose({}, undefined, { calls: '' }), 36 * KB],
  ['the whole runtime', compose({}, { build: 1, keys: [] }), 61 * KB],
  ['the stylesheet of the runtime', runtimeStyle(), 8 * KB],
  ['the base theme', file('themes/base/theme.css'), 8 * KB],
  ['the theme paper', file('themes/paper/theme.css'), 4 * KB],
];

for (const [what, text, most] of budgets) {
  test(`${what} takes at most ${most / KB} KB`, (t) => {
    const size = gzipSync(text, { level: 9 }).length;
    t.diagnostic(`${(size / KB).toFixed(1)} KB`);
    assert.ok(size > 500, `${size} bytes are too few to be it`);
    assert.ok(size <= most, `${(size / KB).toFixed(1)} KB`);
  });
}
