import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Gallery, openGallery } from './open-gallery.ts';

/** The list of trusted browsers by keyboard: what is pressed vanishes, and the focus stays in reach. */
let gallery: Gallery;

beforeAll(async () => {
  gallery = await openGallery();
});

afterAll(() => gallery?.close());

beforeEach(async () => {
  await gallery.open('page');
  await gallery.show('trusted-list-live');
});

const press = async (label: string): Promise<void> => {
  await gallery.page.focus(`::-p-aria(${label})`);
  await gallery.page.keyboard.press('Enter');
};
const focused = () =>
  gallery.page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent;
  });
const lines = () => gallery.page.$$eval('.trusted li strong', (all) => all.map((one) => one.textContent));
const heard = () => gallery.page.$eval('.trusted [role=status]', (status) => status.textContent);

test('each line says what it is, with the moments in titles', async () => {
  const [first] = await gallery.page.$$eval('.trusted li', (all) =>
    all.map(({ textContent }) => textContent),
  );
  expect(first).toContain('Chrome on Linux This browser');
  expect(first).toContain('For Campus Portal');
  expect(first).toContain('Last used 3 hours ago from Library, first floor (192.0.2.17)');
  const titles = await gallery.page.$$eval('.trusted li:first-child [title]', (all) => all.length);
  expect(titles).toBe(3);
});

test('the focus goes to the next line, then to the one before', async () => {
  await press('Forget Firefox on Windows, For Payroll');
  await expect.poll(lines).toEqual(['Chrome on Linux', 'Safari on macOS']);
  await expect.poll(focused).toBe('Forget Safari on macOS, For all applications');
  expect(await heard()).toBe('2 trusted browsers');
  await gallery.page.keyboard.press('Enter');
  await expect.poll(focused).toBe('Forget Chrome on Linux, For Campus Portal');
  await gallery.page.keyboard.press('Enter');
  await expect.poll(focused).toContain('No browser is trusted');
});

test('all others leave this one', async () => {
  await press('Forget all others');
  await expect.poll(lines).toEqual(['Chrome on Linux']);
  await expect.poll(focused).toBe('Forget Chrome on Linux, For Campus Portal');
});

test('all are forgotten only after a question, which can be taken back', async () => {
  await press('Forget all');
  await expect.poll(focused).toContain('Forget every trusted browser');
  await press('Back');
  await expect.poll(focused).toBe('Forget all others');
  await press('Forget all');
  await press('Yes, forget all');
  await expect.poll(focused).toContain('No browser is trusted');
  expect(await lines()).toEqual([]);
});
