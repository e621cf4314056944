import type { Transporter } from 'nodemailer';
import * as v from 'valibot';
import { MINUTE, SECOND } from '../../lib/ports/clock.ts';
import { EmailAddress } from '../../lib/protocol/names.ts';
import { type Mailer, Undelivered } from './mailer.ts';
import type { SmtpServer } from './smtp-server.ts';

export interface SmtpSettings {
  server: SmtpServer;
  /** The address that mail comes from. */
  from: string;
}

/** A mail takes a second; whatever takes longer than this is a server that hangs. */
const PATIENCE = { connectionTimeout: 10 * SECOND, greetingTimeout: 10 * SECOND, socketTimeout: 20 * SECOND };
const LONGEST = MINUTE;

/** Steps at which a server judges this very mail; what it refuses elsewhere the operator can mend meanwhile. */
const JUDGES_MAIL = new Set(['RCPT TO', 'DATA']);

/** Mail over SMTP (RFC 5321), one connection for each. */
export function createSmtpMailer({ server, from }: SmtpSettings): Mailer {
  let transport: Promise<Transporter> | null = null;

  return {
    async send({ id, recipient, subject, text, html, at }) {
      // What is in the database may be older than the border that it came through.
      const to = v.safeParse(EmailAddress, recipient);
      if (!to.success) return 'refused';
      transport ??= openTransport(server);
      const open = await transport;
      try {
        await open.sendMail({
          // Addresses as objects are taken as they are; a text would be read as a list, and people write them.
          from: { name: 'Countersign', address: from },
          to: { name: '', address: to.output },
          envelope: { from, to: [to.output] },
          messageId: `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
          date: new Date(at),
          // No robot shall answer it (RFC 3834 §5).
          headers: { 'Auto-Submitted': 'auto-generated' },
          subject,
          text,
          html,
          signal: AbortSignal.timeout(LONGEST),
        });
        return 'sent';
      } catch (cause) {
        return judge(cause as SmtpFailure);
      }
    },
  };
}

/** The library is loaded with the first mail: it takes megabytes, and many processes send none. */
async function openTransport(server: SmtpServer): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    host: server.host,
    port: server.port,
    secure: server.tls === 'first',
    requireTLS: server.tls === 'upgrade',
    ignoreTLS: server.tls === 'none',
    tls: { minVersion: 'TLSv1.2' },
    ...(server.login && { auth: server.login }),
    ...PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

interface SmtpFailure {
  code?: string;
  originalCode?: string;
  responseCode?: number;
  permanent?: boolean;
  command?: string;
}

/** A reply of 5yz means: do not repeat the same (RFC 5321 §4.2.1). */
function judge(failure: SmtpFailure): 'refused' {
  if (failure.permanent && JUDGES_MAIL.has(failure.command ?? '')) return 'refused';
  const why = failure.responseCode ?? failure.originalCode ?? failure.code ?? 'unknown';
  throw new Undelivered(String(why), { cause: failure });
}
