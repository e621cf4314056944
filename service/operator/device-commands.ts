import * as v from 'valibot';
import { DeviceId } from '../../lib/protocol/ids.ts';
import { type Command, CommandRefused, printList, readArgs, showTime, UsageError, userOf } from './call.ts';

const list: Command = {
  takes: 'NAME',
  about: 'Lists the browsers of a user, also those that were removed.',
  async run(call) {
    const { words } = readArgs(call, { names: ['NAME'], options: {} });
    const user = await userOf(call, words[0]);
    const rows = (await call.rooms.devices.list(user.id)).map((device) => [
      device.id,
      device.name,
      device.status,
      showTime(device.created_at),
    ]);
    printList(call, {
      head: ['DEVICE', 'NAME', 'STATUS', 'PAIRED'],
      rows,
      none: 'No browsers yet. See: user invite',
    });
  },
};

const remove: Command = {
  takes: 'DEVICE',
  about: 'Ends a browser’s pairing, even if it is the user’s only one.',
  async run(call) {
    const { words } = readArgs(call, { names: ['DEVICE'], options: {} });
    const id = v.safeParse(DeviceId, words[0]);
    if (!id.success) throw new UsageError('DEVICE must be an id as “devices list” shows it.');
    const { rooms, print } = call;
    const ended = await rooms.floor.db.write((tx) =>
      rooms.devices.end(tx, id.output, { status: 'removed', reason: 'operator' }),
    );
    if (!ended) throw new CommandRefused('There is no paired browser with this id.');
    print('Removed. Its open pages and streams end within seconds.');
  },
};

export const deviceCommands = {
  'devices list': list,
  'devices remove': remove,
} satisfies Record<string, Command>;
