import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { closePages, deckBinary, launch, place, ready } from './support.mjs';

const talk = ['# One', '## Two {#two}\n\n+ a\n+ b\n+ c', '## Three\n\n$x^2$', '## Four'];

let browser;
let folder;
let child;
let said;
let address;

const write = (slides, name = 'talk.md') => writeFileSync(join(folder, name), slides.join('\n\n---\n\n') + '\n');

before(async () => { browser = await launch(); });
after(() => browser.close());

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deck-watch-'));
  write(talk);
  child = spawn(deckBinary(), ['watch', 'talk.md'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  said = '';
  child.stderr.on('data', (text) => { said += text; });
  await until(() => /Serving (\S+)/.test(said) && /Writing talk\.html/.test(said), 'the deck is served');
  [, address] = /Serving (\S+)/.exec(said);
});
afterEach(async () => {
  await closePages(browser);
  child.kill('SIGINT');
  rmSync(folder, { recursive: true, force: true });
});

async function until(holds, what) {
  for (let wait = 0; wait < 500; wait += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`${what}: not within ten seconds. deck said:\n${said}`);
}

async function watch(hash = '') {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${address}/${hash}`);
  await ready(page);
  await page.evaluate(() => { window.mark = 'never loaded again'; });
  return Object.assign(page, { complaints });
}

const shows = (page, text) => until(() => page.evaluate((text) => document.querySelector('.slides').textContent.includes(text), text), `the page shows ${text}`);

/** What the page came to, as far as its place does not change it. */
const content = (page) => page.evaluate(() => ({
  // White space between sections is nobody's.
  slides: document.querySelector('.slides').innerHTML.split(/\s*\n\s*|(?=<section)|(?=<\/section>)|(?<=<\/section>)/).filter((line) => line),
  style: document.querySelector('style').textContent.trim(),
  title: document.title,
}));

describe('deck watch', () => {
  test('an edit replaces its slide in place and keeps slide and step', async () => {
    const page = await watch('#/two');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal(await place(page), '1/0/1');
    write(talk.map((slide) => slide.replace('+ b', '+ brand new')));
    await shows(page, 'brand new');
    assert.equal(await place(page), '1/0/1');
    assert.equal(await page.evaluate(() => window.mark), 'never loaded again');
    assert.deepEqual(page.complaints, []);
  });

  test('a slide that comes or goes elsewhere does not move the audience', async () => {
    const page = await watch('#/three');
    write(['# Zero', ...talk]);
    await shows(page, 'Zero');
    assert.equal(await place(page), '3/0');
    write(['# Zero', ...talk.slice(2)]);
    await until(async () => (await place(page)) === '1/0', 'the slide is the second now');
    assert.equal(await page.evaluate(() => window.Reveal.getCurrentSlide().id), 'three');
    assert.equal(await page.evaluate(() => window.mark), 'never loaded again');
  });

  test('a patched page equals one that is loaded anew', async () => {
    const page = await watch('#/two');
    write(['# One', '## Two, renamed\n\ntext', '## Three\n\n$\\sqrt{y}$ and `code`\n\n--\n\n## Below']);
    await shows(page, 'renamed');
    write(['# One', '## Two {#two}\n\n```rust\nfn main() {}\n```', '## Three\n\n--\n\n## Below\n\n$\\mathbb{R}$']);
    await shows(page, 'main');
    const hash = await page.evaluate(() => window.location.hash);
    const fresh = await watch(hash);
    assert.equal(await place(page), await place(fresh));
    assert.deepEqual(await content(page), await content(fresh));
  });

  test('mistakes lie over the last good deck until they are mended', async () => {
    const page = await watch();
    const overlay = page.locator('.deck-diagnostics');
    assert.equal(await overlay.isVisible(), false);
    write([...talk, '---\nlayout: titel\n---\n# Five'].map((slide) => slide.replace(/^---\n/, '')).join('\n\n---\n').split('§'));
    await until(() => overlay.isVisible(), 'the mistake is shown');
    const text = await overlay.textContent();
    assert.match(text, /error\[unknown-layout\]: the theme `paper` has no layout `titel`/);
    assert.match(text, /--> talk\.md:\d+:9/);
    assert.ok(said.includes(text.split('\n')[0]), 'the terminal says the same');
    assert.ok(await page.evaluate(() => document.querySelector('.slides').textContent.includes('Four')));
    assert.ok(!readFileSync(join(folder, 'talk.html'), 'utf8').includes('Five'), 'the file is the last good one');
    write(talk);
    await until(async () => !(await overlay.isVisible()), 'the mistake is gone');
    assert.equal(await page.evaluate(() => window.mark), 'never loaded again');
  });

  test('a window that opens while something is wrong sees what', async () => {
    write(['![x](gone.png)']);
    await until(() => said.includes('image-missing'), 'the mistake is said');
    const page = await watch();
    assert.match(await page.locator('.deck-diagnostics').textContent(), /gone\.png/);
  });

  test('a file that did not exist is waited for, and a rename is an edit', async () => {
    write(['# One', '![x](late.svg)']);
    await until(() => said.includes('image-missing'), 'the picture is missed');
    const page = await watch();
    writeFileSync(join(folder, 'late.svg.tmp'), '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="5"/>');
    renameSync(join(folder, 'late.svg.tmp'), join(folder, 'late.svg'));
    await until(() => page.evaluate(() => document.querySelector('img')?.getAttribute('width') === '7'), 'the picture is there');
  });

  test('the file on disk is complete and has no live channel', async () => {
    write(['# Edited']);
    await until(() => readFileSync(join(folder, 'talk.html'), 'utf8').includes('Edited'), 'the file is written');
    const html = readFileSync(join(folder, 'talk.html'), 'utf8');
    assert.ok(!html.includes('EventSource') && !html.includes('connect-src'));
  });

  test('only the deck is served, and only to its own address', async () => {
    const { port } = new URL(address);
    const ask = (path, headers) => new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, headers }, (answer) => resolve(answer.resume().statusCode)).on('error', reject).end();
    });
    assert.equal(await ask('/', {}), 200);
    assert.equal(await ask('/', { host: 'evil.example' }), 403);
    assert.equal(await ask('/', { origin: 'http://evil.example' }), 403);
    assert.equal(await ask('/talk.md', {}), 404);
    assert.equal(await ask('/../../../../etc/passwd', {}), 404);
  });
});
