import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MANAGED_SCHEMA, managedSchema } from '../../tools/build/managed-schema.ts';
import { browsers, filesIn, readManifest, shipping, testBuild } from './outputs.ts';

describe.each(browsers)('the manifest for %s', (browser) => {
  const manifest = readManifest(shipping(browser));

  test('asks for these permissions and no other', () => {
    expect(manifest.permissions).toEqual([
      'storage',
      'unlimitedStorage',
      'alarms',
      'notifications',
      'activeTab',
      'scripting',
      'idle',
      'clipboardWrite',
      ...(browser === 'chrome' ? ['offscreen'] : []),
    ]);
    expect(manifest).not.toHaveProperty('optional_permissions');
  });

  test('asks for no host until the person allows one', () => {
    expect(manifest).not.toHaveProperty('host_permissions');
    expect(manifest.optional_host_permissions).toEqual(['https://*/*']);
  });

  test('puts nothing on any page, and lets no page reach in', () => {
    expect(manifest).not.toHaveProperty('content_scripts');
    expect(manifest).not.toHaveProperty('web_accessible_resources');
    expect(manifest).not.toHaveProperty('externally_connectable');
  });

  test('lets our own pages run our own scripts only', () => {
    const { extension_pages } = manifest.content_security_policy as { extension_pages: string };
    expect(extension_pages).toContain("default-src 'none'");
    // WebAssembly of our own, for Argon2id; no page of ours makes a program from text.
    expect(extension_pages).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(extension_pages).not.toMatch(/(?<!wasm-)unsafe|\*|localhost/);
  });

  test('is that of the test build but for the one line that grants a host', () => {
    const { host_permissions, ...rest } = readManifest(testBuild(browser));
    expect(host_permissions).toEqual(['https://localhost/*']);
    expect(rest).toEqual(manifest);
  });

  test('comes with the very files that the test build has', () => {
    const hashes = (folder: string) =>
      filesIn(folder)
        .filter((path) => path !== 'manifest.json')
        .map((path) => `${path} ${hash('sha256', readFileSync(join(folder, path)))}`)
        .sort();
    expect(hashes(testBuild(browser))).toEqual(hashes(shipping(browser)));
  });
});

test('both browsers get the same extension but for what only one of them knows', () => {
  const {
    key,
    minimum_chrome_version,
    background: worker,
    permissions,
    storage,
    ...chrome
  } = readManifest(shipping('chrome'));
  const {
    browser_specific_settings,
    background: page,
    permissions: fewer,
    ...firefox
  } = readManifest(shipping('firefox'));
  expect(firefox).toEqual(chrome);
  expect([...(fewer as string[]), 'offscreen']).toEqual(permissions);
  expect(worker).toEqual({ service_worker: 'background.js' });
  expect(page).toEqual({ scripts: ['background.js'] });
  expect(key).toBeTypeOf('string');
  expect(storage).toEqual({ managed_schema: MANAGED_SCHEMA });
  expect(minimum_chrome_version).toBeTypeOf('string');
  expect(browser_specific_settings).toHaveProperty('gecko.id');
});

test('what an organisation may set is told to Chrome, which reads nothing else', () => {
  const told = browsers.filter((browser) => filesIn(shipping(browser)).includes(MANAGED_SCHEMA));
  expect(told).toEqual(['chrome']);
  expect(JSON.parse(readFileSync(join(shipping('chrome'), MANAGED_SCHEMA), 'utf8'))).toEqual(managedSchema);
});
