import type { Overview } from '../../lib/messages/contract.ts';

/** What helps a help desk: versions, states and counts. No key, code, link, number, name or address of a person. */
export function diagnostics(input: { overview: Overview; version: string; browserName: string }): string {
  const { overview, version, browserName } = input;
  const accounts = overview.accounts.map(
    ({ device, origin, status, online }) =>
      `account ${device} ${origin} ${status} ${online ? 'online' : 'offline'}`,
  );
  return [
    `countersign ${version}`,
    `browser ${browserName}`,
    `clock ${Math.round(overview.skew)} ms behind the service`,
    `requests ${overview.requests.length}`,
    `notices ${overview.notices.length}`,
    `pairing ${overview.pairing?.step ?? 'none'}`,
    ...accounts,
  ].join('\n');
}
