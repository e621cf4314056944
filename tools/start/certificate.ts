import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type CertificateFiles, issueCertificate } from './issue-certificate.ts';

const RENEW_BEFORE_DAYS = 30;
const DAY = 86_400_000;

/**
 * Makes a CA and a certificate for localhost, unless the files hold one that is good for another month.
 *
 * @returns the SHA-256 of the server's public key, by which a browser can be told to trust it
 */
export function provideCertificate(files: CertificateFiles): string {
  if (!isGood(files)) issueCertificate(files);
  const { publicKey } = new X509Certificate(readFileSync(files.certificate));
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}

function isGood({ ca, certificate, key }: CertificateFiles): boolean {
  if (![ca, certificate, key].every((file) => existsSync(file))) return false;
  try {
    const { validToDate } = new X509Certificate(readFileSync(certificate));
    return validToDate.getTime() - Date.now() > RENEW_BEFORE_DAYS * DAY;
  } catch {
    return false;
  }
}
