import type * as v from 'valibot';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { contract, type MessageName, type Reply } from '../../../lib/messages/contract.ts';
import type { OtpEntry, OtpSecret } from '../../../lib/otp/otp.ts';
import type { Broadcast } from '../../../lib/ports/broadcast.ts';
import type { CeremonyOptions } from '../../../lib/protocol/webauthn.ts';

/** Names under which secrets go in. */
type Forbidden = 'secret' | 'passphrase' | 'output' | 'uri';
type Plain = string | number | boolean | bigint | null | undefined;
type Bytes = ArrayBuffer | ArrayBufferView | CryptoKey | Blob;

/**
 * What `navigator.credentials` is to be asked with: made by the service, opened by nobody on the way, and gone when
 * the ceremony ends. The one thing that may be anything, since it does not come from here.
 */
type FromOutside<T> = [T, CeremonyOptions] extends [CeremonyOptions, T] ? true : false;

/** What in a type could carry a secret; never, if nothing could. Anything that may be anything could. */
type Carries<T> = 0 extends 1 & T
  ? 'any'
  : unknown extends T
    ? 'unknown'
    : T extends Plain
      ? never
      : T extends Bytes
        ? 'bytes'
        : FromOutside<T> extends true
          ? never
          : T extends readonly (infer Element)[]
            ? Carries<Element>
            : T extends object
              ? Extract<keyof T, Forbidden> | { [Name in keyof T]-?: Carries<T[Name]> }[keyof T]
              : 'something else';

describe('what leaves the background', () => {
  it('is, for each message, nothing that could carry a secret', () => {
    expectTypeOf<{ [Name in MessageName]: Carries<Reply<Name>> }[MessageName]>().toBeNever();
  });

  it('would be noticed if it could', () => {
    expectTypeOf<Carries<OtpSecret>>().toEqualTypeOf<'bytes'>();
    expectTypeOf<Carries<OtpEntry>>().toEqualTypeOf<'bytes' | 'secret'>();
    expectTypeOf<Carries<{ list: { key?: CryptoKey }[] }>>().toEqualTypeOf<'bytes'>();
    expectTypeOf<Carries<{ ok: true; value: { uri: string } } | { ok: false }>>().toEqualTypeOf<'uri'>();
    expectTypeOf<Carries<{ value: unknown }>>().toEqualTypeOf<'unknown'>();
  });

  it('when something changed is only that it did', () => {
    expectTypeOf<Parameters<Broadcast['changed']>>().toEqualTypeOf<[]>();
  });

  it('has no place of such a name in what a page is sent at run time', () => {
    const forbidden = ['secret', 'passphrase', 'output', 'uri'];
    const names = Object.values(contract).flatMap(({ reply }) => [...namesIn(reply)]);
    expect(names).toContain('unlocks');
    expect(names.filter((name) => forbidden.includes(name))).toEqual([]);
  });
});

/** Every property that a schema lets through. */
function* namesIn(schema: v.GenericSchema): Generator<string> {
  const { entries, item, wrapped, options, pipe } = schema as unknown as {
    entries?: Record<string, v.GenericSchema>;
    item?: v.GenericSchema;
    wrapped?: v.GenericSchema;
    options?: unknown[];
    pipe?: v.GenericSchema[];
  };
  yield* Object.keys(entries ?? {});
  const inner = [
    item,
    wrapped,
    ...(options ?? []),
    ...Object.values(entries ?? {}),
    ...(pipe?.slice(1) ?? []),
  ];
  for (const each of inner) if (typeof each === 'object' && each) yield* namesIn(each as v.GenericSchema);
}
