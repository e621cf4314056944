import type { UnlockSecret } from '../messages/vault.ts';
import { writeOtpauth } from '../otp/otp.ts';
import { createDatabase, read } from './database.ts';
import { findHeader } from './header.ts';
import { demandAllEntries } from './open-all.ts';
import { demandHeader } from './room.ts';
import { importKey } from './sealing.ts';
import { openWay } from './ways.ts';

/**
 * Every code that was added here, one `otpauth://` address a line, in plain. Opens the vault by itself and leaves it
 * as it was. For our own page, in which it has to run: no message carries a secret.
 * @throws Refusal vault_none | passphrase_wrong | unlock_unknown | vault_damaged
 */
export async function exportPlain(secret: UnlockSecret): Promise<string> {
  const database = createDatabase();
  const opened = await database();
  try {
    const header = demandHeader(await read(opened, findHeader));
    const { dataKey } = await openWay(header, secret);
    const open = { header, vault: header.id, key: await importKey(dataKey) };
    const entries = await demandAllEntries({ database }, open);
    return entries.map(({ entry }) => `${writeOtpauth(entry)}\n`).join('');
  } finally {
    opened.close();
  }
}
