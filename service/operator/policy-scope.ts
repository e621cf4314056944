import * as v from 'valibot';
import { ApplicationId, type GroupId } from '../../lib/protocol/ids.ts';
import { type Call, CommandRefused, groupOf } from './call.ts';

/** For which site, or whose members, a policy is meant; neither: for everywhere. */
export const scopeOptions = { application: { type: 'string' }, group: { type: 'string' } } as const;

interface Named {
  application?: string | undefined;
  group?: string | undefined;
}

/** @throws {CommandRefused} where one of them is not there */
export async function scopesOf(
  call: Call,
  { application, group }: Named,
): Promise<{ application: ApplicationId | null; group: GroupId | null }> {
  return {
    application: application === undefined ? null : await applicationOf(call, application),
    group: group === undefined ? null : (await groupOf(call, group)).id,
  };
}

async function applicationOf({ rooms }: Call, id: string): Promise<ApplicationId> {
  const parsed = v.safeParse(ApplicationId, id);
  if (!parsed.success || !(await rooms.applications.find(parsed.output)))
    throw new CommandRefused('There is no application with this client id. See: application list');
  return parsed.output;
}
