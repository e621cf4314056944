import { describe, expect, it } from 'vitest';
import { findCycle, foldersBelow, readHouse, type SourceFile } from './imports.ts';

/** The page "Who may import whom" of the design, as a test. */
const TOPS = ['lib', 'components', 'entrypoints', 'service', 'examples', 'bench', 'tools'];
const files = readHouse(TOPS);
const product = files.filter(({ path }) => /^(lib|components|entrypoints|service)\//.test(path));

/** Every import of our own that breaks a rule, as `from → to`. */
const breaches = (from: RegExp, allowed: (to: string, importer: string) => boolean): string[] =>
  files
    .filter(({ path }) => from.test(path))
    .flatMap(({ path, imports }) =>
      imports.filter((to) => !allowed(to, path)).map((to) => `${path} → ${to}`),
    );

const room = (path: string): string => path.split('/').slice(0, 2).join('/');
const isDoor = (path: string): boolean => {
  const [, folder, file] = path.split('/');
  return file === `${folder}.ts`;
};

/** Rooms whose every file is a door: words and small interfaces, not programs. */
const OPEN = /^lib\/(protocol|ports)\//;
/** The words that the extension's parts say to each other. */
const CONTRACT = /^lib\/messages\/(contract|changes|vault|passcodes|trust|methods)\.ts$/;
/** The floor that every room of the service stands on. */
const FLOOR =
  /^service\/(room|ids|log|key-ring|chain|tries)\.ts$|^service\/db\/(db|schema|statement)\.ts$|^service\/http\/|^service\/sealing\/sealing\.ts$|^service\/jws\/jws\.ts$/;
/** Where the service is put together. */
const WIRING = /^service\/(app|rooms|run|main|server)\.ts$|^service\/(operator|bootstrap)\//;

describe('who may import whom', () => {
  it('lib/protocol imports nothing of ours', () => {
    expect(breaches(/^lib\/protocol\//, (to) => to.startsWith('lib/protocol/'))).toEqual([]);
  });

  it('lib never imports the service, the views or the entrypoints', () => {
    expect(breaches(/^lib\//, (to) => to.startsWith('lib/'))).toEqual([]);
  });

  it('the service takes from lib only the protocol, code arithmetic, Clock and Random', () => {
    const taken = /^lib\/(protocol\/|otp\/|ports\/(clock|random)\.ts)/;
    expect(breaches(/^service\/(?!pages\/)/, (to) => to.startsWith('service/') || taken.test(to))).toEqual(
      [],
    );
  });

  it('the service’s pages take views, the protocol, ceremonies and the page’s clock, and nothing of the service', () => {
    const taken =
      /^(service\/pages\/|components\/|lib\/protocol\/|lib\/webauthn\/webauthn\.ts|lib\/ports\/(clock|page-clock)\.ts)/;
    expect(breaches(/^service\/pages\//, (to) => taken.test(to))).toEqual([]);
  });

  it('components know only each other, the protocol, and the contract’s types', () => {
    const taken = /^(components\/|lib\/protocol\/|lib\/ports\/clock\.ts)/;
    expect(breaches(/^components\//, (to) => taken.test(to) || CONTRACT.test(to))).toEqual([]);
  });

  it('the content script reaches recognising and marks, nothing else', () => {
    expect(breaches(/^entrypoints\/detect\.ts$/, (to) => /^lib\/(prompts|protocol)\//.test(to))).toEqual([]);
    expect(breaches(/^lib\/prompts\//, (to) => /^lib\/(prompts|protocol)\//.test(to))).toEqual([]);
  });

  it('no door of the extension reaches into another one', () => {
    const own = (to: string, importer: string): boolean =>
      !to.startsWith('entrypoints/') || room(to) === room(importer);
    expect(breaches(/^entrypoints\//, own)).toEqual([]);
  });

  it('in lib, rooms meet only in flows, and only at their doors', () => {
    const allowed = (to: string, importer: string): boolean =>
      room(to) === room(importer) ||
      OPEN.test(to) ||
      CONTRACT.test(to) ||
      // Code arithmetic is pure, like the protocol; the vault makes its codes by it.
      (room(importer) === 'lib/vault' && to === 'lib/otp/otp.ts') ||
      (room(importer) === 'lib/flows' && isDoor(to));
    expect(breaches(/^lib\/(?!ports|protocol)/, allowed)).toEqual([]);
  });

  it('in the service, rooms know only the floor; app.ts and its kin wire them', () => {
    const allowed = (to: string, importer: string): boolean =>
      room(to) === room(importer) || FLOOR.test(to) || !to.startsWith('service/');
    const rooms = files.filter(({ path }) => /^service\/[^/]+\//.test(path) && !WIRING.test(path));
    expect(
      rooms.flatMap(({ path, imports }) =>
        imports.filter((to) => !allowed(to, path)).map((to) => `${path} → ${to}`),
      ),
    ).toEqual([]);
  });

  it('nothing imports in a circle, types included', () => {
    expect(findCycle(files)).toBeNull();
  });
});

describe('manners', () => {
  const matching = (pattern: RegExp, within: SourceFile[]): string[] =>
    within.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

  it('no folder is a dumping ground', () => {
    const banned = /\/(utils?|helpers?|common|shared|misc|core)$/;
    expect(foldersBelow([...TOPS, 'tests']).filter((folder) => banned.test(folder))).toEqual([]);
  });

  it('only the ports read the clock or draw randomness', () => {
    const ports = /^lib\/ports\/|^service\/system\.ts$/;
    const outside = product.filter(({ path }) => !ports.test(path));
    expect(
      matching(/\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|crypto\.getRandomValues\(/, outside),
    ).toEqual([]);
  });

  it('only the ports and the page wiring touch the browser’s API', () => {
    const may = /^lib\/ports\/|^entrypoints\//;
    const outside = product.filter(({ path }) => !may.test(path));
    expect(matching(/\bchrome\.[a-z]+\.|from 'webextension-polyfill'|from 'wxt\/browser'/, outside)).toEqual(
      [],
    );
  });

  it('there are no enums, and nothing but configuration exports a default', () => {
    expect(matching(/^\s*(export )?(const )?enum /m, files)).toEqual([]);
    const may = /^entrypoints\/|\.config\.ts$/;
    expect(
      matching(
        /^export default/m,
        files.filter(({ path }) => !may.test(path)),
      ),
    ).toEqual([]);
  });

  it('files stay short', () => {
    const long = files.filter(({ text }) => text.split('\n').length > 300);
    expect(long.map(({ path }) => path)).toEqual([]);
    const entrypoints = files.filter(({ path }) => /^entrypoints\/[^/]+\.ts$/.test(path));
    expect(entrypoints.filter(({ text }) => text.split('\n').length > 120).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it('files and folders are named in kebab-case', () => {
    expect(files.filter(({ path }) => !/^[a-z0-9./-]+$/.test(path)).map(({ path }) => path)).toEqual([]);
  });
});
