import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where `npm start` keeps everything; deleting the folder starts from nothing. */
export type Folder = ReturnType<typeof openFolder>;

/** Makes the folder, for this user only, and names what is in it. */
export function openFolder(root: string) {
  const at = (name: string) => join(root, '.countersign', name);
  const folder = {
    ports: at('ports.json'),
    ca: at('ca.pem'),
    certificate: at('server.pem'),
    key: at('server-key.pem'),
    bootstrap: at('bootstrap.json'),
    secret: at('master.key'),
    settings: at('service.env'),
    data: at('data'),
    invitations: at('data/invitations.txt'),
    database: at('data/countersign.db'),
    compileCache: at('compile-cache'),
    logs: at('logs'),
    browser: at('browser'),
    tour: at('tour'),
  };
  for (const path of [at(''), folder.data, folder.logs]) mkdirSync(path, { recursive: true, mode: 0o700 });
  return folder;
}
