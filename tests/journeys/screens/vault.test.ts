import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { lockingText } from '../../../components/sentences.ts';
import { type Gallery, openGallery } from './open-gallery.ts';

/** What the passcodes' section does with a person's hands, in a real browser. */
let gallery: Gallery;

beforeAll(async () => {
  gallery = await openGallery();
});

afterAll(() => gallery?.close());

beforeEach(async () => {
  await gallery.open('options');
});

const press = (label: string) => gallery.page.locator(`button::-p-text(${label})`).click();
const says = (words: string) => gallery.page.waitForSelector(`::-p-text(${words})`);
const hears = (words: string) => gallery.page.waitForSelector(`[role=alert] ::-p-text(${words})`);
const type = async (label: string, text: string) => {
  const field = await gallery.page.waitForSelector(`::-p-aria(${label})`);
  await field?.type(text);
};
const typed = () =>
  gallery.page.$$eval('input[type=password]', (all) => all.map((field) => (field as HTMLInputElement).value));

test('a passphrase is asked for twice, judged before it is sent, and not kept in its fields', async () => {
  await gallery.show('vault-passphrase');
  await type('New passphrase', 'too short');
  await press('Set up');
  await hears('too short');
  await type('New passphrase', ', no more');
  await type('Repeat the passphrase', 'something else');
  await press('Set up');
  await hears('not the same');
  await gallery.show('vault-change');
  await type('Current passphrase', 'a wrong passphrase');
  await type('New passphrase', 'correct horse');
  await type('Repeat the passphrase', 'correct horse');
  await gallery.page.keyboard.press('Enter');
  await hears('not the passphrase');
  expect(await typed()).toEqual(['', '', '']);
});

test('no way to unlock goes without another one being used', async () => {
  await gallery.show('vault-open');
  await gallery.page.locator('[aria-label="Remove Blue key"]').click();
  await hears('It will no longer unlock your codes');
  await type('Passphrase', 'a wrong passphrase');
  await press('Unlock');
  await hears('not the passphrase');
  await press('Use a key or this computer');
  await hears('This key does not open your passcodes');
});

test('the last way cannot be removed', async () => {
  await gallery.show('vault-open-importing');
  await says('The last way cannot be removed');
  expect(await gallery.page.$$('button[aria-label="Remove Passphrase"]')).toEqual([]);
});

test('the focus goes into each form, and back to where it began', async () => {
  const { page } = gallery;
  const focused = (name: string) =>
    page.waitForFunction(
      (wanted) => {
        const { activeElement: element } = document;
        const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null;
        return [label, element?.ariaLabel, element?.textContent].includes(wanted);
      },
      {},
      name,
    );
  await gallery.show('vault-open');
  await press('Make a backup');
  await focused('Passphrase');
  await press('Cancel');
  await focused('Backup');
  const edit = 'Edit Campus Portal · alex@example.org';
  await page.locator(`[aria-label="${edit}"]`).click();
  await focused('Site or app');
  await page.keyboard.press('Enter');
  await hears('Saved.');
  await focused('Your codes');
  await page.locator(`[aria-label="${edit}"]`).click();
  await press('Cancel');
  await focused(edit);
  await press('Restore a backup');
  await focused('Backup file');
});

test('where nothing can be unlocked any more, the way out is named', async () => {
  await gallery.show('vault-damaged');
  await says('then restore your backup');
  await press('Erase…');
  await hears('Everything here will be gone for good');
});

test('everything is erased only after the word', async () => {
  await gallery.show('vault-open');
  await press('Erase…');
  await type('Type “erase” to confirm', 'eras');
  expect(await gallery.page.$$('.danger:not([aria-disabled=true])')).toEqual([]);
  await gallery.page.keyboard.type('e');
  await gallery.page.waitForSelector('.danger:not([aria-disabled=true])');
});

test('an import is shown before it begins, its secrets never', async () => {
  await gallery.show('vault-add-from');
  await type('Paste here', 'otpauth://totp/alex?secret=GEZDGNBVGY3TQOJQ');
  await press('Preview');
  await says('Nothing has been added yet');
  await says('10 codes can be added.');
  await says('Row 412: That is not a one-time-password secret.');
  expect(await gallery.page.content()).not.toContain('GEZDGNBV');
});

test('of many rows the first are shown, and how many more there are', async () => {
  await gallery.show('vault-preview-many');
  await says('8,000 codes can be added.');
  await says('And 9,800 more.');
  expect(await gallery.page.$$eval('tbody tr', ({ length }) => length)).toBe(200);
});

test('a picture without a square code is said to hold none', async () => {
  await gallery.show('vault-add-from');
  await gallery.page.$eval('textarea', (field) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['no picture'], 'picture.png', { type: 'image/png' }));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await hears('No code was found in it.');
});

test('an unprotected export is warned of and takes one more unlocking', async () => {
  await gallery.show('vault-open');
  await press('Export…');
  await hears('Whoever gets this file can make all your codes');
  await type('Passphrase', 'a wrong passphrase');
  await press('Unlock');
  await hears('not the passphrase');
});

test('a search says when it finds nothing', async () => {
  await gallery.show('vault-open');
  await says('1 to 10 of 12');
  await type('Search', 'nothing');
  await says('No code matches your search.');
});

test('where codes are switched off, none are offered again', async () => {
  const { page } = gallery;
  await gallery.show('printed-off');
  await hears('Codes are switched off at this service. Ask your help desk');
  const labels = await page.$$eval('#printed-codes button', (all) => all.map((one) => one.textContent));
  expect(labels).toEqual(['Close']);
});

test('printed codes are shown only when they are asked for, and on paper comes nothing else', async () => {
  const { page } = gallery;
  await gallery.show('printed-ready');
  await press('Show my codes');
  await hears('they cannot be shown again');
  await page.emulateMediaType('print');
  // biome-ignore lint/performance/useDomNodeTextContent: what is drawn counts, not what is there
  const paper = await page.$eval('body', (body) => body.innerText.split(/\n+/).filter(Boolean));
  await page.emulateMediaType();
  expect(paper).toEqual([
    'Sign-in codes of Alex Rivera',
    'For countersign.example.org · alex · Made on Nov 20, 2026',
    ...Array.from({ length: 10 }, (_, index) => `12345 0000${index}`),
    'When a sign-in asks for a code, type one of these. Each works once; cross it out then. Keep this paper where nobody else can see it.',
  ]);
  await press('I have them');
  await says('3 codes are left.');
  expect(await page.content()).not.toContain('12345 0000');
});

test('where the screen’s lock is not told, it is said beside the choice', async () => {
  await gallery.show('vault-open');
  const choice = await gallery.page.waitForSelector(
    '::-p-aria([role="checkbox"][name="Also lock when the screen is locked"])',
  );
  const hint = await choice?.evaluate(
    (box) => document.getElementById(box.getAttribute('aria-describedby') ?? '')?.textContent,
  );
  expect(hint).toBe(lockingText.withScreenWhy);
});
