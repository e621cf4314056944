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
  /**
   * Opens a tab beside the one in front, to which closing it returns; answers its id. An address without a scheme is
   * one of our own pages.
   */
  open(address: string): Promise<number>;
  /** Brings an open tab to another address. False when it was closed. */
  navigate(id: number, address: string): Promise<boolean>;
  /** Brings it to the front. False when it was closed. */
  show(id: number): Promise<boolean>;
  /** Harmless when it was closed. */
  close(id: number): Promise<void>;
}

/** The script that recognises prompts. */
export interface Scripts {
  /** From now on in every new page that matches; harmless when repeated. */
  register(id: string, pattern: string): Promise<void>;
  unregister(id: string): Promise<void>;
  /** Into a page that is already open; harmless where it is refused. */
  inject(tab: number): Promise<void>;
}
