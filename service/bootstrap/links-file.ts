import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export interface InvitationLink {
  username: string;
  link: string;
}

export type LinksFile = ReturnType<typeof createLinksFile>;

/**
 * `invitations.txt`, one `username<TAB>link` a line. The database keeps only hashes, so a link that is lost between
 * its commit and this file is lost for ever: the new text is on the disk before the commit, under another name, and
 * takes its place after it. What a crash leaves under that name is settled at the next start.
 */
export function createLinksFile(folder: string) {
  const file = join(folder, 'invitations.txt');
  const prepared = join(folder, 'invitations.txt.new');
  const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

  return {
    /** Before the commit. */
    prepare(links: readonly InvitationLink[]): void {
      const lines = links.map(({ username, link }) => `${username}\t${link}\n`);
      writeDurably(prepared, textOf(file) + lines.join(''));
    },

    /** After the commit. */
    publish(): void {
      renameSync(prepared, file);
      syncFolder(folder);
    },

    /** After a commit that failed. */
    discard: () => rmSync(prepared, { force: true }),

    /** The last link that a crash left between the two; null if there was none. */
    left: (): string | null => textOf(prepared).trimEnd().split('\t').at(-1) || null,
  };
}

function writeDurably(path: string, text: string): void {
  rmSync(path, { force: true });
  const handle = openSync(path, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A rename is durable once its folder is; Windows cannot open folders, and needs no telling. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
