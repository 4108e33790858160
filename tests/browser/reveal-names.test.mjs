// Every name that reveal.js's own files know is one of ours, or on the README's list of what is left out.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fixture, launch, open, root } from './support.mjs';

const reveal = join(root, 'tests/browser/node_modules/reveal.js');
const read = (...path) => readFileSync(join(...path), 'utf8');

/** The most that may be left out. */
const MOST = 20;

/** The names in an interface of a type file: each stands at the start of a line, one step in. */
function members(text, name) {
  const body = text.slice(text.indexOf(`interface ${name} {`));
  const [, step] = body.match(/\{\s*\n(?:\s*\/\*[\s\S]*?\*\/)?\n?([\t ]+)\w/);
  const end = body.search(new RegExp(`\\n${step.slice(0, step === '\t\t' ? 1 : 0)}\\}`));
  return unique([...body.slice(0, end).matchAll(new RegExp(`^${step}(\\w+)\\??[(:<]`, 'gm'))].map(([, found]) => found));
}

const unique = (names) => [...new Set(names)].sort();

/** The names on the README's list: what stands between backticks at the start of its lines. */
function leftOut(readme) {
  const [, section] = readme.split(/^#+ What is left out of reveal\.js, and why$/m);
  assert.ok(section, 'the README has no list of what is left out');
  const rows = section.split(/^#+ /m)[0].match(/^\| *`.*$/gm) ?? [];
  return rows.flatMap((row) => [...row.split('|')[1].matchAll(/`([\w-]+)`/g)].map(([, name]) => name));
}

/** What is wrong between the names that are wanted, those that are there, and those that are said to be left out. */
function faults(wanted, present, listed) {
  return [
    ...wanted.filter((name) => !present.includes(name) && !listed.includes(name)).map((name) => `${name} is missing and not on the list`),
    ...listed.filter((name) => present.includes(name)).map((name) => `${name} is on the list and there`),
    ...listed.filter((name) => !wanted.includes(name)).map((name) => `${name} is on the list and no name of reveal.js`),
    ...listed.filter((name, at) => listed.indexOf(name) < at).map((name) => `${name} is on the list twice`),
    ...(listed.length > MOST ? [`${listed.length} names are more than ${MOST}`] : []),
  ];
}

/** The methods that reveal.js names in its types, and those that its script really has. */
async function methodsOfReveal(page) {
  const typed = members(read(reveal, 'dist/reveal.d.ts'), 'RevealApi');
  await page.setContent('<div class="reveal"><div class="slides"><section>One</section></div></div>');
  await page.addScriptTag({ path: join(reveal, 'dist/reveal.js') });
  const real = await page.evaluate(() => Object.keys(new window.Reveal(document.querySelector('.reveal'), {})));
  return { typed, real };
}

/** The events that reveal.js dispatches by name. */
function eventsOfReveal() {
  const files = readdirSync(join(reveal, 'js'), { recursive: true }).filter((file) => file.endsWith('.js'));
  return unique(files.flatMap((file) =>
    [...read(reveal, 'js', file).matchAll(/dispatchEvent\(\s*\{(?:\s*target[^,]*,)?\s*type: '([\w-]+)'/g)].map(([, name]) => name)));
}

/** The events that ours tells: those of the list, and those that parts of a slide hear themselves. */
function eventsOfOurs() {
  const text = read(root, 'src/runtime/reveal-api.js');
  const [, list] = text.match(/const EVENTS = \[([^\]]*)\]/);
  return [...[...list.matchAll(/"([\w-]+)"/g)], ...text.matchAll(/\btell\("(\w+)"/g)].map(([, name]) => name);
}

/** The settings that ours understands, and those that the compiler knows as reveal.js's alone. */
function settingsOfOurs() {
  const known = [...read(root, 'src/runtime/defaults.js').matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name);
  const rust = read(root, 'src/runtime/mod.rs');
  const names = (text) => [...text.matchAll(/"(\w+)"/g)].map(([, name]) => name);
  return {
    known: [...known, ...names(rust.match(/name\)\.chain\(\[([^\]]*)\]\)/)?.[1] ?? '')],
    ignored: names(rust.match(/REVEAL_NAMES: &\[&str\] = &\[([^\]]*)\]/)[1]),
  };
}

describe('the names of reveal.js', () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  test('are all there, or on the README\'s list of at most twenty', async (t) => {
    const { typed, real } = await methodsOfReveal(await browser.newPage());
    const settings = members(read(reveal, 'dist/config.d.ts'), 'RevealConfig');
    const events = eventsOfReveal();
    // So that a file that reads otherwise one day is not taken for one without names.
    assert.ok(typed.length > 85 && real.length > 95 && settings.length > 75 && events.length > 18, `${[typed, real, settings, events].map(({ length }) => length)}`);
    for (const [name, all] of [['addKeyBinding', typed], ['isPrintView', real], ['autoAnimateStyles', settings], ['plugins', settings], ['slidesync', events], ['hidden', events]]) {
      assert.ok(all.includes(name), name);
    }

    const page = await open(browser, fixture('talk'));
    const ours = await page.evaluate(() => Object.entries(window.Reveal).map(([name, value]) => [name, typeof value]));
    assert.deepEqual(ours.filter(([name, type]) => type !== (name === 'VERSION' ? 'string' : 'function')), []);

    const listed = leftOut(read(root, 'README.md'));
    const present = [...ours.map(([name]) => name), ...settingsOfOurs().known, ...eventsOfOurs()];
    t.diagnostic(`${typed.length} methods in types, ${real.length} in fact, ${settings.length} settings, ${events.length} events; ${listed.length} left out`);
    assert.deepEqual(faults(unique([...typed, ...real, ...settings, ...events]), present, listed), []);
  });

  test('the compiler warns of just those settings that are on the list', () => {
    const settings = members(read(reveal, 'dist/config.d.ts'), 'RevealConfig');
    const listed = leftOut(read(root, 'README.md')).filter((name) => settings.includes(name));
    assert.deepEqual(unique(settingsOfOurs().ignored), unique(listed));
  });

  test('the version is the one whose names these are', async () => {
    const page = await open(browser, fixture('plain'));
    const { version } = JSON.parse(read(reveal, 'package.json'));
    assert.equal(await page.evaluate(() => window.Reveal.VERSION), version);
  });

  test('a name that is nowhere, a listed one that is there, and too long a list are faults', () => {
    assert.deepEqual(faults(['a', 'b', 'c'], ['a'], ['c']), ['b is missing and not on the list']);
    assert.deepEqual(faults(['a', 'b'], ['a', 'b'], ['b']), ['b is on the list and there']);
    assert.deepEqual(faults(['a'], ['a'], ['x']), ['x is on the list and no name of reveal.js']);
    const many = Array.from({ length: 21 }, (_, i) => `n${i}`);
    assert.deepEqual(faults(many, [], many), ['21 names are more than 20']);
    assert.deepEqual(leftOut('## What is left out of reveal.js, and why\n\n| `a`, `b` | because `c` |\n\n## More\n\n| `d` | x |\n'), ['a', 'b']);
  });
});
