import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

describe('for those who listen', () => {
  test('slides and steps are announced, politely', async () => {
    const page = await open(browser, fixture('talk'));
    const status = page.locator('[aria-live=polite]');
    assert.equal(await status.textContent(), '');
    const said = [];
    for (const key of ['Space', 'Space', 'Space', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) {
      await page.keyboard.press(key);
      said.push(await status.textContent());
    }
    assert.deepEqual(said, ['Steps, slide 2 of 8', 'step one', 'step two only step two too', 'gone at three', 'Stack A, slide 3 of 8', 'Stack B, slide 4 of 8',
      'b one', 'b two', 'Stack C, slide 5 of 8', 'Places for fingers, slide 6 of 8']);
  });

  test('the slide that is shown is named, once, and nothing is an application', async () => {
    const page = await open(browser, fixture('talk') + '#/2/1');
    const slide = page.getByRole('region', { name: 'Stack B' });
    assert.equal(await slide.getAttribute('aria-roledescription'), 'slide');
    await page.waitForFunction(() => document.querySelector('.near'));
    assert.equal(await page.locator('[role=application]').count(), 0);
    // What the browser gives a screen reader: the next slide is laid out already, and inert.
    const client = await page.context().newCDPSession(page);
    const { nodes } = await client.send('Accessibility.getFullAXTree');
    const read = nodes.filter(({ ignored }) => !ignored).map(({ role, name }) => `${role?.value} ${name?.value ?? ''}`);
    assert.equal(read.filter((one) => one.startsWith('region ')).length, 1, read.join('\n'));
    assert.ok(read.includes('heading Stack B') && !/Stack A|Secret notes/.test(read.join('\n')), read.join('\n'));
  });

  test('Tab visits what is shown and nothing else', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    const visited = [];
    for (let i = 0; i < 9; i += 1) {
      await page.keyboard.press('Tab');
      visited.push(await page.evaluate(() => document.activeElement.id || document.activeElement.ariaLabel || document.activeElement.localName));
    }
    assert.deepEqual(visited.slice(0, 7), ['link', 'into', 'field', 'button', 'scroller', 'Previous slide', 'Next slide']);
    assert.ok(!visited.includes('target'));
    assert.equal(await place(page), '3/0');
    assert.deepEqual(await page.evaluate(() => [document.querySelector('.reveal').scrollLeft, window.scrollY]), [0, 0]);
  });
});
