import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { build, compose, composeEarly } from './support.mjs';

describe('the composed script', () => {
  test('is what the compiler puts into a deck', async () => {
    const page = readFileSync(await build('tests/browser/decks/talk.md'), 'utf8');
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => text.trim());
    assert.equal(scripts[0], composeEarly({}).trim());
    const [, config] = scripts.at(-1).match(/Reveal\.initialize\((\{.*\})\);/);
    assert.equal(scripts.at(-1), compose('CONFIG').replace('"CONFIG"', () => config).trim());
  });

  test('has no line that is a comment', () => {
    const lines = compose({}).split('\n');
    assert.deepEqual(lines.filter((line) => /^(\/\/|\/\*.*\*\/$|\* )/.test(line) || line !== line.trim()), []);
  });
});
