import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ROWS_AT_ONCE } from '../../../components/popup/row-window.ts';
import { type Gallery, openGallery } from './open-gallery.ts';

/** What the popup's passcodes do with a person's hands, in a real browser. */
let gallery: Gallery;

beforeAll(async () => {
  gallery = await openGallery();
  await gallery.page.setViewport({ width: 360, height: 600 });
});

afterAll(() => gallery?.close());

beforeEach(async () => {
  await gallery.open('popup');
});

const press = (label: string) => gallery.page.locator(`button::-p-text(${label})`).click();
const key = (name: Parameters<Gallery['page']['keyboard']['press']>[0]) => gallery.page.keyboard.press(name);
const row = (number: number, words: string) =>
  gallery.page.waitForSelector(`[data-row="${number}"] ::-p-text(${words})`);
const hears = (words: string) => gallery.page.waitForSelector(`details [role="status"]::-p-text(${words})`);
const rows = () =>
  gallery.page.$$eval('.passcode', (all) => all.map((one) => Number(one.getAttribute('data-row'))));

/** Whether the focused button can be seen: below the search and above the foot. */
const focused = () =>
  gallery.page.evaluate(() => {
    const { top, bottom } = document.activeElement?.getBoundingClientRect() ?? new DOMRect();
    const search = document.querySelector('.finder')?.getBoundingClientRect().bottom ?? 0;
    const foot = document.querySelector('.foot')?.getBoundingClientRect().top ?? 0;
    const row = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row;
    return { row, seen: top >= search && bottom <= foot };
  });

test('ten thousand codes are a few rows, wherever the list is scrolled', async () => {
  await gallery.show('passcodes-many');
  await row(0, 'Campus Mail');
  expect((await rows()).length).toBeLessThan(ROWS_AT_ONCE);
  await gallery.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  await row(5_000, 'Site 5000');
  expect((await rows()).length).toBeLessThan(ROWS_AT_ONCE);
  const place = await gallery.page.$eval('[data-row="5000"]', (one) => [one.ariaSetSize, one.ariaPosInSet]);
  expect(place).toEqual(['10000', '5001']);
});

test('arrow keys go from the search through the rows and back, and what has the focus is seen', async () => {
  await gallery.show('passcodes-many');
  await row(0, 'Campus Mail');
  await gallery.page.focus('input');
  await key('ArrowDown');
  await gallery.page.waitForSelector('[data-row="0"] button:focus');
  await key('End');
  await gallery.page.waitForSelector('[data-row="9999"] button:focus');
  await row(9_999, 'Site 9999');
  expect(await focused()).toEqual({ row: '9999', seen: true });
  for (const number of [9_998, 9_997, 9_996, 9_995, 9_994, 9_993, 9_992, 9_991]) {
    await key('ArrowUp');
    await gallery.page.waitForSelector(`[data-row="${number}"] button:focus`);
  }
  expect(await focused()).toEqual({ row: '9991', seen: true });
  await key('Home');
  await gallery.page.waitForSelector('[data-row="0"] button:focus');
  await key('ArrowUp');
  await gallery.page.waitForSelector('input:focus');
});

test('the row that has the focus stays while the list is scrolled by hand', async () => {
  await gallery.show('passcodes-many');
  await row(0, 'Campus Mail');
  await gallery.page.focus('[data-row="0"] button');
  await gallery.page.evaluate(() => scrollTo(0, 200_000));
  await row(3_335, 'Site 3335');
  expect((await focused()).row).toBe('0');
  await key('ArrowDown');
  await gallery.page.waitForSelector('[data-row="1"] button:focus');
  expect(await focused()).toEqual({ row: '1', seen: true });
});

test('a search leaves what matches, and says how many', async () => {
  await gallery.show('passcodes-many');
  await row(0, 'Campus Mail');
  await gallery.page.evaluate(() => scrollTo(0, 200_000));
  await row(3_335, 'Site 3335');
  await gallery.page.type('input', 'site 777');
  await row(0, 'Site 777');
  await hears('11 codes');
  expect(await rows()).toHaveLength(11);
  await gallery.page.focus('[data-row="0"] button');
  expect(await focused()).toEqual({ row: '0', seen: true });
  await gallery.page.type('input', 'x');
  await gallery.page.waitForSelector('::-p-text(No code matches “site 777x”.)');
  expect(await rows()).toEqual([]);
});

test('a click copies and is heard; nothing moves', async () => {
  await gallery.show('passcodes');
  await row(0, 'Campus Mail');
  const place = () => gallery.page.$eval('[data-row="1"]', (one) => one.getBoundingClientRect().top);
  const before = await place();
  await gallery.page.locator('[data-row="0"] .wide').click();
  await hears('Campus Mail, alex@example.org. Copied; cleared in 30 seconds');
  await row(0, 'Copied; cleared in 30 seconds');
  expect(await place()).toBe(before);
});

test('a script’s click copies nothing', async () => {
  await gallery.show('passcodes');
  await row(0, 'Campus Mail');
  await gallery.page.$eval('[data-row="0"] .wide', (button) => (button as HTMLElement).click());
  await press('Next');
  await row(1, '755 224');
  expect(await gallery.page.$eval('details [role="status"]', (said) => said.textContent)).toBe('');
});

test('"Next" shows a counter-based code, which a click then copies', async () => {
  await gallery.show('passcodes');
  await press('Next');
  await row(1, '755 224');
  await gallery.page.locator('[data-row="1"] .wide').click();
  await hears('Countersign, alex. Copied; cleared in 30 seconds');
});

test('a wrong passphrase is said, and the field is ready for the next try', async () => {
  await gallery.show('passcodes-locked');
  await gallery.page.type('input[type="password"]', 'not this one');
  await key('Enter');
  await gallery.page.waitForSelector('[role="alert"]::-p-text(That is not the passphrase)');
  await gallery.page.waitForSelector('input[type="password"][aria-invalid="true"]:focus');
});

test('a square code on the page is shown before it is kept', async () => {
  await gallery.show('passcodes-empty');
  await press('Add from this page');
  await gallery.page.waitForSelector('h3::-p-text(Add this code?)');
  await press('Add');
  await gallery.page.waitForSelector('[role="alert"]::-p-text(Added.)');
  await press('Back');
  await gallery.page.waitForSelector('button::-p-text(Add from this page)');
});

test('a code that cannot be filled in says what to do', async () => {
  await gallery.show('code-asked');
  await press('Fill in the code');
  await gallery.page.waitForSelector('[role="alert"]::-p-text(The page no longer asks for a code)');
});
