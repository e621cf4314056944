import { isIP } from 'node:net';
import { resolve } from 'node:path';
import * as v from 'valibot';

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
}

const text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));

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
});

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
  };
}

/** TLS always, except behind a declared proxy on this very machine (design, "Running"). */
function readTls(settings: v.InferOutput<typeof Environment>, host: string): Config['tls'] {
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

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** The configuration as it may be shown: of files that hold secrets it says only that they are there. */
export const describeConfig = (config: Config): Record<string, string | boolean> => ({
  origin: config.origin,
  listen: `${config.listen.host}:${config.listen.port}`,
  tls: config.tls !== null,
  trustProxy: config.trustProxy,
  data: config.data,
  secretFile: '(set)',
  bootstrap: config.bootstrap === null ? '(none)' : '(set)',
});
