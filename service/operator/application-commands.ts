import { Refusal } from '../../lib/protocol/errors.ts';
import { type ApplicationId, OWN_APPLICATION } from '../../lib/protocol/ids.ts';
import { type Command, CommandRefused, printTable, readArgs, UsageError } from './call.ts';

const add: Command = {
  takes: 'NAME [--redirect ADDRESS]… [--any-redirect]',
  about: 'Adds a protected site, and shows its client secret this once.',
  async run(call) {
    const { words, values } = readArgs(call, {
      names: ['NAME'],
      options: {
        redirect: { type: 'string', multiple: true, default: [] },
        'any-redirect': { type: 'boolean', default: false },
      },
    });
    if (values.redirect.length === 0 && !values['any-redirect'])
      throw new UsageError('Name at least one --redirect, or say --any-redirect.');
    const { rooms, print } = call;
    const application = {
      name: words[0],
      redirectUris: values.redirect,
      anyRedirect: values['any-redirect'],
    };
    const added = await rooms.floor.db
      .write((tx) => rooms.applications.add(tx, application))
      .catch((cause) => {
        if (!(cause instanceof Refusal)) throw cause;
        throw new CommandRefused(
          'The name must have at most 64 characters; each --redirect must be an https address, or http on this machine.',
        );
      });
    if (!added) throw new CommandRefused('The application could not be added. Try again.');
    print(`Client id      ${added.id}`);
    print(`Client secret  ${added.secret}`);
  },
};

const list: Command = {
  takes: '',
  about: 'Lists the protected sites.',
  async run(call) {
    readArgs(call, { names: [], options: {} });
    const rows = (await call.rooms.applications.list()).map((application) => [
      application.id,
      application.name,
      statusOf(application),
      application.anyRedirect ? 'any https address' : application.redirectUris.join(' '),
    ]);
    printTable(call, ['CLIENT ID', 'NAME', 'STATUS', 'REDIRECTS'], rows);
  },
};

const statusOf = ({ id, enabled }: { id: ApplicationId; enabled: boolean }): string => {
  if (id === OWN_APPLICATION) return 'built in';
  return enabled ? 'enabled' : 'disabled';
};

export const applicationCommands = {
  'application add': add,
  'application list': list,
} satisfies Record<string, Command>;
