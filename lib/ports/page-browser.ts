/** What our own pages need of the browser themselves; everything else they ask the background for. */
export interface PageBrowser {
  /**
   * The tab in front. `host` is null unless the toolbar button or its key opened this page, which alone lets the
   * extension see the tab's address (`activeTab`).
   */
  activeTab(): Promise<{ id: number; host: string | null } | null>;
  /** Asks for the origin's host. To be called in the click itself, before any await. */
  allow(pattern: string): Promise<boolean>;
  /** The value of an attribute in the tab's page; null where there is none. @throws where the page may not be read. */
  readAttribute(tab: number, name: string): Promise<string | null>;
  /** A picture of what the tab in front shows, as a data: URL. @throws where it may not be taken. */
  picture(): Promise<string>;
  openOptions(): Promise<void>;
  /** Closes this page and gives the focus to that tab. */
  leaveTo(tab: number): Promise<void>;
  /** Calls back whenever the background says that something changed; the returned function stops it. */
  onChanged(listener: () => void): () => void;
}
