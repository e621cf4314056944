/** Background → our open pages: something changed, read the overview again. It never says what. */
export interface Broadcast {
  changed(): void;
}
