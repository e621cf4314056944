import { IDBDatabase, IDBFactory, IDBRequest, IDBTransaction } from 'fake-indexeddb';
import type { SessionStore } from '../../../lib/ports/session-store.ts';

/**
 * What may happen to a step, be it a request, a commit, an upgrade's own step, or a call to the session's memory.
 * `killed`: the worker is stopped before it; `lost`: just after it. Otherwise what the database says.
 */
export type Fault = 'killed' | 'lost' | 'QuotaExceededError' | 'AbortError';
export const faults: Fault[] = ['killed', 'lost', 'QuotaExceededError', 'AbortError'];

/** The fake's own insides; its public face has no way to fail. */
interface Insides {
  db: object;
  mode: string;
  _state: string;
  _requests: { request: { readyState: string } }[];
  _abort(name: string | null): void;
}
type Method = (this: never, ...given: never[]) => unknown;
interface Run {
  fault: Fault;
  left: number;
  isDead: boolean;
  isReached: boolean;
  connections: Set<object>;
  died: PromiseWithResolvers<'died'>;
}

let run: Run | null = null;
/** Those of stopped workers: nothing they ask for happens. */
const dead = new WeakSet<object>();
const never = () => new Promise<never>(() => {});

/** The fault if this step is the one. */
function step(): Fault | null {
  if (!run || run.isDead) return null;
  run.left -= 1;
  if (run.left !== 0) return null;
  run.isReached = true;
  return run.fault;
}

function die(): void {
  if (!run) return;
  run.isDead = true;
  for (const connection of run.connections) dead.add(connection);
  run.died.resolve('died');
}

function patch(target: object, name: string, wrap: (original: Method) => Method): void {
  Object.defineProperty(target, name, {
    value: wrap(Reflect.get(target, name) as Method),
    writable: true,
    configurable: true,
  });
}

const inert = () => new IDBRequest();

patch(
  IDBFactory.prototype,
  'open',
  (original) =>
    function (this: never, ...given: never[]) {
      const fault = step();
      if (fault === 'killed') die();
      if (run?.isDead && fault) return inert();
      const request = original.apply(this, given) as EventTarget & { result: object };
      const mine = run;
      // In time for the upgrade as well.
      for (const type of ['upgradeneeded', 'success']) {
        request.addEventListener(type, () => (mine?.isDead ? dead : mine?.connections)?.add(request.result));
      }
      if (fault === 'lost') die();
      return request;
    },
);

patch(
  IDBDatabase.prototype,
  'createObjectStore',
  (original) =>
    function (this: never, ...given: never[]) {
      const store = original.apply(this, given) as { transaction: Insides };
      const fault = step();
      if (fault === 'killed' || fault === 'lost') die();
      if (fault) store.transaction._abort(fault.endsWith('Error') ? fault : null);
      return store;
    },
);

patch(
  IDBTransaction.prototype,
  '_execRequestAsync',
  (original) =>
    function (this: Insides, ...given: never[]) {
      if (dead.has(this.db)) return inert();
      const fault = step();
      if (fault === 'killed' || fault === 'lost') {
        die();
        if (fault === 'killed') return inert();
      }
      const [asked] = given as unknown as [{ operation: () => unknown; source: unknown }];
      const fails = () => {
        throw new DOMException('', fault ?? '');
      };
      const isError = fault?.endsWith('Error');
      // A step of an upgrade: there the fake knows no error but an abort.
      if (isError && !asked.source) queueMicrotask(() => this._abort(fault));
      const operation = isError && asked.source ? fails : asked.operation;
      return original.apply(this as never, [{ ...asked, operation }] as never);
    } as Method,
);

patch(
  IDBTransaction.prototype,
  '_start',
  (original) =>
    function (this: Insides) {
      const isEnding =
        this._state !== 'finished' && this._requests.every(({ request }) => request.readyState === 'done');
      if (!isEnding || this.mode === 'readonly') return original.apply(this as never);
      if (dead.has(this.db)) return this._abort(null);
      const fault = step();
      if (fault === 'killed' || fault === 'lost') die();
      if (fault && fault !== 'lost') return this._abort(fault === 'killed' ? null : fault);
      return original.apply(this as never);
    } as Method,
);

/** Memory of the session as a worker has it that may be stopped. */
export function mortalSession(session: SessionStore): SessionStore {
  const mine = () => run;
  const guard =
    <Given extends unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      const current = mine();
      if (current?.isDead) return never();
      const fault = current?.fault === 'killed' || current?.fault === 'lost' ? step() : null;
      if (fault === 'killed') die();
      if (fault === 'killed') return never();
      const answer = await call(...given);
      if (fault === 'lost') die();
      return fault === 'lost' ? never() : answer;
    };
  return {
    get: guard(session.get),
    all: guard(session.all),
    set: guard(session.set),
    remove: guard(session.remove),
  };
}

export type Outcome =
  | { how: 'died' }
  | { how: 'done' | 'not reached'; value: unknown }
  | { how: 'refused'; error: unknown };

/** Runs it with this fault at its n-th step, counted from 1. */
export async function withFault(
  { fault, at }: { fault: Fault; at: number },
  act: () => Promise<unknown>,
): Promise<Outcome> {
  const died = Promise.withResolvers<'died'>();
  run = { fault, left: at, isDead: false, isReached: false, connections: new Set(), died };
  const current = run;
  const acted = act().then(
    (value): Outcome => ({ how: 'done', value }),
    (error: unknown): Outcome => ({ how: 'refused', error }),
  );
  const outcome = await Promise.race([acted, died.promise.then((): Outcome => ({ how: 'died' }))]);
  if (current.isDead) {
    // What the stopped worker had set going comes to nothing, but in its own time.
    for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
  run = null;
  return outcome.how === 'done' && !current.isReached ? { ...outcome, how: 'not reached' } : outcome;
}
