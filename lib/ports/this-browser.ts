export interface ThisBrowser {
  /** What a person would call it, e.g. "Chrome on Linux". */
  name(): Promise<string>;
}
