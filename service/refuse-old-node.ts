/** The first release with everything that the service needs; tools/setup/node.mjs says the same. */
const NEEDED = [24, 7] as const;

/** Ends the process with a sentence where Node is too old: called before anything is loaded that it would stumble over. */
export function refuseOldNode(): void {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return;
  console.error(
    `This is Node ${node}; Countersign needs ${NEEDED.join('.')} or newer. ` +
      'Use the npm scripts, or node_modules/.bin/node where npm has installed it.',
  );
  process.exit(2);
}
