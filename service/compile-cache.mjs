import { statSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/**
 * From the second start on, no file is parsed or stripped of its types again. What is kept is run, so it is kept
 * where only this user may write, and not in `/tmp`, where Node would put it.
 *
 * @param {string | undefined} data the data folder; not made here, since whoever makes it decides who may read it
 * @param {number | undefined} user who runs this; somebody else's folder may hold what they want to be run
 */
export function keepCompiled(data = '', user = process.getuid?.()) {
  const folder = statSync(data, { throwIfNoEntry: false });
  if (folder === undefined || folder.uid !== user) return;
  enableCompileCache(join(data, 'compiled'));
}
