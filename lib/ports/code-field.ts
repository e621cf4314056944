/** A page that asks for a code: this very document, not whatever its tab shows later. */
export interface AskingPage {
  tab: number;
  /** The exact origin, with its port. */
  origin: string;
  /** The browser's own name for the document; null where it has none. */
  document: string | null;
}

/** The field for a code on the service's own prompt, in the top frame of a tab. */
export interface CodeField {
  /** The page of this origin that asks for a code in that tab now; null where none does. */
  find(tab: number, origin: string): Promise<AskingPage | null>;
  /** Types the code there. False where that page is gone, or no longer asks. */
  fill(page: AskingPage, code: string): Promise<boolean>;
}
