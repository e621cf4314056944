import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Hono } from 'hono';
import { type ErrorCode, errors } from '../../lib/protocol/errors.ts';
import { routes } from '../../lib/protocol/routes.ts';
import { type HttpEnv, newRoutes } from './http.ts';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface Pages {
  routes: Hono<HttpEnv>;
  prompt(marks: { transaction: string; challenge: string }): Response;
  /** Where a step-up ends; the mark tells the extension. */
  done(transaction: string): Response;
  /** A page that says what happened and what to do, where no prompt may be shown. */
  error(code: ErrorCode, helpDesk: string): Response;
  /** What people ask, with the operator's own words on whom to call. */
  help(helpDesk: string): Response;
}

/** Serves the service's own pages from memory: a dozen small files, read once. @throws if they are not built. */
export function loadPages(folder: string): Pages {
  const page = (name: string): string => readFileSync(join(folder, `${name}.html`), 'utf8');
  const html = (text: string, status = 200): Response =>
    new Response(text, { status, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
  const prompt = page('prompt');
  const message = page('message');
  const help = page('help');
  const stepUpDone = page('step-up-done');

  const http = newRoutes();
  for (const name of ['invitation', 'activation', 'ceremony', 'portal'] as const) {
    const text = page(name);
    http.get(routes[name], () => html(text));
  }
  for (const name of readdirSync(join(folder, 'assets'))) {
    const bytes = readFileSync(join(folder, 'assets', name));
    const headers = {
      'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream',
      // The name holds the content's hash.
      'Cache-Control': 'public, max-age=31536000, immutable',
    };
    http.get(`/assets/${name}`, () => new Response(bytes, { headers }));
  }

  return {
    routes: http,
    prompt: ({ transaction, challenge }) =>
      html(prompt.replace('__TRANSACTION__', transaction).replace('__CHALLENGE__', challenge)),
    done: (transaction) => html(stepUpDone.replace('__TRANSACTION__', transaction)),
    error: (code, helpDesk) =>
      html(
        message.replace('__ERROR__', code).replace('__HELP_DESK__', () => escapeHtml(helpDesk)),
        errors[code].status,
      ),
    help: (helpDesk) => html(help.replace('__HELP_DESK__', () => escapeHtml(helpDesk))),
  };
}

/** For an element or an attribute's value: the operator's own words, as text and nothing else. */
const escapeHtml = (text: string): string =>
  text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);
