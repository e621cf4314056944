import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Gallery, openGallery } from './open-gallery.ts';

/** What the popup's cards do with a person's hands, in a real browser. */
let gallery: Gallery;

beforeAll(async () => {
  gallery = await openGallery();
});

afterAll(() => gallery?.close());

beforeEach(async () => {
  await gallery.open('popup');
});

const press = (label: string) => gallery.page.locator(`button::-p-text(${label})`).click();
const says = (words: string) => gallery.page.waitForSelector(`article ::-p-text(${words})`);
const count = (selector: string) => gallery.page.$$eval(selector, (all) => all.length);

test('one click approves', async () => {
  await gallery.show('click');
  await press('Approve');
  await says('Approved');
  expect(await count('article button')).toBe(0);
});

test('a script’s click approves nothing', async () => {
  await gallery.show('click');
  await gallery.page.$eval('article .main', (button) => (button as HTMLElement).click());
  await press('Not me');
  await says('What happened?');
});

test('"Not me" asks why, and a report is said to be one', async () => {
  await gallery.show('click');
  await press('Not me');
  expect(
    await gallery.page.$$eval('article button', (all) => all.map(({ textContent }) => textContent)),
  ).toEqual(['I didn’t start this', 'I changed my mind', 'Back']);
  await press('I didn’t start this');
  await says('Refused and reported');
});

test('the number field has the focus, takes only digits and sends them with Enter', async () => {
  await gallery.show('number');
  await gallery.page.waitForSelector('input:focus');
  await gallery.page.keyboard.type('00 0x00');
  await gallery.page.keyboard.press('Enter');
  expect(await gallery.page.$eval('input', (field) => field.value)).toBe('00000');
  await gallery.page.keyboard.type('07');
  expect(await gallery.page.$eval('input', (field) => field.value)).toBe('000000');
  await gallery.page.keyboard.press('Enter');
  await says('That was not the number');
  expect(await count('article input')).toBe(0);
});

test.each(['toolbar', 'refuse'])('no number field and no approval on a card of kind %s', async (name) => {
  await gallery.show(name);
  expect(await count('article input')).toBe(0);
  expect(
    await gallery.page.$$eval('article button', (all) => all.map(({ textContent }) => textContent)),
  ).toEqual(['Not me']);
});

test('"Not you?" asks before it suspends a browser', async () => {
  await gallery.show('decided-elsewhere');
  await press('Not you?');
  await press('It was not me');
  await gallery.page.waitForSelector('[role="alert"] ::-p-text(The sign-in was stopped)');
});

test.each(['light', 'dark'] as const)(
  'the square code can be read from a picture of the page, in %s',
  async (scheme) => {
    const { page } = gallery;
    await gallery.open('page');
    await page.setViewport({ width: 1024, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await gallery.show('set-up-link');
    const picture = await page.screenshot({ encoding: 'base64' });
    const link = await gallery.readQr(`data:image/png;base64,${picture}`);
    expect(link).toBe(`https://countersign.example.org/activation#${'k'.repeat(32)}`);
  },
);
