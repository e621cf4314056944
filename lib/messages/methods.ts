import * as v from 'valibot';
import { BrowserInvited, BrowserRename, BrowsersReply } from '../protocol/browsers.ts';
import { DeviceId } from '../protocol/ids.ts';
import { MethodSettings, MethodsView } from '../protocol/methods.ts';
import { nothing, result } from './result.ts';

/** One account's methods as the options page shows them. */
export const MethodsShown = v.object({
  view: MethodsView,
  /** Null when the service told it just now; otherwise when it did, in milliseconds: the page is read-only. */
  knownSince: v.nullable(v.number()),
});
export type MethodsShown = v.InferOutput<typeof MethodsShown>;

const aboutBrowser = { device: DeviceId, browser: DeviceId };

/** What our own pages and the background say to each other about methods and about the person's browsers. */
export const methodRows = {
  /** From the service now or, where it is out of reach, as it was last known. */
  'methods.get': { from: 'page', request: v.object({ device: DeviceId }), reply: result(MethodsShown) },
  /**
   * A versioned write. `proving`: it weakens security, so the person is asked in a tab who they are; the change goes
   * on by itself (`change.get`, aim `methods`). Refused with `version_conflict` where it was changed meanwhile.
   */
  'methods.set': {
    from: 'page',
    request: v.object({ device: DeviceId, version: v.number(), settings: MethodSettings }),
    reply: result(v.object({ proving: v.boolean() })),
  },

  /** Fetched from the service now. */
  'browsers.list': { from: 'page', request: v.object({ device: DeviceId }), reply: result(BrowsersReply) },
  'browser.rename': {
    from: 'page',
    request: v.object({ ...aboutBrowser, ...BrowserRename.entries }),
    reply: result(nothing),
  },
  /** Begins a change (aim `removeBrowser`): another browser than this one. */
  'browser.remove': { from: 'page', request: v.object(aboutBrowser), reply: result(nothing) },
  /** Begins a change (aim `addBrowser`); once it is `ready`, `browser.invite` makes the link. */
  'browser.add': {
    from: 'page',
    request: v.object({ device: DeviceId, replaces: v.nullable(DeviceId) }),
    reply: result(nothing),
  },
  /** Makes the link by which the new browser is paired; shown once. */
  'browser.invite': { from: 'page', request: v.object({ device: DeviceId }), reply: result(BrowserInvited) },
  /** What is known of this profile: pairing is advised against where it forgets, or where others use it. */
  'profile.get': {
    from: 'page',
    request: nothing,
    reply: result(v.object({ profile: v.picklist(['own', 'private', 'shared']) })),
  },
} as const;
