import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { routes } from '../../lib/protocol/routes.ts';
import type { Plan } from './plan.ts';

/** Fails unless the service is well. */
export function serviceAnswers({ folder, ports }: Plan): Promise<void> {
  const address = {
    host: 'localhost',
    port: ports.service,
    path: routes.health,
    ca: readFileSync(folder.ca),
  };
  return new Promise((resolve, reject) => {
    const request = get(address, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`HTTP ${response.statusCode}`));
    });
    request.on('error', reject);
  });
}

/** Fails unless the site shows its first page. */
export async function siteAnswers({ site }: Plan): Promise<void> {
  const response = await fetch(site);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
}
