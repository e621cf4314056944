import { expect, test, vi } from 'vitest';
import { passcodeActions } from '../../../entrypoints/popup/passcode-actions.ts';
import type { ImportView } from '../../../lib/messages/passcodes.ts';

const sent = vi.hoisted(() => ({ import: null as ImportView | null }));
vi.mock('../../../lib/messages/messages.ts', () => ({
  send: async () => ({ ok: true, value: { import: sent.import } }),
}));

const { add } = passcodeActions({} as Parameters<typeof passcodeActions>[0]);
const view = (part: Partial<ImportView>) =>
  ({ step: 'done', done: 1, total: 1, error: null, ...part }) as const;

/** The options can be open beside the popup. */
test.each([
  ['was done', view({}), null],
  ['failed', view({ step: 'failed', error: 'vault_full' }), 'vault_full'],
  ['was cancelled in the options', view({ step: 'cancelled', done: 0 }), 'import_interrupted'],
] as const)('what %s is told as that', async (_how, ended, error) => {
  sent.import = ended;
  expect(await add('otpauth://')).toBe(error);
});
