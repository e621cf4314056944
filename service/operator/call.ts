import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Row } from '../db/schema.ts';
import type { Rooms } from '../rooms.ts';

/** What one run of a command works with. */
export interface Call {
  /** What follows the command's name. */
  args: string[];
  rooms: Rooms;
  /** Writes one line to standard output. */
  print(line: string): void;
}

export interface Command {
  /** What follows the command's name, as the help shows it. */
  takes: string;
  about: string;
  run(call: Call): Promise<void>;
}

/** The command cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command was understood, and the service's state does not allow it. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads options and exactly the named positionals. @throws {UsageError} */
export function readArgs<const Names extends readonly string[], const Wanted extends Options>(
  { args }: Call,
  { names, options }: { names: Names; options: Wanted },
) {
  const { values, positionals } = parse(args, options);
  if (positionals.length < names.length) throw new UsageError(`${names[positionals.length]} is missing.`);
  if (positionals.length > names.length)
    throw new UsageError(
      'There are more words than this command takes. Put names with spaces in quotes; options begin with “--”.',
    );
  return { values, words: positionals as { [Index in keyof Names]: string } };
}

/** The same for a command that takes any number of words. */
export function parse<const Wanted extends Options>(args: string[], options: Wanted) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? `${cause.message.split('. ')[0]}.` : '', { cause });
  }
}

/** The user of this name. @throws {CommandRefused} if there is none */
export async function userOf({ rooms }: Call, name: string): Promise<Row<'people'>> {
  const user = await rooms.users.byName(rooms.floor.db.read, name);
  if (!user) throw new CommandRefused(`There is no user “${printable(name)}”. See: user list`);
  return user;
}

/** The group of this name. @throws {CommandRefused} if there is none */
export async function groupOf({ rooms }: Call, name: string): Promise<Row<'groups'>> {
  const group = await rooms.groups.byName(rooms.floor.db.read, name);
  if (!group) throw new CommandRefused('There is no group of this name. See: group list');
  return group;
}

/** Control characters would speak to the terminal (§6.7), so they are left out. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '');

/** Prints rows in columns. */
export function printTable({ print }: Call, head: string[], rows: (string | null)[][]): void {
  const table = [head, ...rows].map((row) => row.map((cell) => printable(cell ?? '') || '-'));
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) {
    print(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

interface List {
  head: string[];
  rows: (string | null)[][];
  /** Said in place of a bare head. */
  none: string;
}

export function printList(call: Call, { head, rows, none }: List): void {
  if (rows.length === 0) call.print(none);
  else printTable(call, head, rows);
}

export const showTime = (at: number): string => new Date(at).toISOString();
