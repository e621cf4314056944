import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isErrorCode } from '../../../lib/protocol/errors.ts';
import { type ApplicationId, OWN_APPLICATION } from '../../../lib/protocol/ids.ts';
import { STRENGTH } from '../../../lib/protocol/methods.ts';
import type { Method } from '../../../lib/protocol/prompt.ts';
import { applyChanges, defaultPolicy, type Policy } from '../../../service/policies/policy.ts';
import { type Stage, siteOf, startStage } from '../../fakes/stage.ts';
import type { Status, Thing } from '../../unit/methods/offered-cases.ts';
import { type Person, personOf } from './offered-people.ts';

let stage: Stage;
const application = () => stage.application.id;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const things: readonly Thing[] = [
  'computer',
  'key',
  'copied key',
  'browser',
  'browser codes',
  'token',
  'printed codes',
  'help-desk code',
];
const statuses: readonly Status[] = [
  'locked',
  'disabled',
  'bypass',
  'bypass ended',
  'group disabled',
  'group bypass',
  'group bypass ended',
  'invited at the prompt',
];

const onOff = fc.constantFrom('on' as const, 'off' as const);
const policyChanges = fc.record({
  browserApproval: fc.constantFrom('off' as const, 'click' as const, 'user_verification' as const),
  passcodes: onOff,
  platform: onOff,
  securityKeys: onOff,
  bypassCodes: fc.constantFrom('shown' as const, 'hidden' as const),
  cloneSuspected: fc.constantFrom('warn' as const, 'refuse' as const),
  newUsers: fc.constantFrom('invitation' as const, 'allow' as const, 'deny' as const),
  lockout: fc.record({ scope: fc.constantFrom('guessable' as const, 'all' as const) }),
});

const known = new Map<string, Promise<Person>>();

/** Each combination once: the questions change nothing. */
function someoneWith(has: readonly Thing[]): Promise<Person> {
  const key = has.join();
  const person = known.get(key) ?? personOf(stage, { has });
  known.set(key, person);
  return person;
}

interface Situation {
  has: readonly Thing[];
  policy: Policy;
  locked: boolean;
  /** Null: any site. */
  application: ApplicationId | null;
}

/** What the specification allows, said once more and on its own. */
const works: Record<Method, (situation: Situation) => boolean> = {
  platform: ({ has, policy }) => has.includes('computer') && policy.platform === 'on',
  security_key: ({ has, policy }) =>
    policy.securityKeys === 'on' &&
    (has.includes('key') || (has.includes('copied key') && policy.cloneSuspected === 'warn')),
  push: ({ has, policy }) =>
    (has.includes('browser') || has.includes('browser codes')) && policy.browserApproval !== 'off',
  passcode: ({ has, policy, locked, application: asks }) =>
    policy.passcodes === 'on' &&
    !locked &&
    asks !== OWN_APPLICATION &&
    (has.includes('token') ||
      has.includes('printed codes') ||
      (has.includes('browser codes') && policy.browserApproval !== 'user_verification') ||
      (has.includes('help-desk code') && policy.bypassCodes === 'shown')),
};

const isShutOut = ({ locked, policy }: Situation): boolean => locked && policy.lockout.scope === 'all';

it('the registry offers what policy allows, no more and no less, and says why not', async () => {
  const where = fc.constantFrom('site', 'own', 'any');
  await fc.assert(
    fc.asyncProperty(
      fc.subarray([...things]),
      policyChanges,
      fc.boolean(),
      where,
      async (has, changes, locked, at) => {
        const { user } = await someoneWith(has);
        const policy = applyChanges(defaultPolicy, changes);
        const asks = { site: application(), own: OWN_APPLICATION, any: null }[at] ?? null;
        const situation = { has, policy, locked, application: asks };
        const answer = await stage.service.app.methods.readiness({
          user,
          application: asks,
          locked,
          policy,
        });
        expect(answer.map(({ method }) => method)).toEqual(['platform', 'security_key', 'push', 'passcode']);
        for (const { method, ready, why, strength, enrolled, devices } of answer) {
          expect(ready, method).toBe(works[method](situation) && !isShutOut(situation));
          expect(why === null, method).toBe(ready);
          expect(why === null || isErrorCode(why), `${method}: ${why}`).toBe(true);
          expect(strength).toBe(STRENGTH[method]);
          expect(devices.length > 0, method).toBe(ready || enrolled);
          expect(why === 'method_missing').toBe(why !== null && !enrolled && !hasOnlyHelp(has, why));
        }
      },
    ),
    { numRuns: 500 },
  );
});

/** A code from the help desk is nothing that somebody has; of one that only a lock-out closes it is told. */
const hasOnlyHelp = (has: readonly Thing[], why: string): boolean =>
  has.includes('help-desk code') && why === 'locked_out';

it('whatever comes together, a prompt asks for what is allowed, or says why it asks for nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.subarray([...things]),
      fc.subarray([...statuses]),
      policyChanges,
      async (has, status, changes) => {
        const person = await personOf(stage, { has, status });
        const site = await stage.service.addApplication();
        await stage.service.setPolicy(changes, site.id);
        const prompt = await siteOf(stage.service, site).begin(person.username);
        const { methods, opensWith, refusal, state, setUp } = await prompt.read();
        const ready = methods.filter((method) => method.ready).map(({ method }) => method);
        const situation = {
          has,
          policy: applyChanges(defaultPolicy, changes),
          locked: status.includes('locked'),
          application: site.id,
        };
        for (const method of ready) expect(works[method](situation), method).toBe(true);
        for (const { ready: isReady, why } of methods) expect(why === null).toBe(isReady);
        expect(opensWith === null ? ready.length : ready.includes(opensWith)).toBe(
          opensWith === null ? 0 : true,
        );
        if (refusal !== null) {
          expect(isErrorCode(refusal)).toBe(true);
          expect(state).toBe('refused');
          expect(ready).toEqual([]);
        }
        const passes = (await prompt.post('promptFinish')).status === 200;
        // Exactly one of them: there is a way, there is a reason, there is a set-up, or nothing is asked.
        const outcomes = [ready.length > 0, refusal !== null, setUp?.step === 'first', passes];
        expect(outcomes.filter(Boolean)).toHaveLength(1);
      },
    ),
    { numRuns: 150 },
  );
});
