import { parseArgs } from 'node:util';
import { families } from './families.ts';
import type { Family, Figure, Measured } from './figure.ts';
import { median } from './statistics.ts';
import { showTable } from './table.ts';

/** npm run bench -- [--json] [--only key[,key]] [--runs N]: measures every figure that README quotes. */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    runs: { type: 'string', default: '3' },
  },
});

const figures = new Map<string, Figure>(families.flatMap((family) => Object.entries(family.figures)));
const wanted = new Set(values.only?.split(',') ?? figures.keys());
const unknown = [...wanted].filter((key) => !figures.has(key));
const runs = Number(values.runs);
if (unknown.length > 0 || !Number.isInteger(runs) || runs < 1) {
  console.error(unknown.length > 0 ? `Unknown: ${unknown.join(', ')}` : '--runs must be a number from 1 on.');
  console.error(`Figures: ${[...figures.keys()].join(' ')}`);
  process.exit(2);
}

const print = process.stdout.write.bind(process.stdout);
// What has to be built first says so on standard output, which is for the result alone.
process.stdout.write = process.stderr.write.bind(process.stderr);

const isWanted = ({ figures: own }: Family): boolean => Object.keys(own).some((key) => wanted.has(key));

const found = new Map<string, number[]>();
for (const family of families.filter(isWanted)) {
  for (let run = 1; run <= runs; run++) {
    console.error(`${Object.keys(family.figures).join(', ')}: run ${run} of ${runs}`);
    for (const [key, value] of Object.entries(await family.run())) {
      found.set(key, [...(found.get(key) ?? []), value]);
    }
  }
}

const medians: Measured = Object.fromEntries([...found].map(([key, each]) => [key, rounded(median(each))]));
const shown = Object.fromEntries(Object.entries(medians).filter(([key]) => wanted.has(key)));
const result = values.json ? JSON.stringify(shown, null, 2) : showTable({ figures, found, medians, wanted });
print(`${result}\n`);

/** Counts stay exact; nothing else is known to more than four digits. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}
