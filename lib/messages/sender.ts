import * as v from 'valibot';

/** Who is asking, as far as the browser itself vouches for it. */
export type Sender =
  | { from: 'page' }
  | { from: 'ceremony'; tab: number }
  | { from: 'content'; tab: number; origin: string };

/** Our own id, and the address of our own pages with a slash at the end. */
export interface Identity {
  id: string;
  base: string;
}

/** Top frame and living document only; Chromium tells the life cycle and, like newer Firefox, the origin. */
const BrowserSender = v.object({
  id: v.string(),
  url: v.string(),
  origin: v.optional(v.string()),
  frameId: v.optional(v.literal(0)),
  documentLifecycle: v.optional(v.literal('active')),
  tab: v.optional(v.unknown()),
});
type BrowserSender = v.InferOutput<typeof BrowserSender>;

/** Private windows and containers have other cookies than the background's requests carry. */
const OrdinaryTab = v.object({
  id: v.number(),
  incognito: v.literal(false),
  cookieStoreId: v.optional(v.literal('firefox-default')),
});

const pages = ['popup.html', 'options.html'];
const ceremony = 'ceremony.html';

/** Fails closed: null is anybody whom the contract does not know. */
export function classify(sender: unknown, self: Identity): Sender | null {
  const parsed = v.safeParse(BrowserSender, sender);
  if (!parsed.success || parsed.output.id !== self.id) return null;
  return parsed.output.url.startsWith(self.base) ? asPage(parsed.output, self) : asContent(parsed.output);
}

function asPage({ url, origin, frameId, tab }: BrowserSender, { base }: Identity): Sender | null {
  const [address = ''] = url.split(/[?#]/, 1);
  if (origin !== undefined && `${origin}/` !== base) return null;
  if (pages.some((page) => address === base + page)) return { from: 'page' };
  const ordinary = v.safeParse(OrdinaryTab, tab);
  const isCeremony = address === base + ceremony && ordinary.success && frameId === 0;
  return isCeremony ? { from: 'ceremony', tab: ordinary.output.id } : null;
}

function asContent({ url, origin, frameId, tab }: BrowserSender): Sender | null {
  const ordinary = v.safeParse(OrdinaryTab, tab);
  if (!ordinary.success || frameId !== 0) return null;
  const page = URL.parse(url);
  if (page?.protocol !== 'https:') return null;
  // A sandboxed document has the origin "null" whatever its address says.
  if (origin !== undefined && origin !== page.origin) return null;
  return { from: 'content', tab: ordinary.output.id, origin: page.origin };
}
