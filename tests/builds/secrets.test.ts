import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { browsers, filesIn, loadedBy, pages, shipping } from './outputs.ts';

/** Words that a build keeps as they are, one of each: our vault, Argon2id from hash-wasm, and otplib. */
const traces = ['countersign-vault', 'Salt should be at least 8 bytes long', 'otplib'];

const tracesIn = (folder: string, paths: readonly string[]): string[] => {
  const text = paths.map((path) => readFileSync(join(folder, path), 'latin1')).join('\n');
  return traces.filter((trace) => text.includes(trace));
};

describe.each(browsers)('the vault in the extension for %s', (browser) => {
  const folder = shipping(browser);

  test('is in the background', () => {
    expect(tracesIn(folder, ['background.js'])).toEqual(traces);
  });

  test('is not in the content script', () => {
    expect(tracesIn(folder, ['detect.js'])).toEqual([]);
  });

  test.each(['popup.html', 'options.html', 'ceremony.html'])('is not in what %s loads at once', (page) => {
    expect(tracesIn(folder, loadedBy(folder, page))).toEqual([]);
  });

  test('has a page of its own for the clipboard only where the browser needs one', () => {
    const clipboard = filesIn(folder).filter((path) => path === 'clipboard.html');
    expect(clipboard).toHaveLength(browser === 'chrome' ? 1 : 0);
    if (browser === 'chrome') expect(tracesIn(folder, loadedBy(folder, 'clipboard.html'))).toEqual([]);
  });
});

test('no page of the service has anything of it', () => {
  expect(tracesIn(pages, filesIn(pages))).toEqual([]);
});
