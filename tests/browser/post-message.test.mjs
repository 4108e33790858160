// Another window drives a deck by messages, and hears of it.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, ready, written } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

/** A page around a deck, which gathers the messages that it hears. */
async function around(config, { name = 'talk' } = {}) {
  const deck = fixture(name, { config });
  const html = `<!doctype html><title>Around</title><script>
window.heard = [];
addEventListener('message', ({ data, source }) => heard.push({ ...JSON.parse(data), fromDeck: source === frames[0] }));
</script><iframe src="${deck}" width="800" height="450"></iframe>`;
  const page = await open(browser, written(html, 'around'), { waits: false });
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  await ready(frame);
  const complaints = () => page.complaints.filter((complaint) => !complaint.startsWith(`request: ${deck}`));
  /** Sends calls, and waits until the deck has heard them. */
  const send = async (...messages) => {
    await page.evaluate((all) => all.forEach((message) => frames[0].postMessage(message, '*')), messages);
    await frame.evaluate(() => new Promise((resolve) => {
      addEventListener('message', ({ data }) => data === 'last' && resolve());
      postMessage('last', '*');
    }));
    await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve); }));
  };
  const heard = () => page.evaluate(() => window.heard.splice(0));
  const place = () => frame.evaluate(() => Object.values(window.Reveal.getIndices()).filter((part) => part !== null && part !== undefined).join('/'));
  return { page, frame, complaints, send, heard, place };
}

const call = (method, ...args) => JSON.stringify({ method, args });

describe('messages', () => {
  test('call the methods of the deck, and are answered to the sender', async () => {
    const { complaints, send, heard, place } = await around({ postMessageEvents: true });
    await heard();
    await send(call('slide', 2, 1), JSON.stringify({ method: 'nextFragment' }));
    assert.equal(await place(), '2/1/0');
    await heard();
    await send(call('getTotalSlides'), call('getSlidePath'), call('getIndices'), call('getCurrentSlide'), call('getPlugins'));
    const state = { indexh: 2, indexv: 1, indexf: 0, paused: false, overview: false };
    const answer = { namespace: 'reveal', eventName: 'callback', state, fromDeck: true };
    const answers = (await heard()).filter(({ eventName }) => eventName !== 'slidetransitionend');
    assert.deepEqual(answers.map(({ result, ...told }) => [told, told.method === 'getCurrentSlide' || result]), [
      [{ ...answer, method: 'getTotalSlides' }, 8], [{ ...answer, method: 'getSlidePath' }, '/b/0'],
      [{ ...answer, method: 'getIndices' }, { h: 2, v: 1, f: 0 }], [{ ...answer, method: 'getCurrentSlide' }, true],
      [{ ...answer, method: 'getPlugins' }, {}],
    ]);
    assert.deepEqual(complaints(), []);
  });

  test('tell the window around the deck every event, with the state after it', async () => {
    const { complaints, frame, send, heard } = await around({ postMessageEvents: true, transition: 'none' });
    const first = await heard();
    assert.deepEqual(first.map(({ eventName }) => eventName).filter((name) => name === 'ready'), ['ready']);
    await frame.evaluate(() => { window.Reveal.slide(1); window.Reveal.next(); window.Reveal.togglePause(); window.Reveal.dispatchEvent({ type: 'own' }); });
    await send();
    const told = (await heard()).filter(({ eventName }) => eventName !== 'slidetransitionend');
    assert.deepEqual(told.map(({ namespace, eventName, state: { indexh, indexf, paused } }) => [namespace, eventName, indexh, indexf, paused].join(' ')), [
      'reveal beforeslidechange 0  false', 'reveal slidechanged 1 -1 false', 'reveal fragmentshown 1 0 false', 'reveal paused 1 0 true', 'reveal own 1 0 true']);
    assert.deepEqual(complaints(), []);
  });

  test('are not answered and tell nothing unless the configuration says so', async () => {
    const { complaints, send, heard, place } = await around({});
    await send(call('slide', 3), call('getSlideNotes'));
    assert.equal(await place(), '3/0');
    assert.deepEqual(await heard(), []);
    assert.deepEqual(complaints(), []);
  });

  test('call nothing where the configuration says no', async () => {
    const { complaints, frame, send, place } = await around({ postMessage: false, postMessageEvents: true });
    await send(call('slide', 3));
    assert.equal(await place(), '0/0');
    await frame.evaluate(() => window.Reveal.configure({ postMessage: true }));
    await send(call('slide', 3));
    assert.equal(await place(), '3/0');
    assert.deepEqual(complaints(), []);
  });

  test('cannot call what would bring in code or another page, or is no method of the deck', async () => {
    const { complaints, frame, send, heard, place } = await around({ postMessageEvents: true });
    await heard();
    const refused = ['registerPlugin', 'registerKeyboardShortcut', 'addKeyBinding', 'addEventListener', 'showPreview', 'previewIframe'];
    await send(...refused.map((method) => call(method, 'x', 'next')), call('call'), call('constructor', 'x'), call('__proto__'), call('VERSION'), call('toString'));
    assert.deepEqual(await heard(), []);
    assert.deepEqual(complaints().splice(0), refused.map((method) => `console: Another window may not call ${method}.`));
    assert.deepEqual(await frame.evaluate(() => [window.Reveal.isOverlayOpen(), window.Reveal.hasPlugin('x')]), [false, false]);
    assert.equal(await place(), '0/0');
  });

  test('of others, and answers of other decks, are left alone', async () => {
    const { complaints, page, send, heard, place } = await around({ postMessageEvents: true });
    await heard();
    await send('next', '{', '{"method":', '{}', '[]', 'null', '{"method":5}', '{"args":[1]}', '{"method":"next","eventName":"callback","namespace":"reveal"}');
    await page.evaluate(() => { frames[0].postMessage({ method: 'next' }, '*'); frames[0].postMessage(null, '*'); });
    await send();
    assert.equal(await place(), '0/0');
    assert.deepEqual(await heard(), []);
    await send(JSON.stringify({ method: 'next', args: 'x' }));
    assert.equal(await place(), '1/0/-1');
    assert.deepEqual(complaints(), []);
  });

  test('a deck that calls itself does not go on for ever, and none that has ended answers', async () => {
    const page = await open(browser, fixture('talk', { config: { postMessageEvents: true } }));
    const seen = await page.evaluate(async () => {
      const heard = [];
      const { slide } = window.Reveal;
      addEventListener('message', ({ data }) => heard.push(JSON.parse(data).eventName ?? 'call'));
      const send = async (message) => {
        postMessage(JSON.stringify(message), '*');
        await new Promise((resolve) => { setTimeout(resolve, 50); });
        return heard.splice(0);
      };
      const first = await send({ method: 'getTotalSlides' });
      window.Reveal.destroy();
      return [first, await send({ method: 'getTotalSlides' }), typeof slide];
    });
    assert.deepEqual(seen, [['call', 'callback'], ['call'], 'function']);
    assert.deepEqual(page.complaints, []);
  });
});
