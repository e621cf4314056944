/** A ceremony, and the tab that says it is there for it. */
export interface CeremonyTab {
  id: string;
  tab: number;
}

/** The address of the ceremony; what it is about is fetched by a message. */
export const ceremonyPage = (id: string): string => `ceremony.html#${id}`;
