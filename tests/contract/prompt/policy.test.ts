import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../lib/ports/clock.ts';
import type { PolicyChanges } from '../../../service/policies/policy.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

const PLAIN: PolicyChanges = {
  browserApproval: 'click',
  elsewhere: 'number',
  digits: 6,
  newUsers: 'invitation',
  lockout: { threshold: 10, scope: 'guessable', minutes: 0 },
  helpDesk: '',
};

let stage: Stage;
let laptop: TestDevice;

beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.service.advance(DAY);
  await stage.service.setPolicy(PLAIN);
});

const waiting = async () => {
  const push = (await laptop.inbox()).requests.findLast((request) => request.state === 'pending');
  if (!push) throw new Error('no request waits');
  return push;
};

/** A request from elsewhere that waits, and a number that is not its number. */
async function fromElsewhere() {
  const prompt = await stage.site.begin('alex');
  expect((await prompt.post('promptPush')).status).toBe(200);
  const right = (await prompt.read()).parts.push?.latest?.number ?? '000000';
  const wrong = right.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
  return { prompt, push: await waiting(), right, wrong };
}

describe('browserApproval', () => {
  it('off: push is not offered, and the prompt says that policy denies', async () => {
    await stage.service.setPolicy({ browserApproval: 'off', helpDesk: 'Call 5555.' });
    const prompt = await stage.site.begin('alex');
    expect(await prompt.read()).toMatchObject({
      state: 'refused',
      refusal: 'denied_by_policy',
      helpDesk: 'Call 5555.',
      methods: [{ method: 'push', ready: false, why: 'push_off' }],
      opensWith: null,
    });
    expect((await prompt.post('promptPush')).body.error).toBe('denied_by_policy');
  });

  it('off: set while a request waits, it stops the approval as well', async () => {
    const { push, right } = await fromElsewhere();
    await stage.service.setPolicy({ browserApproval: 'off' });
    expect((await laptop.decide(push, { decision: 'approve', number: right })).body.error).toBe('push_off');
  });

  it('an application’s own row wins over the global one', async () => {
    await stage.service.setPolicy({ browserApproval: 'off' });
    await stage.service.setPolicy({ browserApproval: 'click' }, stage.application.id);
    expect((await (await stage.site.begin('alex')).read()).state).toBe('choosing');
    await stage.service.setPolicy({ browserApproval: undefined }, stage.application.id);
    expect((await (await stage.site.begin('alex')).read()).state).toBe('refused');
  });
});

describe('elsewhere', () => {
  it('refuse: the card has only “Not me”, the statement refuses, and the prompt says why', async () => {
    await stage.service.setPolicy({ elsewhere: 'refuse' });
    const prompt = await stage.site.begin('alex');
    await prompt.post('promptPush');
    expect((await prompt.read()).parts.push?.latest?.number).toBeNull();
    const push = await waiting();
    expect(push.answer).toBe('refuse');
    expect((await laptop.decide(push, { decision: 'approve' })).body.error).toBe('elsewhere_refused');
    expect((await laptop.decide(push, { decision: 'approve', number: '123456' })).body.error).toBe(
      'elsewhere_refused',
    );
    expect((await prompt.read()).parts.push?.latest).toMatchObject({
      state: 'pending',
      elsewhereRefused: true,
    });

    await laptop.prove(prompt);
    const present = await laptop.decide(await waiting(), { decision: 'approve' }, { cookie: prompt.cookie });
    expect(present.body.state).toBe('approved');
  });

  it('number: a click alone is told to type it', async () => {
    const { push } = await fromElsewhere();
    expect((await laptop.decide(push, { decision: 'approve' })).body.error).toBe('number_needed');
  });
});

describe('digits', () => {
  it.each([3, 4, 5, 6])('%i', async (digits) => {
    await stage.service.setPolicy({ digits });
    const { push, right } = await fromElsewhere();
    expect(right).toMatch(new RegExp(`^\\d{${digits}}$`));
    expect(push.digits).toBe(digits);
    expect((await laptop.decide(push, { decision: 'approve', number: right })).body.state).toBe('approved');
  });
});

describe('newUsers', () => {
  it('invitation and deny say no, the same for unknown and for unenrolled names', async () => {
    await stage.service.addUser(`new-${stage.service.clock.now()}`);
    for (const [newUsers, refusal] of [
      ['invitation', 'enrolment_needed'],
      ['deny', 'denied_by_policy'],
    ] as const) {
      await stage.service.setPolicy({ newUsers });
      for (const name of ['nobody', `new-${stage.service.clock.now()}`]) {
        const prompt = await stage.site.begin(name);
        expect(await prompt.read()).toMatchObject({ state: 'refused', refusal });
        expect((await prompt.post('promptFinish')).status).toBe(409);
      }
    }
  });

  it('allow lets people without a second step in, and nobody else', async () => {
    await stage.service.setPolicy({ newUsers: 'allow' });
    expect((await (await stage.site.begin('nobody')).post('promptFinish')).status).toBe(200);
    expect((await (await stage.site.begin('alex')).post('promptFinish')).status).toBe(409);
  });
});

