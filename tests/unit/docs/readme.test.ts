import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HELP } from '../../../service/operator/operator.ts';
import { defaultPolicy } from '../../../service/policies/policy.ts';
import { extensionOrigins } from '../../../tools/build/identity.ts';

const at = (path: string): URL => new URL(`../../../${path}`, import.meta.url);
const read = (path: string): string => readFileSync(at(path), 'utf8');
const readme = read('README.md');
const manual = read('service/README.md');
const manifest = JSON.parse(read('package.json'));

/** First cells of a text's tables, each without its code marks. */
const firstCells = (text: string): string[] =>
  [...text.matchAll(/^\| `(.+?)` +\|/gm)].map(([, cell = '']) => cell.replaceAll('\\|', '|'));

describe('README', () => {
  it('gives the reason for each dependency, and for nothing else', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const all = [dependencies, devDependencies, optionalDependencies].flatMap(Object.keys);
    const section = readme.slice(readme.indexOf('## Dependencies'));
    expect(firstCells(section)).toEqual(all);
  });

  it('says what each command does', () => {
    const section = readme.slice(readme.indexOf('## Commands'), readme.indexOf('## Screenshots'));
    const commands = Object.keys(manifest.scripts).map((name) =>
      ['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`,
    );
    expect(firstCells(section)).toEqual(commands);
  });

  it('maps only folders that exist', () => {
    const [map = ''] = /```\nentrypoints\/.*?```/s.exec(readme) ?? [];
    let top = '';
    for (const line of map.split('\n').slice(1, -1)) {
      const [names = ''] = line.trim().split(/\s{2,}/);
      if (!line.startsWith(' ')) top = names;
      for (const name of names.split(/,? /)) {
        const path = line.startsWith(' ') ? top + name : name;
        expect({ path, exists: existsSync(at(path)) }).toEqual({ path, exists: true });
      }
    }
  });
});

describe('the operators’ page', () => {
  it('describes each setting', () => {
    const settings = new Set(read('service/config.ts').match(/COUNTERSIGN_[A-Z_]+/g));
    for (const setting of settings) expect(manual).toContain(`\`${setting}\``);
  });

  it('names the origins of the extension as it is built', () => {
    for (const origin of extensionOrigins()) expect(manual).toContain(origin);
  });

  it('describes each command, as the help shows it', () => {
    const commands = [...HELP.matchAll(/^ {2}(\S.*)\n {6}/gm)].map(([, command]) => command);
    expect(commands.length).toBeGreaterThan(10);
    const section = manual.slice(manual.indexOf('## The operator'), manual.indexOf('## Policies'));
    expect(firstCells(section)).toEqual(commands);
  });

  it('describes each member of a policy', () => {
    const members = Object.entries(defaultPolicy).flatMap(([name, value]) =>
      typeof value === 'object' ? Object.keys(value).map((inner) => `${name}.${inner}`) : [name],
    );
    const section = manual.slice(manual.indexOf('## Policies'), manual.indexOf('## Groups'));
    expect(firstCells(section)).toEqual(members);
  });

  it('has no link that leads nowhere', () => {
    for (const [text, folder] of [
      [readme, ''],
      [manual, 'service/'],
      [read('service/THREATS.md'), 'service/'],
    ] as const) {
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        expect({ target, exists: existsSync(at(folder + target)) }).toEqual({ target, exists: true });
      }
    }
  });
});
