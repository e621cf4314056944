import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export interface Call {
  method: 'GET' | 'POST';
  path: string;
  headers?: OutgoingHttpHeaders;
  body?: string;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export type Http = (call: Call) => Promise<Reply>;

/** Plain HTTP with connections that stay open, as light as Node allows: the driver must not be what is measured. */
export function createHttp(host: string): Http {
  const [hostname = '', port = ''] = host.split(':');
  const agent = new Agent({ keepAlive: true });
  return ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const sent = request({ agent, hostname, port, method, path, ...(headers && { headers }) }, (reply) => {
        let text = '';
        reply.setEncoding('utf8');
        reply.on('data', (part) => {
          text += part;
        });
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text }));
        reply.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
}

/** @throws with the service's own code, which says which step of the journey broke. */
export function must(reply: Reply, status = 200): Reply {
  if (reply.status === status) return reply;
  throw new Error(`HTTP ${reply.status}: ${reply.text.slice(0, 200)}`);
}
