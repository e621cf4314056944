import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chromium } from './chromium.ts';
import { until } from './until.ts';

/** A folder for the files that a test gives to the browser, and those that the browser saves. */
export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-files-'));
  const at = (name: string) => join(folder, name);
  return {
    at,
    put(name: string, text: string): string {
      writeFileSync(at(name), text);
      return at(name);
    },
    /** From now on what this browser saves comes here. */
    async receives({ browser }: Chromium): Promise<void> {
      const session = await browser.target().createCDPSession();
      await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    },
    /** Waits until it was saved. */
    async saved(name: string): Promise<string> {
      await until(() => existsSync(at(name)));
      return readFileSync(at(name), 'utf8');
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
