import { writeFileSync } from 'node:fs';

/**
 * Writes settings down as Node's `--env-file` reads them, so that the operator's commands can have them too. Between
 * single quotes nothing of a path has a meaning, for a shell neither; a path with such a quote takes backticks.
 */
export function writeEnvFile(file: string, env: Record<string, string>): void {
  const quoted = (value: string): string => (value.includes("'") ? `\`${value}\`` : `'${value}'`);
  const lines = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
}
