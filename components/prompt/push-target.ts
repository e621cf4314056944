import type { DeviceId } from '../../lib/protocol/ids.ts';
import type { PushPart } from '../../lib/protocol/prompt.ts';

/** The one browser that a request goes to, or each of them. */
export type PushTarget = DeviceId | 'all';

/**
 * Whom the latest request of this sign-in asked; it is known by name only. Null where none was sent, where there is
 * nothing to choose, or where two browsers share the name: then the settings decide.
 */
export function askedLast({ latest, browsers }: PushPart): PushTarget | null {
  if (latest === null || browsers.length < 2) return null;
  if (latest.devices.length > 1) return 'all';
  const [asked, ...others] = browsers.filter(({ name }) => name === latest.devices[0]);
  return asked !== undefined && others.length === 0 ? asked.device : null;
}

/** Whom the next request asks unless another browser is chosen. */
export const asksNext = (push: PushPart): PushTarget | null =>
  push.latest === null ? (push.to ?? 'all') : askedLast(push);

/** Each was asked and this one can click: another one could approve by a number, which it gets once it alone is asked. */
export const offersOther = (push: PushPart): boolean =>
  push.latest?.number === null &&
  push.latest.kind === 'here' &&
  push.latest.numberElsewhere &&
  askedLast(push) === 'all';

/** The same by name. */
export function namesAsked(push: PushPart): string {
  const target = asksNext(push);
  const named = push.browsers.filter(({ device }) => device === target);
  return (named.length > 0 ? named : push.browsers).map(({ name }) => name).join(', ');
}
