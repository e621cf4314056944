import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  path: string;
  text: string;
  /** Our own files that it imports, types included. */
  imports: string[];
  /** Packages that it imports. */
  packages: string[];
}

const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)['"]([^'"]+)['"]/g;

/** Every source file below these folders, with what it imports. */
export function readHouse(folders: string[]): SourceFile[] {
  return folders.flatMap(walk).map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const specifiers = [...text.matchAll(SPECIFIER)].map((match) => match[1] ?? '');
    return {
      path,
      text,
      imports: specifiers
        .filter((name) => name.startsWith('.'))
        .map((name) => normalize(join(dirname(path), name))),
      packages: specifiers.filter((name) => !name.startsWith('.')),
    };
  });
}

/** Every folder below these, themselves included. */
export function foldersBelow(folders: string[]): string[] {
  return folders.flatMap((folder) => [
    folder,
    ...foldersBelow(entries(folder).filter((path) => statSync(join(ROOT, path)).isDirectory())),
  ]);
}

const entries = (folder: string): string[] =>
  readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`);

function walk(folder: string): string[] {
  return entries(folder).flatMap((path) => {
    if (statSync(join(ROOT, path)).isDirectory()) return walk(path);
    return /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts') ? [path] : [];
  });
}

/** A chain of imports that comes back to where it began; null if there is none. */
export function findCycle(files: SourceFile[]): string[] | null {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const finished = new Set<string>();

  const visit = (path: string, trail: string[]): string[] | null => {
    const seen = trail.indexOf(path);
    if (seen !== -1) return [...trail.slice(seen), path];
    if (finished.has(path)) return null;
    for (const next of byPath.get(path)?.imports ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle) return cycle;
    }
    finished.add(path);
    return null;
  };

  for (const { path } of files) {
    const cycle = visit(path, []);
    if (cycle) return cycle;
  }
  return null;
}
