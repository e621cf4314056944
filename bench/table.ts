import type { Figure, Measured } from './figure.ts';

export interface Results {
  figures: ReadonlyMap<string, Figure>;
  /** Every run's value. */
  found: ReadonlyMap<string, readonly number[]>;
  medians: Measured;
  wanted: ReadonlySet<string>;
}

const HEAD = ['figure', 'unit', 'median', 'min', 'max', 'target', ''];

/** A table in Markdown, so that it can stand in README as it is. */
export function showTable({ figures, found, medians, wanted }: Results): string {
  const rows = [...wanted].map((key) => {
    const { unit, target, better } = figures.get(key) as Figure;
    const median = medians[key] ?? Number.NaN;
    const limit = typeof target === 'number' ? target : target(medians);
    const met = better === 'lower' ? median <= limit : median >= limit;
    const each = found.get(key) ?? [];
    const sign = better === 'lower' ? '≤' : '≥';
    return [
      `\`${key}\``,
      unit,
      show(median),
      show(Math.min(...each)),
      show(Math.max(...each)),
      `${sign} ${show(limit)}`,
      met ? 'met' : '**missed**',
    ];
  });
  const widths = HEAD.map((head, column) =>
    Math.max(...[head, ...rows.map((row) => row[column] ?? '')].map((cell) => cell.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const show = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
