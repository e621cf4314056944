export interface Tab {
  id: number;
  /** Null where this extension may not see it. */
  url: string | null;
  incognito: boolean;
  /** False in a container, whose cookies are its own. */
  defaultCookies: boolean;
}

export interface Tabs {
  /** Null when it was closed. */
  get(id: number): Promise<Tab | null>;
  /** Open tabs whose address matches the pattern, as far as this extension may see them. */
  matching(pattern: string): Promise<Tab[]>;
  /** Asks the content script in the tab's top frame. Null when nobody answers. */
  ask(id: number, question: object): Promise<unknown>;
}

/** The script that recognises prompts. */
export interface Scripts {
  /** From now on in every new page that matches; harmless when repeated. */
  register(id: string, pattern: string): Promise<void>;
  unregister(id: string): Promise<void>;
  /** Into a page that is already open; harmless where it is refused. */
  inject(tab: number): Promise<void>;
}
