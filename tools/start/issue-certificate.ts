import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import * as der from './der.ts';

/** Paths of PEM files; `ca` is for clients, the others for the server. */
export interface CertificateFiles {
  ca: string;
  certificate: string;
  key: string;
}

const DAY = 86_400_000;
/** Browsers refuse longer ones from public CAs, and some from any. */
const LIFE = 397 * DAY;
const ecdsaWithSha256 = der.sequence(der.oid('1.2.840.10045.4.3.2'));

/**
 * Makes a CA, lets it sign one certificate for localhost, and forgets the CA's key: whoever chooses to trust the
 * CA trusts this one certificate, and nobody can take the key to sign another.
 */
export function issueCertificate(files: CertificateFiles): void {
  const issuer = { name: 'Countersign local CA', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
  const server = { name: 'localhost', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
  const ca = certificate({ issuer, subject: issuer, extensions: caExtensions(issuer.publicKey) });
  const leaf = certificate({
    issuer,
    subject: server,
    extensions: serverExtensions(server.publicKey, issuer.publicKey),
  });

  // A file that exists would keep its old mode.
  rmSync(files.key, { force: true });
  writeFileSync(files.key, server.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(files.ca, pem(ca));
  writeFileSync(files.certificate, pem(leaf));
}

interface Party {
  name: string;
  publicKey: KeyObject;
}

interface CertificateOptions {
  issuer: Party & { privateKey: KeyObject };
  subject: Party;
  extensions: Buffer[];
}

/** RFC 5280 §4.1. */
function certificate({ issuer, subject, extensions }: CertificateOptions): Buffer {
  const notBefore = Date.now() - DAY;
  const content = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(Buffer.from([0x40, ...randomBytes(15)])),
    ecdsaWithSha256,
    commonName(issuer.name),
    der.sequence(der.time(new Date(notBefore)), der.time(new Date(notBefore + LIFE))),
    commonName(subject.name),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...extensions)),
  );
  return der.sequence(content, ecdsaWithSha256, der.bits(sign('sha256', content, issuer.privateKey)));
}

const caExtensions = (key: KeyObject): Buffer[] => [
  extension('2.5.29.19', der.sequence(der.boolean(true), der.integer(Buffer.from([0]))), { critical: true }),
  // keyCertSign
  extension('2.5.29.15', der.bits(Buffer.from([0x04]), 2), { critical: true }),
  extension('2.5.29.14', der.octets(keyId(key))),
];

const serverExtensions = (key: KeyObject, caKey: KeyObject): Buffer[] => [
  extension('2.5.29.19', der.sequence(), { critical: true }),
  // digitalSignature
  extension('2.5.29.15', der.bits(Buffer.from([0x80]), 7), { critical: true }),
  // serverAuth
  extension('2.5.29.37', der.sequence(der.oid('1.3.6.1.5.5.7.3.1'))),
  extension(
    '2.5.29.17',
    der.sequence(der.implicit(2, Buffer.from('localhost')), der.implicit(7, Buffer.from([127, 0, 0, 1]))),
  ),
  extension('2.5.29.35', der.sequence(der.implicit(0, keyId(caKey)))),
  extension('2.5.29.14', der.octets(keyId(key))),
];

const extension = (id: string, value: Buffer, { critical = false } = {}): Buffer =>
  der.sequence(der.oid(id), ...(critical ? [der.boolean(true)] : []), der.octets(value));

const commonName = (name: string): Buffer =>
  der.sequence(der.set(der.sequence(der.oid('2.5.4.3'), der.text(name))));

/** RFC 7093 §2 (1): the leftmost 160 bits of SHA-256, over the whole key here. */
const keyId = (key: KeyObject): Buffer =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);

const pem = (content: Buffer): string => {
  const lines = content.toString('base64').replaceAll(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
};
