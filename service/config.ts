import { resolve } from 'node:path';
import * as v from 'valibot';
import { EmailAddress } from '../lib/protocol/names.ts';
import { isLoopback } from './http/address.ts';
import { readSmtpServer, type SmtpSettings, showSmtpServer } from './outbox/outbox.ts';

/** How the service is run; see service/README.md for what each variable means. */
export interface Config {
  /** `https://host[:port]`, no path. */
  origin: string;
  listen: { host: string; port: number };
  /** Null: plain HTTP, for a proxy on this machine that speaks TLS. */
  tls: { cert: string; key: string } | null;
  trustProxy: boolean;
  data: string;
  secretFile: string;
  bootstrap: string | null;
  /** Null: mails are kept in the database. */
  smtp: SmtpSettings | null;
  /** Where administrators are told what they must know; null: only in the log. */
  alertAddress: string | null;
  /** Extensions whose own pages may run WebAuthn for this service. */
  extensionOrigins: string[];
}

const text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));
const Address = v.message(EmailAddress, 'must be an e-mail address');

/** Exact origins as WebAuthn reports them: Chrome's id of the extension, and Firefox's hash of the add-on's id, which is not the page's own address. */
const ExtensionOrigins = v.pipe(
  v.string(),
  v.transform((list) => list.split(',').map((origin) => origin.trim())),
  v.transform((origins) => origins.filter((origin) => origin !== '')),
  v.array(
    v.pipe(
      v.string(),
      v.regex(
        /^(?:chrome-extension:\/\/[a-p]{32}|moz-extension:\/\/[a-p]{64})$/,
        'must be origins with commas between them, each chrome-extension:// and 32, or moz-extension:// and 64, of the letters a to p',
      ),
    ),
  ),
);

const Environment = v.object({
  COUNTERSIGN_ORIGIN: v.pipe(
    text,
    v.check(
      (value) => URL.canParse(value) && new URL(value).origin === value && value.startsWith('https://'),
      'must be https://host[:port] and nothing more',
    ),
  ),
  COUNTERSIGN_LISTEN: v.optional(
    v.pipe(
      text,
      v.regex(/^(?:\[[0-9a-fA-F:]+\]|[^:[\]]+):\d{1,5}$/, 'must be address:port'),
      v.check(
        (value) => Number(value.slice(value.lastIndexOf(':') + 1)) < 65_536,
        'must name a port below 65536',
      ),
    ),
    '127.0.0.1:8443',
  ),
  COUNTERSIGN_TLS_CERT: v.optional(text),
  COUNTERSIGN_TLS_KEY: v.optional(text),
  COUNTERSIGN_DATA: text,
  COUNTERSIGN_SECRET_FILE: v.optional(text),
  COUNTERSIGN_TRUST_PROXY: v.optional(v.picklist(['loopback'], 'must be “loopback” or unset')),
  COUNTERSIGN_BOOTSTRAP: v.optional(text),
  COUNTERSIGN_SMTP: v.optional(text),
  COUNTERSIGN_MAIL_FROM: v.optional(Address),
  COUNTERSIGN_ALERT_ADDRESS: v.optional(Address),
  COUNTERSIGN_EXTENSION_ORIGINS: v.optional(ExtensionOrigins, ''),
});

type Settings = v.InferOutput<typeof Environment>;

/** A setting that is missing or wrong; its message names the variable and never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the configuration once. @throws {ConfigError} */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = v.safeParse(Environment, env);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const name = String(issue.path?.[0]?.key ?? 'The environment');
    throw new ConfigError(`${name} ${issue.input === undefined ? 'must be set' : issue.message}.`);
  }
  const settings = parsed.output;
  const data = resolve(settings.COUNTERSIGN_DATA);
  const cut = settings.COUNTERSIGN_LISTEN.lastIndexOf(':');
  const listen = {
    host: settings.COUNTERSIGN_LISTEN.slice(0, cut).replace(/^\[|\]$/g, ''),
    port: Number(settings.COUNTERSIGN_LISTEN.slice(cut + 1)),
  };
  return {
    origin: settings.COUNTERSIGN_ORIGIN,
    listen,
    tls: readTls(settings, listen.host),
    trustProxy: settings.COUNTERSIGN_TRUST_PROXY === 'loopback',
    data,
    secretFile: resolve(settings.COUNTERSIGN_SECRET_FILE ?? `${data}/secret.key`),
    bootstrap: settings.COUNTERSIGN_BOOTSTRAP ? resolve(settings.COUNTERSIGN_BOOTSTRAP) : null,
    smtp: readSmtp(settings),
    alertAddress: settings.COUNTERSIGN_ALERT_ADDRESS ?? null,
    extensionOrigins: settings.COUNTERSIGN_EXTENSION_ORIGINS,
  };
}

/** TLS always, except behind a declared proxy on this very machine (design, "Running"). */
function readTls(settings: Settings, host: string): Config['tls'] {
  const { COUNTERSIGN_TLS_CERT: cert, COUNTERSIGN_TLS_KEY: key, COUNTERSIGN_TRUST_PROXY: proxy } = settings;
  if (cert && key) return { cert: resolve(cert), key: resolve(key) };
  if (cert || key)
    throw new ConfigError('COUNTERSIGN_TLS_CERT and COUNTERSIGN_TLS_KEY must be set together.');
  if (!proxy) {
    throw new ConfigError(
      'COUNTERSIGN_TLS_CERT must be set, or COUNTERSIGN_TRUST_PROXY where a proxy speaks TLS.',
    );
  }
  if (!isLoopback(host)) {
    throw new ConfigError(
      'COUNTERSIGN_LISTEN must be a loopback address when the service itself speaks no TLS.',
    );
  }
  return null;
}

function readSmtp({ COUNTERSIGN_SMTP, COUNTERSIGN_MAIL_FROM: from }: Settings): SmtpSettings | null {
  if (COUNTERSIGN_SMTP === undefined && from === undefined) return null;
  if (COUNTERSIGN_SMTP === undefined || from === undefined)
    throw new ConfigError('COUNTERSIGN_SMTP and COUNTERSIGN_MAIL_FROM must be set together.');
  const server = readSmtpServer(COUNTERSIGN_SMTP);
  if (server) return { server, from };
  throw new ConfigError(
    'COUNTERSIGN_SMTP must be smtp://host[:port] or smtps://host[:port], with user:password@ before the host where the server asks for it.',
  );
}

/** The configuration as it may be shown: of files that hold secrets it says only that they are there. */
export const describeConfig = (config: Config): Record<string, string | boolean> => ({
  origin: config.origin,
  listen: `${config.listen.host}:${config.listen.port}`,
  tls: config.tls !== null,
  trustProxy: config.trustProxy,
  data: config.data,
  secretFile: '(set)',
  bootstrap: config.bootstrap === null ? '(none)' : '(set)',
  smtp: config.smtp === null ? '(none)' : showSmtpServer(config.smtp.server),
  alertAddress: config.alertAddress === null ? '(none)' : '(set)',
  extensionOrigins: config.extensionOrigins.join(' ') || '(none)',
});
