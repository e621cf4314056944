import { SECOND } from '../../lib/ports/clock.ts';
import { pageClock } from '../../lib/ports/page-clock.ts';

/** Until the browser has surely begun to save it. */
const TAKEN = 10 * SECOND;

/** That locale writes a day as 2026-11-20, wherever the person is. */
const dayFace = new Intl.DateTimeFormat('sv');

export interface SavedFile {
  /** Its name before today's date. */
  name: string;
  ending: 'json' | 'txt';
  text: string;
}

/** Gives a text to the browser's downloads; answers the file's name. */
export function saveFile({ name, ending, text }: SavedFile): string {
  const fullName = `${name}-${dayFace.format(pageClock.now())}.${ending}`;
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fullName;
  link.click();
  pageClock.after(TAKEN, () => URL.revokeObjectURL(address));
  return fullName;
}