describe('lockout', () => {
  const lock = async (threshold: number) => {
    for (let round = 0; round < threshold; round++) {
      const { push, wrong } = await fromElsewhere();
      expect((await laptop.decide(push, { decision: 'approve', number: wrong })).body.error).toBe(
        'number_wrong',
      );
      await stage.service.advance(11 * MINUTE);
    }
  };
  const unlock = () =>
    stage.service.rooms.floor.db.write((tx) => stage.service.rooms.users.unlock(tx, stage.alex));

  it('guessable: blocks numbers, never a proven browser; the owner and the operator are told', async () => {
    await stage.service.setPolicy({ lockout: { threshold: 2 } });
    await lock(2);
    const stranger = await stage.site.begin('alex');
    expect(await stranger.read()).toMatchObject({ state: 'refused', refusal: 'locked_elsewhere' });
    expect((await stranger.post('promptPush')).body.error).toBe('locked_elsewhere');

    const own = await stage.site.begin('alex');
    await laptop.prove(own);
    await own.post('promptPush');
    expect((await laptop.inbox()).notices.map((notice) => notice.kind)).toContain('locked_out');
    expect(
      (await laptop.decide(await waiting(), { decision: 'approve' }, { cookie: own.cookie })).status,
    ).toBe(200);
    const { audit, floor } = stage.service.rooms;
    const alerts = await audit.list({ db: floor.db, limit: 20, alerts: true });
    expect(alerts.map((line) => line.event)).toContain('user.locked_out');
  });

  it('all: blocks everything until the operator unlocks', async () => {
    await unlock();
    await stage.service.setPolicy({ lockout: { threshold: 1, scope: 'all' } });
    await lock(1);
    const prompt = await stage.site.begin('alex');
    expect(await prompt.read()).toMatchObject({ state: 'refused', refusal: 'locked_out' });
    expect(await unlock()).toBe(true);
    expect((await prompt.read()).state).toBe('choosing');
  });

  it('all: stops an approval that was already waiting, and no approval ends a lock-out', async () => {
    await stage.service.setPolicy({ lockout: { threshold: 2, scope: 'all' } });
    await lock(1);
    const own = await stage.site.begin('alex');
    await laptop.prove(own);
    await own.post('promptPush');
    const push = await waiting();
    const { floor, users } = stage.service.rooms;
    await floor.db.write((tx) => users.recordFailure(tx, stage.alex, { threshold: 2, minutes: 0 }));
    const stopped = await laptop.decide(push, { decision: 'approve' }, { cookie: own.cookie });
    expect(stopped.body.error).toBe('locked_out');

    await stage.service.setPolicy({ lockout: { scope: 'guessable' } });
    expect((await laptop.decide(push, { decision: 'approve' }, { cookie: own.cookie })).body.state).toBe(
      'approved',
    );
    await stage.service.setPolicy({ lockout: { scope: 'all' } });
    expect((await (await stage.site.begin('alex')).read()).refusal).toBe('locked_out');
    await unlock();
  });

  it('ends by itself where policy says so', async () => {
    await stage.service.setPolicy({ lockout: { threshold: 1, scope: 'all', minutes: 30 } });
    await lock(1);
    expect((await (await stage.site.begin('alex')).read()).state).toBe('refused');
    await stage.service.advance(30 * MINUTE);
    expect((await (await stage.site.begin('alex')).read()).state).toBe('choosing');
    await unlock();
  });

  it('denials and time-outs never count', async () => {
    await stage.service.setPolicy({ lockout: { threshold: 1, scope: 'all' } });
    const { push } = await fromElsewhere();
    await laptop.decide(push, { decision: 'deny', reason: 'mistake' });
    await stage.service.advance(11 * MINUTE);
    await fromElsewhere();
    await stage.service.advance(11 * MINUTE);
    expect((await (await stage.site.begin('alex')).read()).state).toBe('choosing');
  });
});

describe('a disabled person', () => {
  it('is turned away at once, and back at once', async () => {
    const { floor, users } = stage.service.rooms;
    const prompt = await stage.site.begin('alex');
    await floor.db.write((tx) => users.setStatus(tx, stage.alex, 'disabled'));
    expect(await prompt.read()).toMatchObject({ state: 'refused', refusal: 'user_disabled' });
    expect((await prompt.post('promptPush')).body.error).toBe('user_disabled');
    await floor.db.write((tx) => users.setStatus(tx, stage.alex, 'active'));
    expect((await prompt.read()).state).toBe('choosing');
  });
});
