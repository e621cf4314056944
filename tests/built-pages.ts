import { buildStale } from '../tools/build/build.ts';
import { root } from '../tools/setup.mjs';

/** Before the first test of several files at once: none of them may build what another one reads. */
export const setup = (): Promise<void> => buildStale(root, ['pages']);
