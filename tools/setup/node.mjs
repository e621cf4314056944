import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from './step.mjs';

/** The first release with everything that the service needs, and how people call it. */
const NEEDED = [24, 7];

/**
 * The Node that runs everything but set-up: this one where it is new enough, otherwise the locked one.
 *
 * @param {string} root
 * @param {{ version: string, platform: string, arch: string, execPath: string }} [host]
 * @returns {string} the path of its binary
 */
export function chooseNode(root, host = currentHost()) {
  if (isNewEnough(host.version)) return host.execPath;
  const locked = lockedNode(root, host);
  if (existsSync(locked)) return locked;
  throw new Stop(
    `This is Node ${host.version}; Countersign needs ${NEEDED.join('.')} or newer, and has no copy of its own ` +
      `for ${host.platform} ${host.arch}. Install Node 24 from https://nodejs.org, then try again.`,
  );
}

/** @param {string} version such as "24.21.0" */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = NEEDED;
  return major > needMajor || (major === needMajor && minor >= needMinor);
}

/**
 * @param {string} root
 * @param {{ platform: string, arch: string }} host
 */
function lockedNode(root, { platform, arch }) {
  const windows = platform === 'win32';
  const name = `node-${windows ? 'win' : platform}-${arch}`;
  return join(root, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
}

function currentHost() {
  const { versions, platform, arch, execPath } = process;
  return { version: versions.node, platform, arch, execPath };
}
