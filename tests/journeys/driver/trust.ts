import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { provideCertificate } from '../../../tools/start/certificate.ts';

/** A certificate for localhost that this process trusts, in a folder of its own. */
export function makeTrust() {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-trust-'));
  const at = (name: string) => join(folder, name);
  const files = { ca: at('ca.pem'), certificate: at('server.pem'), key: at('server-key.pem') };
  const trustedKey = provideCertificate(files);
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(files.ca, 'utf8')]);
  return {
    files,
    /** What a browser is told to trust. */
    trustedKey,
    tls: { cert: files.certificate, key: files.key },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
