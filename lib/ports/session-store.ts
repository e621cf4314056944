/** Memory that outlives the worker but not the browser; only our own pages can read it. Values are JSON. */
export interface SessionStore {
  get(key: string): Promise<unknown>;
  /** All entries whose key starts so. */
  all(prefix: string): Promise<Record<string, unknown>>;
  set(key: string, value: unknown): Promise<void>;
  remove(...keys: string[]): Promise<void>;
}
