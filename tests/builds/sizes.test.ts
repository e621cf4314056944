import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { browsers, filesIn, gzipOf, loadedBy, pages, shipping } from './outputs.ts';

/** In bytes: a page of the paired service pays the first, each opening of the popup the second, each sign-in the third. */
const CONTENT_SCRIPT = 1_500;
const POPUP_GZIP = 25_000;
const PROMPT_PAGE_GZIP = 45_000;

describe.each(browsers)('what the extension for %s weighs', (browser) => {
  const folder = shipping(browser);

  test('the content script', () => {
    expect(statSync(join(folder, 'detect.js')).size).toBeLessThanOrEqual(CONTENT_SCRIPT);
  });

  test('the content script brings nothing after itself', () => {
    expect(readFileSync(join(folder, 'detect.js'), 'utf8')).not.toMatch(/\bimport\b|https?:/);
  });

  test('the popup, with all that it loads to show a request', () => {
    const loaded = loadedBy(folder, 'popup.html');
    const kinds = loaded.map((path) => path.split('.').at(-1));
    expect(new Set(kinds)).toEqual(new Set(['html', 'js', 'css']));
    expect(gzipOf(folder, loaded)).toBeLessThanOrEqual(POPUP_GZIP);
  });

  test('the reader of square codes waits until it is asked for', () => {
    const reader = filesIn(folder).filter((path) => /read-qr/.test(path));
    expect(reader).toHaveLength(1);
    expect(loadedBy(folder, 'popup.html')).not.toContain(reader[0]);
  });
});

test('the prompt page weighs little, with all that it loads', () => {
  const loaded = loadedBy(pages, 'prompt.html');
  expect(new Set(loaded.map((path) => path.split('.').at(-1)))).toEqual(
    new Set(['html', 'js', 'css', 'svg']),
  );
  expect(gzipOf(pages, loaded)).toBeLessThanOrEqual(PROMPT_PAGE_GZIP);
});
