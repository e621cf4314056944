import type { Ports } from '../../lib/ports/ports.ts';

/** What a worker may be waiting for when the browser stops it. */
const AWAITED = [
  'session',
  'http',
  'permissions',
  'scripts',
  'tabs',
  'notifier',
  'alarms',
  'clipboard',
  'codeField',
  'toolbar',
] as const;

/**
 * Ports of a worker that will be stopped: an even `life` of 2n lets n calls come back and the next one never leave,
 * an odd one lets that call arrive and its answer be lost. After that nothing happens any more. Without a `life` it
 * lasts until `stop`.
 */
export function mortalPorts(ports: Ports, life = Number.POSITIVE_INFINITY) {
  const death = Promise.withResolvers<'died'>();
  let calls = 0;
  let dead = false;

  const die = () => {
    dead = true;
    death.resolve('died');
    return new Promise<never>(() => {});
  };
  const guard =
    (call: (...given: unknown[]) => Promise<unknown>) =>
    async (...given: unknown[]) => {
      if (dead) return new Promise<never>(() => {});
      calls += 1;
      // Others may begin while this one is away.
      const own = calls;
      if (own * 2 === life + 2) return die();
      const answer = await call(...given);
      return dead || own * 2 === life + 1 ? die() : answer;
    };
  const mortal = (port: object) =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? guard(member.bind(target)) : member;
      },
    });

  const guarded = Object.fromEntries(AWAITED.map((name) => [name, mortal(ports[name])]));
  const timers: Ports['timers'] = {
    after: (delay, job) => ports.timers.after(delay, () => (dead ? undefined : job())),
  };
  return { ports: { ...ports, ...guarded, timers } as Ports, died: death.promise, stop: () => void die() };
}
