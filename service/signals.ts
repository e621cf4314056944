import type { Signals, Topic } from './room.ts';

export interface SignalHub extends Signals {
  /** Tells every listener of the topic. */
  tell(topic: Topic): void;
  /** Ends every wait: another process has changed something, and whoever waits looks again. */
  wakeAll(): void;
  /** Ends every wait, now and from now on: the service stops. */
  stop(): void;
}

/** Who waits for what in this process. It holds no truth: a listener that was missed re-reads later. */
export function createSignals(): SignalHub {
  const listeners = new Map<Topic, Set<() => void>>();
  const waiting = new Set<() => void>();
  let stopped = false;
  const wakeAll = (): void => {
    for (const finish of [...waiting]) finish();
  };

  const listen: Signals['listen'] = (topic, listener) => {
    const set = listeners.get(topic) ?? new Set();
    listeners.set(topic, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0 && listeners.get(topic) === set) listeners.delete(topic);
    };
  };

  return {
    listen,
    tell(topic) {
      for (const listener of [...(listeners.get(topic) ?? [])]) listener();
    },
    wakeAll,
    stop() {
      stopped = true;
      wakeAll();
    },
    next(topic, options) {
      const { limit, stop } = options;
      return new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          unlisten();
          waiting.delete(finish);
          stop.removeEventListener('abort', finish);
          resolve();
        };
        const timer = setTimeout(finish, limit);
        const unlisten = listen(topic, finish);
        waiting.add(finish);
        stop.addEventListener('abort', finish);
        if (stop.aborted || stopped) finish();
      });
    },
  };
}
