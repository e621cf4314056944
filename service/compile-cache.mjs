import { statSync } from 'node:fs';
// Whole, since an old Node has no such member, and must come far enough to be refused.
import module from 'node:module';
import { join } from 'node:path';

/**
 * From the second start on, no file is parsed or stripped of its types again. What is kept is run, so it is kept
 * where only this user may write, and not in `/tmp`, where Node would put it.
 *
 * @param {string | undefined} data the data folder; not made here, since whoever makes it decides who may read it
 * @param {number | undefined} user who runs this; somebody else's folder may hold what they want to be run
 */
export function keepCompiled(data = '', user = process.getuid?.()) {
  if (user === undefined || ownerOf(data) !== user) return;
  module.enableCompileCache(join(data, 'compiled'));
}

/** @param {string} folder */
function ownerOf(folder) {
  try {
    return statSync(folder).uid;
  } catch {
    // There is none yet, or it is out of reach, which whoever needs it says.
    return undefined;
  }
}
