export type Unit = 'µs' | 'ms' | 's' | '/s' | 'bytes' | 'MB';

export interface Figure {
  unit: Unit;
  /** A limit, or one that follows from the other figures of the same run. */
  target: number | ((measured: Measured) => number);
  better: 'lower' | 'higher';
}

/** What one run found, by key. */
export type Measured = Readonly<Record<string, number>>;

/** Figures that one set-up measures together. */
export interface Family {
  figures: Record<string, Figure>;
  /** One run, from a fresh start. */
  run(): Promise<Measured>;
}
