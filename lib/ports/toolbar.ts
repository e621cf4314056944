/** The toolbar button. */
export interface Toolbar {
  show(badge: { text: string; title: string }): Promise<void>;
  /** Opens the popup. False where the browser refuses; then its window was brought to the front instead. */
  openPopup(): Promise<boolean>;
}
