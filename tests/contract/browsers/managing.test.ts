import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { approve, promptOf, stepUp } from '../../fakes/step-up.ts';
import { eventsOf } from '../enrolment/set-up.ts';
import { lastEvents } from '../webauthn/set-up.ts';
import { browsersOf, namesOf, remove, rename } from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let desk: TestDevice;
let sams: TestDevice;

beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
  desk = await stage.pair('Desk');
  sams = await stage.pair('Sam’s', await stage.service.addUser('sam'));
});
afterAll(() => stage.stop());
// A browser may begin so many step-ups a minute.
beforeEach(() => stage.service.advance(MINUTE));

describe('one’s browsers', () => {
  it('are listed in each of them, and those of nobody else', async () => {
    expect(await browsersOf(desk)).toEqual([
      { device: laptop.id, name: 'Laptop', here: false, createdAt: expect.any(Number), usedLast: false },
      { device: desk.id, name: 'Desk', here: true, createdAt: expect.any(Number), usedLast: false },
    ]);
    expect(await namesOf(sams)).toEqual(['Sam’s']);
  });

  it('show which of them approved last', async () => {
    await approve(laptop, await stage.site.begin('alex'));
    await approve(desk, await stage.site.begin('alex'));
    expect((await browsersOf(laptop)).map(({ usedLast }) => usedLast)).toEqual([false, true]);
  });

  it('are renamed from any of them', async () => {
    expect(await rename(desk, laptop.id, 'Work laptop')).toEqual({ status: 200, body: {} });
    expect(await namesOf(laptop)).toEqual(['Work laptop', 'Desk']);
    const [entry] = (await lastEvents(stage, 'device.renamed')).slice(-1);
    expect(entry).toMatchObject({ device_id: laptop.id, detail: JSON.stringify({ by: desk.id }) });
    expect((await rename(laptop, laptop.id, 'Laptop')).status).toBe(200);
  });

  it.each(['', ' ', 'x'.repeat(65), 'two\nlines'])('take no name like “%s”', async (name) => {
    expect((await rename(desk, laptop.id, name)).body.error).toBe('bad_request');
  });

  it('are nothing to anybody else, and what there is not answers alike', async () => {
    const proof = await stepUp(stage, sams, 'browser_remove');
    for (const id of [laptop.id, `DB${'A'.repeat(18)}`, 'nonsense']) {
      expect((await rename(sams, id, 'Mine')).body.error).toBe('not_found');
      expect((await remove(sams, id, proof)).body.error).toBe('not_found');
    }
    expect(await namesOf(desk)).toEqual(['Laptop', 'Desk']);
  });
});

describe('removing a browser', () => {
  it('takes a step-up for just that, in the browser that removes it', async () => {
    const other = await stepUp(stage, laptop, 'browser_remove');
    for (const proof of [other, await stepUp(stage, desk, 'browser_add'), 'A'.repeat(22)])
      expect((await remove(desk, laptop.id, proof)).body.error).toBe('step_up_needed');
    expect(await namesOf(desk)).toContain('Laptop');
  });

  it('ends it at once, and tells', async () => {
    const old = await stage.pair('Old');
    expect(await remove(desk, old.id, await stepUp(stage, desk, 'browser_remove'))).toEqual({
      status: 200,
      body: {},
    });
    expect((await old.call('GET', pathTo('deviceInbox'))).body.error).toBe('device_unknown');
    expect(await namesOf(desk)).toEqual(['Laptop', 'Desk']);
    const [entry] = (await lastEvents(stage, 'device.removed')).slice(-1);
    expect(entry).toMatchObject({
      reason: 'owner',
      device_id: old.id,
      detail: JSON.stringify({ about: 'Old', by: desk.id }),
    });
    expect((await laptop.inbox()).notices).toContainEqual(
      expect.objectContaining({ kind: 'device_removed', about: 'Old' }),
    );
  });

  it('is told again where the answer was lost, and takes one proof for each', async () => {
    const first = await stage.pair('First');
    const second = await stage.pair('Second');
    const proof = await stepUp(stage, desk, 'browser_remove');
    expect((await remove(desk, first.id, proof)).status).toBe(200);
    expect((await remove(desk, first.id, proof)).status).toBe(200);
    expect((await remove(desk, second.id, proof)).body.error).toBe('step_up_needed');
    expect((await remove(desk, second.id, await stepUp(stage, desk, 'browser_remove'))).status).toBe(200);
    expect(
      (await eventsOf(stage.service, stage.alex)).filter((event) => event === 'device.removed'),
    ).toHaveLength(3);
  });

  it('does not bring a used proof back by finishing its prompt again', async () => {
    const first = await stage.pair('First');
    const second = await stage.pair('Second');
    const prompt = await promptOf(stage, desk, 'browser_remove');
    await approve(desk, prompt);
    await prompt.finish();
    expect((await remove(desk, first.id, prompt.transaction)).status).toBe(200);
    expect((await prompt.post('promptFinish')).body.error).toBe('step_up_needed');
    expect((await remove(desk, second.id, prompt.transaction)).body.error).toBe('step_up_needed');
    await remove(desk, second.id, await stepUp(stage, desk, 'browser_remove'));
  });

  it('leaves the last way to sign in', async () => {
    expect((await remove(sams, sams.id, await stepUp(stage, sams, 'browser_remove'))).body.error).toBe(
      'last_method',
    );
    expect(await namesOf(sams)).toEqual(['Sam’s']);
  });

  it('leaves one of two that remove each other at the same moment', async () => {
    const kim = await stage.service.addUser('kim');
    const pair = [await stage.pair('One', kim), await stage.pair('Two', kim)] as const;
    const [one, two] = pair;
    const proofs = [
      await stepUp(stage, one, 'browser_remove'),
      await stepUp(stage, two, 'browser_remove'),
    ] as const;
    const replies = await Promise.all([remove(one, two.id, proofs[0]), remove(two, one.id, proofs[1])]);
    expect(replies.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    const left = await stage.service.rooms.devices.active(kim);
    expect(left.map(({ name }) => name)).toEqual([replies[0].status === 200 ? 'One' : 'Two']);
  });
});
