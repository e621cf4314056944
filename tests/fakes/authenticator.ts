import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type {
  AssertionResponse,
  AuthenticatorKind,
  CeremonyOptions,
  RegistrationResponse,
} from '../../lib/protocol/webauthn.ts';

/** COSE algorithm identifiers: ES256, EdDSA, RS256, and one that nobody offers (ES384). */
export type Algorithm = -7 | -8 | -257 | -35;

export interface AuthenticatorOptions {
  kind?: AuthenticatorKind;
  algorithm?: Algorithm;
  /** Whether it can check who is there, and does where it is asked to. */
  checksPerson?: boolean;
  backupEligible?: boolean;
  /** Whether it counts its uses; the counter stays at zero otherwise. */
  counts?: boolean;
}

/** What an honest browser and authenticator would not do. Each changes one thing, and the signature fits it. */
export interface Alteration {
  type?: string;
  challenge?: string;
  crossOrigin?: boolean;
  topOrigin?: string;
  rpId?: string;
  userPresent?: boolean;
  userVerified?: boolean;
  backupEligible?: boolean;
  backedUp?: boolean;
  signCount?: number;
  /** Base64url; null: tells none. */
  userHandle?: string | null;
  /** The credential that it claims to be. */
  rawId?: string;
  /** Leaves a signature that does not fit. */
  signature?: 'wrong' | 'none';
}

/** Where the ceremony runs: the origin that the browser reports. */
export interface Place extends Alteration {
  origin: string;
}

interface Held {
  id: Buffer;
  rpId: string;
  userHandle: string;
  privateKey: KeyObject;
  signCount: number;
}

/** `CeremonyOptions`, as far as a browser reads them. */
interface Read {
  challenge: string;
  rp?: { id: string };
  rpId?: string;
  user?: { id: string };
  userVerification?: string;
  authenticatorSelection?: { userVerification: string };
  allowCredentials?: { id: string }[];
  excludeCredentials?: { id: string }[];
}

/** A browser and its authenticator in software, written from WebAuthn §5.8.1, §6.1, §6.5 and RFC 9053. */
export class TestAuthenticator {
  readonly #options: Required<AuthenticatorOptions>;
  readonly #held: Held[] = [];

  constructor(options: AuthenticatorOptions = {}) {
    const kind = options.kind ?? 'security_key';
    this.#options = {
      kind,
      algorithm: -7,
      checksPerson: kind === 'platform',
      backupEligible: false,
      counts: true,
      ...options,
    };
  }

  /** A second authenticator with the same keys and counters. */
  copy(): TestAuthenticator {
    const copy = new TestAuthenticator(this.#options);
    copy.#held.push(...this.#held.map((held) => ({ ...held })));
    return copy;
  }

  /** `navigator.credentials.create` @throws InvalidStateError, as a browser does for what is excluded */
  create(options: CeremonyOptions, place: Place): RegistrationResponse {
    const read = options as Read;
    const rpId = read.rp?.id ?? '';
    if (this.#find(read.excludeCredentials)) throw new DOMException('', 'InvalidStateError');
    const { publicKey, privateKey } = keyPair(this.#options.algorithm);
    const id = place.rawId ? Buffer.from(place.rawId, 'base64url') : randomBytes(32);
    const held = { id, rpId, userHandle: read.user?.id ?? '', privateKey, signCount: 0 };
    this.#held.push(held);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const key = coseKey(publicKey, this.#options.algorithm);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, key]);
    const verify = read.authenticatorSelection?.userVerification ?? 'preferred';
    const data = this.#data(held, { place, verify, attested });
    const statement = new Map<string, Cbor>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', data],
    ]);
    return {
      ...this.#head(id),
      response: {
        clientDataJSON: base64url(clientData('webauthn.create', read.challenge, place)),
        attestationObject: base64url(encode(statement)),
        transports: this.#options.kind === 'platform' ? ['internal'] : ['usb'],
      },
    };
  }

  /** `navigator.credentials.get` @throws NotAllowedError, as a browser does where nothing fits */
  get(options: CeremonyOptions, place: Place): AssertionResponse {
    const read = options as Read;
    const held = read.allowCredentials ? this.#find(read.allowCredentials) : this.#held[0];
    if (!held) throw new DOMException('', 'NotAllowedError');
    if (this.#options.counts) held.signCount += 1;
    const data = this.#data(held, { place, verify: read.userVerification ?? 'preferred' });
    const client = clientData('webauthn.get', read.challenge, place);
    const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
    return {
      ...this.#head(place.rawId ? Buffer.from(place.rawId, 'base64url') : held.id),
      response: {
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(this.#sign(held, { signed, place })),
        userHandle: place.userHandle === undefined ? held.userHandle : place.userHandle,
      },
    };
  }

  #find(among: readonly { id: string }[] = []): Held | undefined {
    return this.#held.find(({ id }) => among.some((one) => one.id === base64url(id)));
  }

  #head(id: Buffer) {
    const rawId = base64url(id);
    const attachment = this.#options.kind === 'platform' ? 'platform' : 'cross-platform';
    return {
      id: rawId,
      rawId,
      type: 'public-key',
      authenticatorAttachment: attachment,
      clientExtensionResults: {},
    } as const;
  }

  /** Authenticator data (§6.1). */
  #data(
    held: Held,
    { place, verify, attested }: { place: Place; verify: string; attested?: Buffer },
  ): Buffer {
    const { checksPerson, backupEligible } = this.#options;
    const flags =
      ((place.userPresent ?? true) ? 0x01 : 0) |
      ((place.userVerified ?? (checksPerson && verify !== 'discouraged')) ? 0x04 : 0) |
      ((place.backupEligible ?? backupEligible) ? 0x08 : 0) |
      (place.backedUp ? 0x10 : 0) |
      (attested ? 0x40 : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(place.signCount ?? held.signCount);
    const rpHash = createHash('sha256')
      .update(place.rpId ?? held.rpId)
      .digest();
    return Buffer.concat([rpHash, Buffer.of(flags), counter, attested ?? Buffer.alloc(0)]);
  }

  #sign(held: Held, { signed, place }: { signed: Buffer; place: Place }): Buffer {
    if (place.signature === 'none') return Buffer.alloc(0);
    const signature = sign(this.#options.algorithm === -8 ? null : 'sha256', signed, held.privateKey);
    if (place.signature === 'wrong') return sign(null, signed, generateKeyPairSync('ed25519').privateKey);
    return signature;
  }
}

