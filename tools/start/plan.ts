import { extensionOrigins } from '../build/identity.ts';
import { type Application, provideBootstrap } from './bootstrap.ts';
import { provideCertificate } from './certificate.ts';
import { type Folder, openFolder } from './folder.ts';
import { choosePorts, type Ports } from './ports.ts';
import type { Server } from './servers.ts';

/** What one run of `npm start` consists of. */
export interface Plan {
  folder: Folder;
  ports: Ports;
  /** The service's and the site's. */
  origin: string;
  site: string;
  application: Application;
  /** See `provideCertificate`. */
  trustedKey: string;
}

/** Makes what is not there yet below `root`: folder, certificate, bootstrap file. */
export async function makePlan(root: string, env: NodeJS.ProcessEnv): Promise<Plan> {
  const folder = openFolder(root);
  const ports = await choosePorts(folder.ports, env);
  const site = `http://127.0.0.1:${ports.site}`;
  return {
    folder,
    ports,
    origin: `https://localhost:${ports.service}`,
    site,
    application: provideBootstrap(folder.bootstrap, `${site}/callback`),
    trustedKey: provideCertificate(folder),
  };
}

export const serviceOf = ({ folder, ports, origin }: Plan): Server => ({
  name: 'service',
  program: 'service/main.mjs',
  env: {
    COUNTERSIGN_ORIGIN: origin,
    COUNTERSIGN_LISTEN: `127.0.0.1:${ports.service}`,
    COUNTERSIGN_TLS_CERT: folder.certificate,
    COUNTERSIGN_TLS_KEY: folder.key,
    COUNTERSIGN_DATA: folder.data,
    COUNTERSIGN_SECRET_FILE: folder.secret,
    COUNTERSIGN_BOOTSTRAP: folder.bootstrap,
    COUNTERSIGN_ALERT_ADDRESS: 'security@example.org',
    COUNTERSIGN_EXTENSION_ORIGINS: extensionOrigins().join(','),
    NODE_COMPILE_CACHE: folder.compileCache,
    // As in `npm run service`.
    NODE_OPTIONS: '--max-semi-space-size=8 --max-old-space-size=512',
  },
});

export const siteOf = ({ folder, ports, origin, application }: Plan): Server => ({
  name: 'site',
  program: 'examples/protected-site/main.ts',
  env: {
    SITE_PORT: String(ports.site),
    SITE_CLIENT_ID: application.clientId,
    SITE_CLIENT_SECRET: application.clientSecret,
    SITE_API_HOST: new URL(origin).host,
    NODE_EXTRA_CA_CERTS: folder.ca,
    NODE_COMPILE_CACHE: folder.compileCache,
  },
});
