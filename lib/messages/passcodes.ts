import * as v from 'valibot';
import { type ErrorCode, isErrorCode } from '../protocol/errors.ts';
import { DeviceId } from '../protocol/ids.ts';
import { PrintedReply, PrintedView } from '../protocol/passcodes.ts';
import { IMPORT_LIMIT } from './import-limit.ts';
import { nothing, result } from './result.ts';

/**
 * What our own pages and the background say to each other about the codes that this browser keeps. Secrets go in,
 * only codes come out: no reply has a place for a secret, and a test on the types holds it to that.
 */

/** 22 characters of base64url, made by the vault. */
export const EntryId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/), v.brand('EntryId'));
export type EntryId = v.InferOutput<typeof EntryId>;

/** An issuer or an account, as other apps write them: only bounded. */
const Label = v.pipe(v.string(), v.maxLength(256));

/** A code as the list shows it. */
export const EntryView = v.object({
  id: EntryId,
  issuer: v.string(),
  account: v.string(),
  type: v.picklist(['totp', 'hotp']),
  pinned: v.boolean(),
  /** Of a paired account: it belongs to that browser and can be neither edited nor removed here. */
  device: v.nullable(DeviceId),
  /** Null for a counter-based one until "next" is pressed, and where `error` says why. */
  code: v.nullable(v.string()),
  /** Seconds; 0 for a counter-based one. */
  period: v.number(),
  error: v.nullable(v.custom<ErrorCode>(isErrorCode)),
});
export type EntryView = v.InferOutput<typeof EntryView>;

/** How many rows are asked for at a time. */
export const PAGE_LIMIT = 60;

export const EntryPage = v.object({
  /** How many match the search. */
  total: v.number(),
  revision: v.number(),
  /** This computer's clock when the codes were made, in milliseconds. */
  at: v.number(),
  entries: v.array(EntryView),
});
export type EntryPage = v.InferOutput<typeof EntryPage>;

/** What is typed by hand. */
export const NewEntry = v.object({
  issuer: Label,
  account: Label,
  /** Base32, with whatever spaces the page showed. */
  secret: v.pipe(v.string(), v.maxLength(1_024)),
  type: v.picklist(['totp', 'hotp']),
  algorithm: v.picklist(['SHA1', 'SHA256', 'SHA512']),
  digits: v.picklist([6, 7, 8]),
  /** Seconds. */
  period: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_600)),
  counter: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
});
export type NewEntry = v.InferOutput<typeof NewEntry>;

const ImportText = v.pipe(v.string(), v.maxLength(IMPORT_LIMIT));

export const ImportFormat = v.picklist(['otpauth', 'migration', 'aegis', 'authenticator']);
export type ImportFormat = v.InferOutput<typeof ImportFormat>;

/** What would be added; nothing has been written. Rows count from 1, as the person sees them in the file. */
export const ImportPreview = v.object({
  format: ImportFormat,
  rows: v.array(
    v.object({
      row: v.number(),
      issuer: v.string(),
      account: v.string(),
      type: v.picklist(['totp', 'hotp']),
      /** Kept already, or twice in this file. */
      duplicate: v.boolean(),
    }),
  ),
  bad: v.array(v.object({ row: v.number(), error: v.custom<ErrorCode>(isErrorCode) })),
});
export type ImportPreview = v.InferOutput<typeof ImportPreview>;

/** An import under way: everything is added at its end, at once, or nothing. */
export const ImportView = v.object({
  step: v.picklist(['working', 'done', 'cancelled', 'failed']),
  done: v.number(),
  total: v.number(),
  error: v.nullable(v.custom<ErrorCode>(isErrorCode)),
});
export type ImportView = v.InferOutput<typeof ImportView>;

const entry = { id: EntryId };

export const passcodeRows = {
  /** Pinned first, then by issuer and account. With the codes of time-based ones; no counter moves. */
  'passcodes.page': {
    from: 'page',
    request: v.object({
      search: v.pipe(v.string(), v.maxLength(128)),
      from: v.pipe(v.number(), v.integer(), v.minValue(0)),
      count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(PAGE_LIMIT)),
    }),
    reply: result(EntryPage),
  },
  /** The next code of a counter-based one; its counter is durable before this answers. */
  'passcodes.next': { from: 'page', request: v.object(entry), reply: result(v.object({ code: v.string() })) },
  /** To be sent before the code is copied: arranges that the clipboard is cleared, whatever becomes of the sender. */
  'passcodes.copying': { from: 'page', request: nothing, reply: result(nothing) },
  'passcodes.add': {
    from: 'page',
    request: v.object({ entry: NewEntry }),
    reply: result(v.object(entry)),
  },
  'passcodes.edit': {
    from: 'page',
    request: v.object({ ...entry, issuer: Label, account: Label, pinned: v.boolean() }),
    reply: result(nothing),
  },
  'passcodes.remove': { from: 'page', request: v.object(entry), reply: result(nothing) },
  /** Into the field of this account's own prompt in that tab, after the click that asks for it. */
  'passcodes.fill': {
    from: 'page',
    request: v.object({ device: DeviceId, tab: v.number() }),
    reply: result(nothing),
  },

  'import.preview': { from: 'page', request: v.object({ text: ImportText }), reply: result(ImportPreview) },
  /** Adds what a preview of the same text shows as good and not as duplicate. Goes on by itself. */
  'import.start': { from: 'page', request: v.object({ text: ImportText }), reply: result(nothing) },
  'import.get': {
    from: 'page',
    request: nothing,
    reply: result(v.object({ import: v.nullable(ImportView) })),
  },
  'import.cancel': { from: 'page', request: nothing, reply: result(nothing) },
  'import.dismiss': { from: 'page', request: nothing, reply: result(nothing) },

  'printed.get': { from: 'page', request: v.object({ device: DeviceId }), reply: result(PrintedView) },
  /** Begins the step-up; see `change.get`. */
  'printed.begin': { from: 'page', request: v.object({ device: DeviceId }), reply: result(nothing) },
  /** Once the change is `ready`. The codes are kept nowhere here: an answer that is lost takes new ones. */
  'printed.make': { from: 'page', request: v.object({ device: DeviceId }), reply: result(PrintedReply) },
} as const;
