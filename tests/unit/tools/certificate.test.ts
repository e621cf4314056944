import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:https';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { provideCertificate } from '../../../tools/start/certificate.ts';
import { scratch } from './scratch.ts';

function files() {
  const folder = scratch();
  const at = (name: string) => join(folder, name);
  return { ca: at('ca.pem'), certificate: at('server.pem'), key: at('server-key.pem') };
}

test('a client that knows the CA reaches a server with the certificate', async () => {
  const made = files();
  provideCertificate(made);
  const server = createServer(
    { cert: readFileSync(made.certificate), key: readFileSync(made.key) },
    (_, response) => response.end(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  for (const host of ['localhost', '127.0.0.1']) {
    const status = await new Promise((resolve, reject) => {
      get({ host, port, ca: readFileSync(made.ca), agent: false }, ({ statusCode }) =>
        resolve(statusCode),
      ).on('error', reject);
    });
    expect(status).toBe(200);
  }
  server.close();
});

test('the key is for its owner alone, and the life is short enough for browsers', () => {
  const made = files();
  provideCertificate(made);
  expect(statSync(made.key).mode & 0o777).toBe(0o600);
  const { validFromDate, validToDate } = new X509Certificate(readFileSync(made.certificate));
  expect(validToDate.getTime() - validFromDate.getTime()).toBeLessThanOrEqual(397 * 86_400_000);
});

test('a good certificate stays; a set with a file missing or damaged is made anew', () => {
  const made = files();
  const first = provideCertificate(made);
  expect(first).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  expect(provideCertificate(made)).toBe(first);
  rmSync(made.key);
  const second = provideCertificate(made);
  expect(second).not.toBe(first);
  writeFileSync(made.certificate, 'torn');
  expect(provideCertificate(made)).not.toBe(second);
});

test('one that ends within a month is renewed', () => {
  vi.useFakeTimers({ now: Date.now() - 370 * 86_400_000, toFake: ['Date'] });
  const made = files();
  const first = provideCertificate(made);
  vi.useRealTimers();
  expect(provideCertificate(made)).not.toBe(first);
});
