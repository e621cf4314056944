import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { extensionOrigins } from '../../../tools/build/identity.ts';
import { writeEnvFile } from '../../../tools/start/env-file.ts';
import { scratch } from './scratch.ts';

describe('the origins of our own extension', () => {
  it('are those that the browsers report', () => {
    expect(extensionOrigins()).toEqual([
      'chrome-extension://nmalpfdinghcinkahhlfcmgijjihmjng',
      'moz-extension://bddfghkaciomlpjoeckidgdkncfohaahegjjmpnhmlnhmleofffbpplcfoakhhnm',
    ]);
  });
});

describe('the settings of the sample service', () => {
  it('are read back as they were, whatever a path holds', () => {
    const file = join(scratch(), 'service.env');
    const env = { A: '/home/o\'brien/my "own" #1 $HOME', B: 'C:\\new\\tools', C: 'a,b' };
    writeEnvFile(file, env);
    expect(parseEnv(readFileSync(file, 'utf8'))).toEqual(env);
  });
});
