/** What a page's prompt says about itself; who is looking at it, it cannot know. */
export interface FoundPrompt {
  transaction: string;
  challenge: string;
}
