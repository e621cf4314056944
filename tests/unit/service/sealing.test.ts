import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadMasterKey } from '../../../service/sealing/master-key.ts';
import { createSealing } from '../../../service/sealing/sealing.ts';
import { seededRandom } from '../../fakes/floor.ts';

const random = seededRandom('sealing');
const sealing = createSealing(random.bytes(32), random);
const place = { table: 'applications', column: 'client_secret', row: 'DI1' };

describe('sealing', () => {
  it('opens what it sealed, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => sealing.open(place, sealing.seal(place, text)) === text,
      ),
    );
  });

  it('never gives the same bytes twice', () => {
    expect(Buffer.from(sealing.seal(place, 'x'))).not.toEqual(Buffer.from(sealing.seal(place, 'x')));
  });

  it('opens nothing that was moved to another table, column or row', () => {
    const sealed = sealing.seal(place, 'secret');
    for (const moved of [{ table: 't' }, { column: 'c' }, { row: 'r' }]) {
      expect(() => sealing.open({ ...place, ...moved }, sealed)).toThrow();
    }
  });

  it('opens nothing that was changed, shortened, or sealed under another key', () => {
    const sealed = Buffer.from(sealing.seal(place, 'secret'));
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => sealing.open(place, changed)).toThrow();
    }
    expect(() => sealing.open(place, sealed.subarray(0, 20))).toThrow();
    expect(() => createSealing(random.bytes(32), random).open(place, sealed)).toThrow();
  });
});

describe('the master key’s file', () => {
  const file = () => join(mkdtempSync(join(tmpdir(), 'countersign-key-')), 'secret.key');

  it('is made once, for its owner only, and read again', () => {
    const path = file();
    const made = loadMasterKey(path, { databaseIsEmpty: true, random });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(Buffer.from(loadMasterKey(path, { databaseIsEmpty: false, random }))).toEqual(Buffer.from(made));
  });

  it('is not made beside a database that holds sealed values', () => {
    const path = file();
    expect(() => loadMasterKey(path, { databaseIsEmpty: false, random })).toThrow(/Restore the file/);
    expect(existsSync(path)).toBe(false);
  });

  it('is left alone when it is broken', () => {
    const path = file();
    writeFileSync(path, 'too short');
    expect(() => loadMasterKey(path, { databaseIsEmpty: true, random })).toThrow(
      /does not hold a master key/,
    );
    expect(readFileSync(path, 'utf8')).toBe('too short');
  });
});
