import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../lib/ports/clock.ts';
import { seededRandom } from '../../fakes/floor.ts';
import type { JarBrowser } from '../../fakes/jar-browser.ts';
import { type Passing, startPassing } from './passing-stage.ts';

/** How late a browser writes its cookies down. */
const FLUSH = 30 * SECOND;
const STEPS = 120;
const PAUSES = [0, SECOND, 20 * SECOND, 50 * SECOND, 100 * SECOND, 3 * MINUTE, HOUR, DAY];

let stage: Passing;
beforeAll(async () => {
  stage = await startPassing();
  await stage.allow({ hours: 8_760 });
});
afterAll(() => stage.stop());

/** One person's browser, with everything that may happen to it: answers lost, tabs at once, crashes, more “yes”. */
class Life {
  readonly browser: JarBrowser;
  /** Its cookie over time; the last that is old enough is on the disk. */
  #written: { at: number; jar: Map<string, string> }[] = [];

  constructor(browser: JarBrowser) {
    this.browser = browser;
    this.noted();
  }

  noted(): void {
    this.#written.push({ at: stage.service.clock.now(), jar: new Map(this.browser.jar) });
  }

  async passes({ lost }: { lost: boolean }): Promise<void> {
    const prompt = await this.browser.arrive(stage.site, 'alex');
    expect(await prompt.load({ lost })).not.toBeNull();
  }

  async passesAtOnce(): Promise<void> {
    const prompts = await Promise.all([1, 2, 3, 4].map(() => this.browser.arrive(stage.site, 'alex')));
    const locations = await Promise.all(prompts.map((prompt, at) => prompt.load({ lost: at === 1 })));
    expect(locations).not.toContain(null);
  }

  async saysYes(): Promise<void> {
    const at = { site: stage.library.site };
    await stage.service.rooms.floor.db.write((tx) =>
      tx.query.deleteFrom('trusts').where('application_id', '=', stage.library.id).execute(),
    );
    await stage.trust(this.browser, at);
  }

  crashes(): void {
    const since = stage.service.clock.now() - FLUSH;
    const { jar } = this.#written.findLast(({ at }) => at <= since) ?? { jar: new Map() };
    if (jar.size === 0) return;
    this.browser.jar.clear();
    for (const [name, value] of jar) this.browser.jar.set(name, value);
  }
}

const pick = <Item>(items: readonly Item[], byte: number): Item => items[byte % items.length] as Item;

it.each(['first', 'second', 'third'])('an honest browser is trusted all the time: %s life', async (seed) => {
  const random = seededRandom(seed);
  const browser = stage.browser();
  await stage.trust(browser);
  const life = new Life(browser);
  await stage.service.advance(MINUTE);
  for (let step = 0; step < STEPS; step++) {
    const [what = 0, pause = 0] = random.bytes(2);
    if (what < 100) await life.passes({ lost: false });
    else if (what < 150) await life.passes({ lost: true });
    else if (what < 200) await life.passesAtOnce();
    else if (what < 225) life.crashes();
    else await life.saysYes();
    life.noted();
    // A "yes" sets a new series at once: it is on the disk before anything else can crash.
    await stage.service.advance(what < 225 ? pick(PAUSES, pause) : MINUTE);
  }
  expect(await stage.events('trust.copied')).toEqual([]);
  expect(await stage.events('trust.ended')).toEqual([]);
});

it.each(['first', 'second', 'third'])(
  'two copies never live beside each other for long: %s',
  async (seed) => {
    const random = seededRandom(`copies ${seed}`);
    const original = stage.browser();
    await stage.trust(original);
    const copy = original.copy();
    const before = (await stage.events('trust.copied')).length;
    let turns = 0;
    for (;;) {
      const [which = 0, pause = 0] = random.bytes(2);
      const passed = await stage.passesByCookie(which % 2 ? original : copy);
      if (!passed) break;
      await stage.service.advance(pick(PAUSES.slice(4), pause));
      expect(++turns).toBeLessThan(40);
    }
    expect(await stage.events('trust.copied')).toHaveLength(before + 1);
    expect(await stage.passesByCookie(original)).toBe(false);
    expect(await stage.passesByCookie(copy)).toBe(false);
  },
);
