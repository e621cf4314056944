import type { Signals, Topic } from './room.ts';

export interface SignalHub extends Signals {
  /** Tells every listener of the topic. */
  tell(topic: Topic): void;
  /** Ends every wait, now and from now on: the service stops. */
  stop(): void;
}

/** Who waits for what in this process. It holds no truth: a listener that was missed re-reads later. */
export function createSignals(): SignalHub {
  const listeners = new Map<Topic, Set<() => void>>();
  const stopping = new AbortController();

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
    stop: () => stopping.abort(),
    next(topic, options) {
      const stop = AbortSignal.any([options.stop, stopping.signal]);
      return new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          unlisten();
          stop.removeEventListener('abort', finish);
          resolve();
        };
        const timer = setTimeout(finish, options.limit);
        const unlisten = listen(topic, finish);
        stop.addEventListener('abort', finish);
        if (stop.aborted) finish();
      });
    },
  };
}
