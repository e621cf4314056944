import { serve } from '@hono/node-server';
import { createPasswordCheck } from './passwords.ts';
import { alex, sam } from './people.ts';
import { createSecondFactor } from './second-factor.ts';
import { createSite } from './site.ts';

const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; see README.md.`);
  return value;
};

const port = Number(process.env.SITE_PORT ?? 8080);
const apiHost = setting('SITE_API_HOST');
const site = createSite({
  checkPassword: createPasswordCheck([alex, sam]),
  secondFactor: createSecondFactor({
    clientId: setting('SITE_CLIENT_ID'),
    clientSecret: setting('SITE_CLIENT_SECRET'),
    apiHost,
    redirectUrl: `http://127.0.0.1:${port}/callback`,
  }),
  serviceOrigin: `https://${apiHost}`,
  now: () => Date.now(),
});

const server = serve({ fetch: site.fetch, port, hostname: '127.0.0.1' }, () =>
  console.log(`The example site is at http://127.0.0.1:${port}`),
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
