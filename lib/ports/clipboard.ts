/** The clipboard, from the background: it can be emptied without any page of ours being open, and never read. */
export interface Clipboard {
  clear(): Promise<void>;
}
