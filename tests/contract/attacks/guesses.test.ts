import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { post } from '../enrolment/set-up.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

it('a stranger who guesses tickets and addresses keeps no writer busy', async () => {
  const { service } = stage;
  const write = vi.spyOn(service.rooms.floor.db, 'write');
  for (let turn = 0; turn < 5; turn += 1) {
    const guess = randomBytes(32).toString('base64url');
    const ticket = await post({ service, route: 'ceremonyBegin', body: { ticket: guess } });
    expect(ticket.body.error).toBe('challenge_used');
    const address = await fetch(service.base + pathTo('stepUp', guess));
    expect(await address.text()).toContain('data-error="step_up_gone"');
  }
  expect(write).not.toHaveBeenCalled();
  write.mockRestore();
});
