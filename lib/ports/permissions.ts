export interface Permissions {
  has(pattern: string): Promise<boolean>;
  /** Gives the permission back; harmless where it cannot be given back. */
  remove(pattern: string): Promise<void>;
}
