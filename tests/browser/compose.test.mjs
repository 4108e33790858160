import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { build, compose, composeEarly } from './support.mjs';

describe('the composed script', () => {
  for (const deck of ['talk', 'auto-animate', 'elements']) {
    test(`is what the compiler puts into ${deck}.md`, async () => {
      const page = readFileSync(await build(`tests/browser/decks/${deck}.md`), 'utf8');
      const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => text.trim());
      const [, config] = scripts.at(-1).match(/Reveal\.initialize\((\{.*\})\);/);
      assert.equal(scripts[0], composeEarly(JSON.parse(config)).trim());
      const slides = page.slice(page.indexOf('<div class="slides">'), page.lastIndexOf('<script>'));
      const composed = compose('CONFIG', undefined, { calls: slides + config });
      assert.equal(scripts.at(-1), composed.replace('"CONFIG"', () => config).trim());
    });
  }

  test('is in the language of the deck', async () => {
    const page = readFileSync(await build('tests/browser/decks/german.md'), 'utf8');
    assert.match(page, /"paused":"Angehalten"/);
    assert.doesNotMatch(page, /"paused":"Paused"/);
  });

  test('has no line that is a comment', () => {
    const lines = compose({}).split('\n');
    assert.deepEqual(lines.filter((line) => /^(\/\/|\/\*.*\*\/$|\* )/.test(line) || line !== line.trim()), []);
  });
});
