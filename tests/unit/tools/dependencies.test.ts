import { expect, test } from 'vitest';
import { dependenciesAreInstalled } from '../../../tools/setup/dependencies.mjs';
import { scratch } from './scratch.ts';

const LOCK = 'package-lock.json';
const RECORD = 'node_modules/.package-lock.json';
const lock = (packages: object) => JSON.stringify({ packages: { '': { name: 'root' }, ...packages } });
const one = { version: '1.0.0', integrity: 'sha512-one' };

test('what npm recorded last is what is locked', () => {
  const packages = { 'node_modules/one': one };
  expect(dependenciesAreInstalled(scratch({ [LOCK]: lock(packages), [RECORD]: lock(packages) }))).toBe(true);
});

test('a package for another platform may be absent, but not differ', () => {
  const packages = { 'node_modules/one': one, 'node_modules/other': { ...one, optional: true } };
  const without = { 'node_modules/one': one };
  expect(dependenciesAreInstalled(scratch({ [LOCK]: lock(packages), [RECORD]: lock(without) }))).toBe(true);
  const older = { ...packages, 'node_modules/other': { ...one, version: '0.9.0', optional: true } };
  expect(dependenciesAreInstalled(scratch({ [LOCK]: lock(packages), [RECORD]: lock(older) }))).toBe(false);
});

test.each([
  ['nothing is installed', undefined],
  ['npm was broken off', '{"packages": {'],
  ['a package is missing', lock({})],
  ['a version differs', lock({ 'node_modules/one': { ...one, version: '2.0.0' } })],
  ['the content differs', lock({ 'node_modules/one': { ...one, integrity: 'sha512-two' } })],
])('installs again when %s', (_, record) => {
  const files = { [LOCK]: lock({ 'node_modules/one': one }), ...(record && { [RECORD]: record }) };
  expect(dependenciesAreInstalled(scratch(files))).toBe(false);
});

test('says so when there is no lock file', () => {
  expect(() => dependenciesAreInstalled(scratch())).toThrow('package-lock.json is missing');
});
