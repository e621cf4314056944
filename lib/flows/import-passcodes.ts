import * as v from 'valibot';
import { type ImportPreview, ImportView } from '../messages/passcodes.ts';
import { type OtpEntry, readImport } from '../otp/otp.ts';
import { type ErrorCode, Refusal } from '../protocol/errors.ts';
import type { Rooms } from './rooms.ts';

/** Session entry: how far the import is. It outlives a worker, which the import itself does not. */
const KEY = 'import';
/** Milliseconds between two tellings of how far it is. */
const TELL_EVERY = 200;

/** Imports of other apps' files, one at a time: all of one is added at its end, or nothing. */
export function createImports({ vault, ports }: Rooms) {
  /** The import under way in this worker. */
  let running: AbortController | null = null;

  async function read(text: string) {
    const { format, rows, bad } = readImport(text);
    const known = await vault.duplicates(rows.map(({ entry }) => entry));
    return { format, bad, rows: rows.map((row, at) => ({ ...row, duplicate: known[at] === true })) };
  }

  async function tell(view: ImportView): Promise<void> {
    await ports.session.set(KEY, view);
    ports.broadcast.changed();
  }

  async function add(entries: OtpEntry[], { signal }: AbortController): Promise<void> {
    const total = entries.length;
    let last = ports.clock.now();
    const progress = async (done: number): Promise<void> => {
      if (ports.clock.now() - last < TELL_EVERY) return;
      last = ports.clock.now();
      await tell({ step: 'working', done, total, error: null });
    };
    const end = await vault.addAll(entries, { progress, signal }).then(
      (): ImportView => ({ step: 'done', done: total, total, error: null }),
      (error: unknown): ImportView =>
        signal.aborted
          ? { step: 'cancelled', done: 0, total, error: null }
          : { step: 'failed', done: 0, total, error: codeOf(error) },
    );
    await tell(end);
  }

  return {
    async preview(text: string): Promise<ImportPreview> {
      const { format, rows, bad } = await read(text);
      const shown = rows.map(({ row, duplicate, entry: { issuer, account, type } }) => ({
        row,
        issuer,
        account,
        type,
        duplicate,
      }));
      return { format, rows: shown, bad };
    },

    /** Answers when it has begun. @throws `import_busy`, and what the text is refused for */
    async start(text: string): Promise<void> {
      if (running) throw new Refusal('import_busy');
      const job = new AbortController();
      running = job;
      const over = () => {
        running = null;
      };
      try {
        const { rows } = await read(text);
        await vault.touch();
        const entries = rows.filter(({ duplicate }) => !duplicate).map(({ entry }) => entry);
        await tell({ step: 'working', done: 0, total: entries.length, error: null });
        add(entries, job).catch(logFault).finally(over);
      } catch (error) {
        over();
        throw error;
      }
    },

    async get(): Promise<ImportView | null> {
      const ran = running !== null;
      const told = v.safeParse(ImportView, await ports.session.get(KEY));
      if (!told.success) return null;
      const isDead = told.output.step === 'working' && !ran && running === null;
      return isDead ? { ...told.output, step: 'failed', error: 'import_interrupted' } : told.output;
    },

    /** Nothing of it is added, unless all of it was already. */
    async cancel(): Promise<void> {
      running?.abort();
    },

    /** Puts away how it ended. */
    async dismiss(): Promise<void> {
      if (running) return;
      await ports.session.remove(KEY);
      ports.broadcast.changed();
    },
  };
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof Refusal) return error.code;
  logFault(error);
  return 'internal';
}

/** By name and stack only: the values may be secret. */
function logFault(error: unknown): void {
  console.error(error instanceof Error ? error.stack : typeof error);
}
