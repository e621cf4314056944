import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Gallery, openGallery } from './open-gallery.ts';

/** What a person's hands do about trusted browsers, in a real browser. */
let gallery: Gallery;

beforeAll(async () => {
  gallery = await openGallery();
});

afterAll(() => gallery?.close());

const press = (label: string) => gallery.page.locator(`::-p-xpath(//button[text()="${label}"])`).click();
const says = (words: string) => gallery.page.waitForSelector(`#app ::-p-text(${words})`);

describe('the options', () => {
  beforeEach(() => gallery.open('options').then(() => gallery.show('trusted')));

  test('ask before all are forgotten, and say in words why it did not work', async () => {
    await press('Forget all others');
    await says('The service cannot be reached');
    await press('Forget all');
    await says('Forget every trusted browser');
    await press('Back');
    await press('Forget all');
    await press('Yes, forget all');
    await says('The service cannot be reached');
    await says('Firefox on Windows');
  });

  test('say that one was forgotten, and go on listing the others', async () => {
    await press('Forget');
    await says('Forgotten.');
    await says('Firefox on Windows');
  });

  test('have an address of their own for it, to which their navigation leads', async () => {
    const link = await gallery.page.$eval('nav a[href="#trusted"]', ({ textContent }) => textContent);
    const name = await gallery.page.$eval('section#trusted h2', ({ textContent }) => textContent);
    expect(link).toBe(name);
  });

  test('say why a suspended browser cannot list them', async () => {
    await gallery.show('trusted-suspended');
    await gallery.page.waitForSelector('#trusted ::-p-text(suspended)');
    expect(await gallery.page.$('#trusted button')).toBeNull();
  });
});

test('the popup says what passed without asking, and leads to the list', async () => {
  await gallery.open('popup');
  await gallery.show('trusted');
  await says('Signed in to Payroll without asking; trusted until');
  await gallery.page.waitForSelector('button[aria-label="Manage trusted browsers"]');
});