/** Collected client data (§5.8.1). */
function clientData(type: string, challenge: string, place: Place): Buffer {
  const { origin, crossOrigin = false, topOrigin } = place;
  const said = { type: place.type ?? type, challenge: place.challenge ?? challenge, origin, crossOrigin };
  return Buffer.from(JSON.stringify({ ...said, ...(topOrigin !== undefined && { topOrigin }) }));
}

function keyPair(algorithm: Algorithm): { publicKey: KeyObject; privateKey: KeyObject } {
  if (algorithm === -8) return generateKeyPairSync('ed25519');
  if (algorithm === -257) return generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return generateKeyPairSync('ec', { namedCurve: algorithm === -35 ? 'P-384' : 'P-256' });
}

/** COSE_Key (RFC 9053 §7.1.1, §7.2; RFC 8230 §4). */
function coseKey(key: KeyObject, algorithm: Algorithm): Buffer {
  const { x, y, n, e } = key.export({ format: 'jwk' });
  const bytes = (member = '') => Buffer.from(member, 'base64url');
  const members = (type: number, ...values: Cbor[]) =>
    encode(new Map<Cbor, Cbor>([[1, type], [3, algorithm], ...values.map(labelled)]));
  if (algorithm === -257) return members(3, bytes(n), bytes(e));
  if (algorithm === -8) return members(1, 6, bytes(x));
  return members(2, algorithm === -35 ? 2 : 1, bytes(x), bytes(y));
}

/** What belongs to the kind of key has the labels -1, -2, -3. */
const labelled = (value: Cbor, at: number): [Cbor, Cbor] => [-1 - at, value];

type Cbor = number | string | Buffer | Map<Cbor, Cbor>;

/** As much of CBOR (RFC 8949 §3) as a registration takes. */
function encode(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? header(1, -1 - value) : header(0, value);
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([header(3, text.length), text]);
  }
  if (Buffer.isBuffer(value)) return Buffer.concat([header(2, value.length), value]);
  const members = [...value].flatMap(([key, member]) => [encode(key), encode(member)]);
  return Buffer.concat([header(5, value.size), ...members]);
}

function header(major: number, length: number): Buffer {
  if (length < 24) return Buffer.of((major << 5) | length);
  if (length < 256) return Buffer.of((major << 5) | 24, length);
  return Buffer.of((major << 5) | 25, length >> 8, length & 0xff);
}

const base64url = (bytes: Buffer): string => bytes.toString('base64url');
