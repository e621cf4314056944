import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MethodSettings } from '../../../lib/protocol/methods.ts';
import { type Gallery, openGallery } from './open-gallery.ts';

/** The section of the sign-in methods by hand, over a service that keeps what it is told. */
let gallery: Gallery;

beforeAll(async () => {
  gallery = await openGallery();
});

afterAll(() => gallery?.close());

const press = (label: string) => gallery.page.locator(`::-p-xpath(//button[text()="${label}"])`).click();
const choose = (name: string) => gallery.page.locator(`label::-p-text(${name})`).click();
const says = (words: string) => gallery.page.waitForSelector(`[role=alert] ::-p-text(${words})`);
const silent = async () => expect(await gallery.page.$('[role=alert]')).toBeNull();
const kept = (): Promise<MethodSettings> =>
  gallery.page.$eval('#kept', ({ textContent }) => JSON.parse(textContent ?? ''));
const chosen = () =>
  gallery.page.$eval('input[type=radio]:checked', (input) => input.closest('label')?.textContent);
const isOff = (label: string) =>
  gallery.page.$eval(`::-p-xpath(//button[text()="${label}"])`, (button) =>
    button.getAttribute('aria-disabled'),
  );
const focused = () =>
  gallery.page.evaluate(() => {
    const id = document.activeElement?.id;
    return document.querySelector(`label[for="${id}"]`)?.textContent ?? document.activeElement?.textContent;
  });

describe('over a service that answers', () => {
  beforeEach(() => gallery.open('options').then(() => gallery.show('methods-live')));

  test('a choice is kept when it is saved, and not before', async () => {
    expect(await isOff('Save')).toBe('true');
    await choose('Security key');
    expect((await kept()).opensWith).toEqual({ method: 'last' });
    await press('Save');
    await says('Saved.');
    expect((await kept()).opensWith).toEqual({ method: 'security_key' });
    expect(await chosen()).toBe('Security key');
    expect(await isOff('Save')).toBe('true');
  });

  test('what is chosen back, or taken back, is nothing to save', async () => {
    await choose('Passcode');
    await choose('What I used last');
    expect(await isOff('Save')).toBe('true');
    await choose('Passcode');
    await press('Cancel');
    expect(await chosen()).toBe('What I used last');
    expect(await isOff('Save')).toBe('true');
  });

  test('a push goes by itself or not, and to the browser that was chosen', async () => {
    await choose('Send a push automatically');
    await gallery.page.select('::-p-aria(Send a push to)', 'last');
    await press('Save');
    await says('Saved.');
    expect(await kept()).toMatchObject({ autoPush: false, pushTo: 'last' });
  });

  test('one application differs; the focus follows what is added and removed', async () => {
    await press('Add');
    await expect.poll(focused).toBe('Campus Portal opens with');
    expect(await isOff('Save')).toBe('true');
    await gallery.page.select('::-p-aria(Campus Portal opens with)', 'passcode');
    await gallery.page.select('::-p-aria(Automatic push for Campus Portal)', 'off');
    await press('Save');
    await says('Saved.');
    const [row] = (await kept()).applications;
    expect(row).toMatchObject({ opensWith: { method: 'passcode' }, autoPush: false });
    await press('Remove');
    await expect.poll(focused).toBe('Different for one application');
    await press('Save');
    await expect.poll(async () => (await kept()).applications).toEqual([]);
  });

  test('what another browser saved meanwhile is shown and said, and the own choice is not applied', async () => {
    await choose('Security key');
    await press('Another browser');
    await says('This was changed in another browser meanwhile');
    expect(await chosen()).toBe('Passcode');
    expect((await kept()).opensWith).toEqual({ method: 'passcode' });
    expect(await isOff('Save')).toBe('true');
    await choose('Security key');
    await press('Save');
    await says('Saved.');
    expect((await kept()).opensWith).toEqual({ method: 'security_key' });
  });

  test('without a choice of one’s own, what another browser saved is simply shown', async () => {
    await press('Another browser');
    await expect.poll(chosen).toBe('Passcode');
    await silent();
  });

  test('out of reach, everything is to be read and nothing to be changed', async () => {
    await press('Offline');
    await says('The service cannot be reached, so nothing can be changed now.');
    await says('Last known: ');
    const usable = await gallery.page.$$eval(
      'fieldset :is(input, select, button)',
      (all) => all.filter((one) => !one.matches(':disabled')).length,
    );
    expect(usable).toBe(0);
    expect(await isOff('Save')).toBe('true');
    expect(await chosen()).toBe('What I used last');
  });
});

describe('what does not work', () => {
  test('says why, cannot be chosen, and leads to where it is set up', async () => {
    await gallery.open('options');
    await gallery.show('methods-reasons');
    const disabled = await gallery.page.$$eval('#methods input[type=radio]', (all) =>
      all.filter(({ disabled }) => disabled).map((one) => one.closest('label')?.textContent),
    );
    expect(disabled).toEqual(['This computer', 'Push to this browser', 'Passcode']);
    expect(await chosen()).toBe('Security key');
    const link = await gallery.page.$eval('#methods .opening a', (a) => [
      a.getAttribute('href'),
      a.getAttribute('aria-label'),
    ]);
    expect(link).toEqual(['#security-keys', 'Set up: This computer']);
    await gallery.page.waitForSelector('#methods ::-p-text(may have been copied)');
    await gallery.page.waitForSelector('#methods ::-p-text(Your organisation has switched this off)');
  });
});
