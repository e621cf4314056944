import { everydayErrors } from '../../lib/protocol/everyday-errors.ts';
import { vaultErrors } from '../../lib/protocol/vault-errors.ts';

const sentences = { ...everydayErrors, ...vaultErrors };

const isKnown = (code: string): code is keyof typeof sentences => Object.hasOwn(sentences, code);

/** Like `problem.ts`, for what concerns kept passcodes: the popup loads no sentence that it never says. */
export const passcodeProblem = (code: string): string => sentences[isKnown(code) ? code : 'internal'].say;
