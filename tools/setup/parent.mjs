const EVERY = 500;

/**
 * Calls `leave` once the process that started this one is gone. npm, told to end, ends without telling its script;
 * without this the servers would stay behind.
 *
 * @param {() => void} leave
 */
export function whenParentIsGone(leave) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    leave();
  }, EVERY);
  watch.unref();
}
