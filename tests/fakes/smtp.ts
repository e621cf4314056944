import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { SmtpServer } from '../../service/outbox/smtp-server.ts';
import { type ReadMail, readMail } from './read-mail.ts';

interface TestSmtpOptions {
  /** A certificate for localhost: STARTTLS is offered, or with `first` nothing else is spoken. */
  tls?: { cert: Buffer; key: Buffer; first?: boolean };
  login?: { user: string; pass: string };
  /** Reply code with which a mail is turned away; null takes it. Asked once for each, and may take its time. */
  judge?(recipient: string): number | null | Promise<number | null>;
  /** Where it listened before, for a server that comes back. */
  port?: number;
}

export interface ReceivedMail extends ReadMail {
  /** The envelope. */
  from: string;
  to: string[];
  secure: boolean;
}

/** A real SMTP server on loopback that keeps what it takes. */
export async function startSmtp({ tls, login, judge, port = 0 }: TestSmtpOptions = {}) {
  const mails: ReceivedMail[] = [];
  let connections = 0;
  const options: SMTPServerOptions = {
    ...tls,
    secure: tls?.first === true,
    disableReverseLookup: true,
    closeTimeout: 1,
    authOptional: login === undefined,
    disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    onConnect: (_session, done) => {
      connections += 1;
      done();
    },
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.pass
        ? done(null, { user: username })
        : done(new Error('wrong login')),
    onData: async (stream, { envelope, secure }, done) => {
      const parts: Buffer[] = [];
      for await (const part of stream) parts.push(part as Buffer);
      const to = envelope.rcptTo.map(({ address }) => address);
      const responseCode = (await judge?.(to[0] ?? '')) ?? null;
      if (responseCode !== null) return done(Object.assign(new Error('not now'), { responseCode }));
      const from = envelope.mailFrom ? envelope.mailFrom.address : '';
      mails.push({ ...readMail(Buffer.concat(parts).toString()), from, to, secure });
      done();
    },
  };
  const server = new SMTPServer(options);
  // A client that is killed, or does not like the certificate, is no concern of the test.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: listens } = server.server.address() as AddressInfo;

  return {
    mails,
    port: listens,
    get connections() {
      return connections;
    },
    /** As the service is configured with it. */
    settings: (change: Partial<SmtpServer> = {}) => ({
      server: { host: 'localhost', port: listens, tls: 'none' as const, login: null, ...change },
      from: 'countersign@example.org',
    }),
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

export type TestSmtp = Awaited<ReturnType<typeof startSmtp>>;
