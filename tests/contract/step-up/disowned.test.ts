import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';
import { post } from '../enrolment/set-up.ts';
import { beginRegistration, lastEvents, register, startWithExtension } from '../webauthn/set-up.ts';

let stage: Stage;
let thief: TestDevice;
let desk: TestDevice;

beforeAll(async () => {
  stage = await startWithExtension();
  desk = await stage.pair('Desk');
  thief = await stage.pair('Laptop');
});
afterAll(() => stage.stop());

/** "Not you?", said in the other browser about the last approval. */
async function disown() {
  const push = (await desk.inbox()).requests.at(-1);
  const reply = await desk.call('POST', pathTo('deviceNotMe', push?.id));
  expect(reply.body).toEqual({ outcome: 'voided' });
}

describe('“Not you?” about a step-up', () => {
  it('takes back the key that was added by it, and the one that was about to be added', async () => {
    const proof = await stepUp(stage, thief);
    const authenticator = new TestAuthenticator();
    expect((await register(stage, { device: thief, authenticator, proof })).status).toBe(200);
    const { options, ticket } = await beginRegistration(stage, { device: thief, proof });
    const { service } = stage;
    expect((await post({ service, route: 'ceremonyBegin', body: { ticket } })).status).toBe(200);

    await disown();
    const { credentials, floor } = service.rooms;
    expect(await credentials.of(floor.db.read, stage.alex)).toEqual([]);
    const response = new TestAuthenticator().create(options, { origin: service.origin });
    const ended = await post({ service, route: 'ceremonyEnd', body: { ticket, response } });
    expect(ended.body.error).toBe('challenge_used');
    expect((await lastEvents(stage, 'credential.removed')).at(-1)).toMatchObject({ reason: 'disowned' });
    expect((await desk.inbox()).notices.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['device_suspended', 'credential_added', 'credential_removed']),
    );
  });

  it('leaves what the person has added themselves', async () => {
    const authenticator = new TestAuthenticator();
    expect((await register(stage, { device: desk, authenticator })).status).toBe(200);
    const other = await stage.pair('Library');
    await stepUp(stage, other);
    await disown();
    const { credentials, floor } = stage.service.rooms;
    expect(await credentials.of(floor.db.read, stage.alex)).toHaveLength(1);
  });
});
