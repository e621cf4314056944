import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Flows } from '../../../lib/flows/flows.ts';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { PrintedReply } from '../../../lib/protocol/passcodes.ts';
import { until } from '../../fakes/ports.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { openKeyTabs } from './key-tabs.ts';
import { isConfirmation, isOffer, newPerson, type Person, unlock, unreachable } from './passcode-person.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

/** A person whose vault is open, and whose codes have not come yet. */
async function waiting(name: string): Promise<Person> {
  const person = await newPerson(stage, name);
  const give = person.intercept(isOffer, unreachable);
  await person.extension.flows.createVault(unlock);
  await person.quiet();
  give();
  return person;
}

/** Every code that ever left this browser for the service, to confirm or to sign in. */
const confirmed = (person: Person): unknown[] => person.calls(isConfirmation).map(({ body }) => body);

it('a worker that is stopped at any moment of the delivery leaves codes that sign in', {
  timeout: 300_000,
}, async () => {
  let survived = false;
  for (let life = 0; !survived; life += 1) {
    const person = await waiting(`delivered${life}`);
    const { flows, died } = person.extension.mortal(life);
    const lived = flows.startUp().then(() => 'lived' as const);
    survived = (await Promise.race([died, lived])) === 'lived';
    person.extension.restart();
    await person.extension.until(() => person.ready());
    await person.quiet();
    const signedIn = [await person.signIn(), await person.signIn()];
    expect(signedIn.map(({ status }) => status)).toEqual([200, 200]);
    const shown = signedIn.map(({ code }) => JSON.stringify({ passcode: code }));
    expect(new Set([...shown, ...confirmed(person)]).size).toBe(2 + new Set(confirmed(person)).size);
    expect(life).toBeLessThan(200);
  }
});

it('a worker that is stopped at any moment of the typing shows no code twice', {
  timeout: 300_000,
}, async () => {
  const person = await newPerson(stage, 'types', { vaultFirst: true });
  await person.extension.until(() => person.ready());
  await person.quiet();
  const { ports, browser } = person.extension;
  const typed: (string | null)[] = [];
  let survived = false;
  for (let life = 0; !survived; life += 1) {
    const tab = await ports.tabs.open(`${stage.service.origin}/prompt/x`);
    const field = { origin: stage.service.origin, document: `document ${tab}`, typed: null };
    browser.codeFields.set(tab, field);
    const { flows, died } = person.extension.mortal(life);
    const lived = flows.fillPasscode({ device: person.device, tab }).then(() => 'lived' as const);
    survived = (await Promise.race([died, lived])) === 'lived';
    if (field.typed !== null) typed.push(field.typed);
    // Ten guesses a minute are what the service takes of a person.
    await stage.service.advance(MINUTE);
    // What was made and never typed moves the counter as well; the service looks twenty ahead.
    expect((await person.signIn()).status).toBe(200);
    expect(life).toBeLessThan(200);
  }
  expect(typed.length).toBeGreaterThan(1);
  expect(new Set(typed).size).toBe(typed.length);
});

it('a worker that is stopped at any moment clears the clipboard all the same', async () => {
  let survived = false;
  for (let life = 0; !survived; life += 1) {
    const person = await newPerson(stage, `copies${life}`);
    const { browser } = person.extension;
    await person.extension.flows.copyPasscode();
    await browser.advance(30_000);
    const { flows, died } = person.extension.mortal(life);
    const lived = flows.alarm('clear-clipboard').then(() => 'lived' as const);
    survived = (await Promise.race([died, lived])) === 'lived';
    person.extension.restart();
    await person.extension.until(() => browser.clears > 0);
    expect(life).toBeLessThan(200);
  }
});

it('a worker that is stopped at any moment of the forgetting leaves no codes behind', {
  timeout: 300_000,
}, async () => {
  let survived = false;
  for (let life = 0; !survived; life += 1) {
    const person = await newPerson(stage, `forgets${life}`, { vaultFirst: true });
    await person.extension.until(() => person.ready());
    await person.quiet();
    const { flows, died } = person.extension.mortal(life);
    const lived = flows.forgetAccount(person.device).then(() => 'lived' as const);
    survived = (await Promise.race([died, lived])) === 'lived';
    person.extension.restart();
    await person.quiet();
    await person.extension.flows.forgetAccount(person.device);
    await person.extension.until(async () => (await person.extension.flows.showVault()).count === 0);
    expect(life).toBeLessThan(200);
  }
});

it('a worker that is stopped at any moment of the printing has shown the codes that are good, or none', {
  timeout: 300_000,
}, async () => {
  const { extension, device, name } = await newPerson(stage, 'prints');
  const tabs = openKeyTabs(stage, extension);
  // The proof is good for all that follow.
  await extension.flows.beginPrinting(device);
  await tabs.prove();

  const make = async (flows: Flows): Promise<PrintedReply> => {
    await flows.beginPrinting(device);
    await until(async () => (await flows.showChange())?.step === 'ready');
    return flows.makePrinted(device);
  };
  let survived = false;
  for (let life = 0; !survived; life += 1) {
    const { flows, died } = extension.mortal(life);
    const shown = await Promise.race([died, make(flows)]);
    survived = shown !== 'died';
    extension.restart();
    await until(async () => ['ready', 'done', undefined].includes((await tabs.change())?.step));
    if (shown !== 'died')
      expect(await extension.flows.showPrinted(device)).toEqual({ left: 10, madeAt: shown.madeAt });
    expect(life).toBeLessThan(200);
  }
  const { codes } = await make(extension.flows);
  const prompt = await stage.site.begin(name);
  expect((await prompt.post('promptPasscode', { passcode: codes[0] })).status).toBe(200);
});
