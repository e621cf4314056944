import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { passcodeText, printedText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type { Chromium } from '../driver/chromium.ts';
import { proofTab, prove } from '../driver/keys.ts';
import { markedText } from '../driver/marked.ts';
import { chooseCodes, typeCode } from '../driver/passcodes.ts';
import { press, says } from '../driver/screen.ts';
import { type Traces, watchTraces } from '../driver/traces.ts';
import { until } from '../driver/until.ts';
import { openWorld, type World } from '../driver/world.ts';

/** Codes on paper: made in the options after a proof, and typed where no browser of the person's is at hand. */
let world: World;
let chromium: Chromium;
let traces: Traces;
let options: Page;
let codes: string[];
let user: UserId;
beforeAll(async () => {
  world = await openWorld();
  user = await world.addUser('alex');
  chromium = await world.paired(user);
  traces = await watchTraces(chromium, world.service.log);
  options = await chromium.tab(`${chromium.base}options.html#printed-codes`);
});
afterAll(() => world.close());

/** On another computer: nobody there can press a button of the person's. */
async function elsewhere(): Promise<Page> {
  const prompt = await chromium.privateTab(world.campus.signIn('alex'));
  await chooseCodes(prompt);
  return prompt;
}

it('are made after a proof, and shown once', async () => {
  await says(options, printedText.none);
  const tab = await proofTab(chromium, () => press(options, printedText.make));
  await prove(chromium, tab);
  await until(() => tab.isClosed());
  await options.bringToFront();
  await press(options, printedText.show);
  await says(options, printedText.once);
  const lines = await options.$$eval('.code-sheet li', (all) => all.map(({ textContent }) => textContent));
  codes = lines.map((line) => line?.replaceAll(/\D/g, '') ?? '');
  expect(new Set(codes).size).toBe(10);
  await press(options, printedText.done);
  await says(options, printedText.left(10));
});

it('let somebody in elsewhere, each once', async () => {
  const [first = '', second = ''] = codes;
  const prompt = await elsewhere();
  await typeCode(prompt, `${first.slice(0, 5)} ${first.slice(5)}`);
  await says(prompt, 'Welcome');

  const again = await elsewhere();
  await typeCode(again, first);
  await says(again, errors.passcode_used.say, passcodeText.title);
  await typeCode(again, second);
  await says(again, 'Welcome');
  await options.bringToFront();
  await options.reload();
  await says(options, printedText.left(8));
});

it('stand beside a code from the help desk, which is typed in the same place', async () => {
  const wish = { count: 1, uses: 1, minutes: 60 };
  const [made] = await world.service.rooms.passcodes.bypass.make(user, wish);
  const prompt = await elsewhere();
  await says(prompt, 'Printed codes', 'Code from the help desk');
  await typeCode(prompt, made?.code.replace(/\d{3}(?=\d)/g, '$&-') ?? '');
  await says(prompt, 'Welcome');
});

it('lock the account when they are guessed, and the prompt says so', async () => {
  await world.service.setPolicy({ lockout: { threshold: 2 } });
  const prompt = await elsewhere();
  await typeCode(prompt, '00000 00000');
  await says(prompt, errors.passcode_wrong.say);
  await typeCode(prompt, '00000 00001');
  await says(prompt, errors.locked_elsewhere.say);
});

it('stand nowhere but on the paper', async () => {
  const leaks = await traces.leaks(codes.map((code, at) => markedText(`code ${at + 1}`, code)));
  // The one answer that carried them to the page on which they were shown.
  const answers = leaks.filter((place) => /what was told to \S+options\.html/.test(place));
  expect(answers).toHaveLength(10);
  expect(leaks).toEqual(answers);
});
