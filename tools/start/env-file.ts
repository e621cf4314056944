import { writeFileSync } from 'node:fs';

/**
 * Writes settings down as Node's `--env-file` reads them, so that the operator's commands can have them too. In
 * backticks nothing of a path has a meaning.
 */
export function writeEnvFile(file: string, env: Record<string, string>): void {
  const lines = Object.entries(env).map(([name, value]) => `${name}=\`${value}\`\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
}
