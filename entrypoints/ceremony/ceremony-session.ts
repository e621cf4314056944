import type { CeremonyStage } from '../../components/ceremony/ceremony.tsx';
import type { CeremonyTask } from '../../lib/messages/changes.ts';
import type { Reply, Request } from '../../lib/messages/contract.ts';
import type { PageClock } from '../../lib/ports/page-clock.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { wasUnseen } from '../../lib/webauthn/webauthn.ts';

type Asked = 'ceremony.take' | 'ceremony.again' | 'ceremony.finish' | 'ceremony.failed' | 'ceremony.ownPage';

export interface CeremonySnapshot {
  /** Null until the background has told. */
  task: CeremonyTask | null;
  stage: CeremonyStage;
}

export interface CeremonyOptions {
  /** From the page's address. */
  id: string;
  /** Asks the background. */
  send: <Name extends Asked>(name: Name, request: Request<Name>) => Promise<Reply<Name>>;
  browser: Pick<
    typeof import('../../lib/webauthn/webauthn.ts'),
    'register' | 'authenticate' | 'mayStartByItself'
  >;
  clock: Pick<PageClock, 'now'>;
  onChange: () => void;
}

/** Nothing can be tried again here after these. */
const final: readonly ErrorCode[] = [
  'push_expired',
  'push_decided',
  'push_unknown',
  'disowned',
  'number_wrong',
  'not_paired',
  'device_unknown',
  'device_suspended',
  'step_up_needed',
];

/** One ceremony in the tab of its own: what to do comes from the background, once, and the answer goes back there. */
export function openCeremony({ id, send, browser, clock, onChange }: CeremonyOptions) {
  let now: CeremonySnapshot = { task: null, stage: { name: 'starting' } };
  /** Whether the service has not yet seen an answer to the task's challenge. */
  let isFresh = false;

  const show = (stage: CeremonyStage, task = now.task): void => {
    now = { task, stage };
    onChange();
  };

  async function fetchTask(name: 'ceremony.take' | 'ceremony.again'): Promise<CeremonyTask | null> {
    const reply = await send(name, { id });
    isFresh = reply.ok;
    if (reply.ok) now = { ...now, task: reply.value };
    else fail(reply.error);
    return reply.ok ? reply.value : null;
  }

  function fail(error: ErrorCode): void {
    const again = final.includes(error) ? [] : (['again'] as const);
    const ownPage = now.task?.ownPage === true ? (['own-page'] as const) : [];
    show({ name: 'failed', error, offers: error === 'step_up_needed' ? [] : [...again, ...ownPage] });
  }

  async function ask(task: CeremonyTask, byItself: boolean): Promise<void> {
    show({ name: 'asking' });
    const asked = clock.now();
    const { use, options } = task;
    const answer =
      use === 'register'
        ? { use, ...(await browser.register(options)) }
        : { use, ...(await browser.authenticate(options)) };
    if (answer.ok) return finish(answer);
    if (byItself && wasUnseen(answer.error, clock.now() - asked)) return show({ name: 'ready' });
    const told = await send('ceremony.failed', { id, error: answer.error });
    // The background has taken this tab to the service's own page.
    if (answer.error === 'ceremony_host' && task.ownPage && told.ok) return show({ name: 'starting' });
    fail(answer.error);
  }

  async function finish(answer: Request<'ceremony.finish'>['answer']): Promise<void> {
    isFresh = false;
    show({ name: 'starting' });
    let reply = await send('ceremony.finish', { id, answer });
    // The background may have died meanwhile; the next one knows whether it was done.
    if (!reply.ok && reply.error === 'internal') reply = await send('ceremony.finish', { id, answer });
    if (reply.ok) show({ name: 'done' });
    else fail(reply.error);
  }

  async function open(): Promise<void> {
    const task = await fetchTask('ceremony.take');
    if (task === null) return;
    if (browser.mayStartByItself()) await ask(task, true);
    else show({ name: 'ready' });
  }

  async function use(): Promise<void> {
    if (now.task === null || !isFresh) show({ name: 'starting' });
    const task = isFresh ? now.task : await fetchTask('ceremony.again');
    if (task !== null) await ask(task, false);
  }

  async function ownPage(): Promise<void> {
    show({ name: 'starting' });
    const reply = await send('ceremony.ownPage', { id });
    if (!reply.ok) fail(reply.error);
  }

  void open();
  return {
    snapshot: () => now,
    /** The person's press on the button, at first or after a failure. */
    use: () => void use(),
    ownPage: () => void ownPage(),
  };
}
