import { isIP } from 'node:net';
import { isLoopback } from '../http/address.ts';

/** The operator's mail server, as `COUNTERSIGN_SMTP` names it. */
export interface SmtpServer {
  host: string;
  port: number;
  /** `first`: TLS from the first byte. `upgrade`: STARTTLS, or no mail. `none`: plain, within this machine only. */
  tls: 'first' | 'upgrade' | 'none';
  login: { user: string; pass: string } | null;
}

const SUBMISSION = 587;
/** Submission over TLS (RFC 8314 §3.3). */
const SUBMISSIONS = 465;

/** Reads `smtp://` and `smtps://` addresses; null for anything that is not exactly server, port and login. */
export function readSmtpServer(address: string): SmtpServer | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(address);
  if (protocol !== 'smtp:' && protocol !== 'smtps:') return null;
  const host = hostname.replace(/^\[|\]$/g, '');
  if (host === '' || port === '0' || !/^\/?$/.test(pathname) || search + hash !== '') return null;
  const login = readLogin(username, password);
  if (login === undefined) return null;
  const secure = protocol === 'smtps:';
  return {
    host,
    port: port === '' ? (secure ? SUBMISSIONS : SUBMISSION) : Number(port),
    tls: secure ? 'first' : isLoopback(host) ? 'none' : 'upgrade',
    login,
  };
}

/** Undefined for half a login, or one that is not encoded as an address has it. */
function readLogin(username: string, password: string): SmtpServer['login'] | undefined {
  if (username === '' && password === '') return null;
  if (username === '' || password === '') return undefined;
  try {
    return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}

/** The server as it may be shown: that it has a login, and never which. */
export const showSmtpServer = ({ host, port, tls, login }: SmtpServer): string =>
  `${tls === 'first' ? 'smtps' : 'smtp'}://${login ? '(login)@' : ''}${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
