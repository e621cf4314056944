/** The first release with everything that the service needs; tools/setup/node.mjs says the same. */
const MAJOR = 24;
const MINOR = 7;

/** Ends the process with a sentence where Node is too old: called before anything is loaded that it would stumble over. */
export function refuseOldNode() {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return;
  console.error(
    `This is Node ${node}; Countersign needs ${MAJOR}.${MINOR} or newer. ` +
      'Use the npm scripts, or node_modules/.bin/node where npm has installed it.',
  );
  process.exit(2);
}
