import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Gallery, openGallery } from './open-gallery.ts';

/** A person's browsers by hand, on the options page and on the portal, in a real browser. */
let gallery: Gallery;

beforeAll(async () => {
  gallery = await openGallery();
});

afterAll(() => gallery?.close());

const press = (label: string) => gallery.page.locator(`::-p-xpath(//button[text()="${label}"])`).click();
const pressLabelled = (label: string) => gallery.page.locator(`button[aria-label="${label}"]`).click();
const says = (words: string) => gallery.page.waitForSelector(`#app ::-p-text(${words})`);
const focused = () =>
  gallery.page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent;
  });

describe('the options', () => {
  beforeEach(() => gallery.open('options').then(() => gallery.show('browsers')));

  test('ask before another browser is removed, and leave this one to unpairing', async () => {
    expect(await gallery.page.$('#browsers button[aria-label="Remove Chrome on Linux"]')).toBeNull();
    await pressLabelled('Remove Firefox on Windows');
    await says('Remove “Firefox on Windows”? It can no longer approve your sign-ins.');
    await press('Cancel');
    await expect.poll(focused).toBe('Rename Firefox on Windows');
    await pressLabelled('Remove Firefox on Windows');
    await press('Yes, remove');
    await expect.poll(() => gallery.page.$('.button.danger')).toBeNull();
  });

  test('propose this browser as the one that a new one replaces', async () => {
    await press('I have a new browser');
    const [first] = await gallery.page.$$eval('#browsers select option', (all) =>
      all.map(({ textContent }) => textContent),
    );
    expect(first).toBe('Chrome on Linux');
    await says('works until the new one is confirmed');
    await press('Cancel');
    await expect.poll(focused).toBe('Add another browser');
  });

  test('show the link once it is proved who is there, without offering it to this browser itself', async () => {
    await gallery.show('browsers-ready');
    await press('Show the link');
    await expect.poll(focused).toBe('Open this link in the new browser');
    await says('/invitation#');
    await gallery.page.waitForSelector('#browsers svg[role=img]');
    expect(await gallery.page.$('[data-countersign-activation]')).toBeNull();
    await press('Done');
    await expect.poll(() => gallery.page.$('#browsers svg[role=img]')).toBeNull();
  });

  test.each(['private', 'shared'])(
    'advise against pairing in a %s profile, which stays possible',
    async (profile) => {
      await gallery.show(`pairing-${profile}`);
      await gallery.page.waitForSelector('#accounts [role=alert] ::-p-text(A security key or printed codes)');
      expect(await gallery.page.$('#activation-link')).not.toBeNull();
    },
  );
});

describe('the portal', () => {
  beforeEach(() => gallery.open('portal').then(() => gallery.show('list')));

  test('asks before anything is removed', async () => {
    await pressLabelled('Remove Chrome on Linux');
    await says('It is the browser that you are using.');
    await press('Yes, remove');
    await expect.poll(() => gallery.page.$('.button.danger')).toBeNull();
  });

  test('shows the link to a new browser with its end', async () => {
    await gallery.show('invited');
    await says('/invitation#');
    await says('Good once, until');
  });

  test('lets a person come back who does not want to prove it again', async () => {
    await gallery.show('again');
    await says('It has been a while since you proved that it is you.');
    expect(await gallery.page.$('input')).toBeNull();
    await says('Back to the list');
  });
});
