import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { CompactSign, compactDecrypt, compactVerify, importJWK } from 'jose';
import * as v from 'valibot';
import { CHAIN_HEADER } from '../../lib/protocol/chain-header.ts';
import type { PublicKey, ServiceKeys } from '../../lib/protocol/keys.ts';
import { PairingClaimed, pairingDigits } from '../../lib/protocol/pairing.ts';
import { PASSCODE_TYP, PasscodeSecret } from '../../lib/protocol/passcodes.ts';
import { PROOF_HEADER, PROOF_TYP } from '../../lib/protocol/proof.ts';
import { DECISION_TYP, Inbox } from '../../lib/protocol/push.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import { TestToken } from './token.ts';

/** A client of the device protocol written from its description alone, with `jose` for every signature. */
export interface DeviceOptions {
  /** `https://host[:port]`, as the service calls itself. */
  origin: string;
  /** Where requests really go. */
  base: string;
  now?: () => number;
}

export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

interface CallOptions {
  body?: unknown;
  /** A `Cookie` header. */
  cookie?: string;
  headers?: Record<string, string>;
  /** Overrides the proof, or leaves it out. */
  proof?: string | null;
}

export class TestDevice {
  readonly #options: DeviceOptions;
  #sign = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #receive = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  id: string | null = null;
  /** The chained nonce that it holds. */
  chain: string | null = null;
  /** False: a client from before there was a chain. */
  follows = true;
  #keys: ServiceKeys | null = null;

  constructor(options: DeviceOptions) {
    this.#options = options;
  }

  get signKey(): PublicKey {
    return publicKey(this.#sign.publicKey);
  }

  get receiveKey(): PublicKey {
    return publicKey(this.#receive.publicKey);
  }

  /** What a thief of the whole profile has. */
  copy(): TestDevice {
    const copy = new TestDevice(this.#options);
    copy.#sign = this.#sign;
    copy.#receive = this.#receive;
    copy.adopt(this.id ?? '', this.#keys);
    copy.chain = this.chain;
    return copy;
  }

  #seconds(): number {
    return Math.floor((this.#options.now ?? Date.now)() / 1_000);
  }

  /** A proof for one call. `claims` overrides what an honest device would say. */
  async proof(method: string, path: string, { body, claims }: { body?: Uint8Array; claims?: object } = {}) {
    const payload = {
      htm: method,
      htu: this.#options.origin + path,
      iat: this.#seconds(),
      jti: randomBytes(16).toString('base64url'),
      ...(body && { bod: createHash('sha256').update(body).digest('base64url') }),
      ...(this.chain !== null && { chain: this.chain }),
      ...claims,
    };
    const who = this.id ? { kid: this.id } : { jwk: this.signKey };
    return this.sign(payload, { typ: PROOF_TYP, ...who });
  }

  /** Signs anything with the device's key. */
  sign(payload: object, header: { typ: string; kid?: string; jwk?: PublicKey }): Promise<string> {
    return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'ES256', ...header } as never)
      .sign(this.#sign.privateKey);
  }

  async call(method: string, path: string, options: CallOptions = {}): Promise<Reply> {
    const bytes =
      options.body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(options.body));
    const held = this.chain;
    const proof =
      options.proof === undefined
        ? await this.proof(method, path, bytes ? { body: bytes } : {})
        : options.proof;
    const response = await fetch(this.#options.base + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(bytes && { 'Content-Type': 'application/json' }),
        ...(proof !== null && { [PROOF_HEADER]: proof }),
        ...(options.cookie && { Cookie: options.cookie }),
        ...options.headers,
      },
      ...(bytes && { body: bytes }),
    });
    const successor = response.headers.get(CHAIN_HEADER);
    const carried = options.proof === undefined && this.chain === held;
    if (successor !== null && carried && this.follows) this.chain = successor;
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** Claims an activation link and opens the commitment; returns the six digits and how to answer. */
  async claim(link: string, name = 'Chrome on Linux') {
    const nonce = randomBytes(32).toString('base64url');
    const body = {
      code: new URL(link).hash.slice(1),
      commitment: createHash('sha256').update(Buffer.from(nonce, 'base64url')).digest('base64url'),
      signKey: this.signKey,
      receiveKey: this.receiveKey,
      name,
    };
    const claimed = await this.call('POST', pathTo('devicePairings'), { body });
    if (claimed.status !== 200) return { refused: claimed };
    const { pairing, keys, nonce: serviceNonce } = v.parse(PairingClaimed, claimed.body);
    const opened = await this.call('POST', pathTo('devicePairingOpening', pairing), { body: { nonce } });
    this.#keys = keys;
    const digits = await pairingDigits({
      origin: this.#options.origin,
      pairing,
      signKey: body.signKey,
      receiveKey: body.receiveKey,
      keys,
      deviceNonce: nonce,
      serviceNonce,
    });
    return {
      pairing,
      digits,
      opened,
      answer: (match: boolean) =>
        this.call('POST', pathTo('devicePairingAnswer', pairing), { body: { match } }),
      view: () => this.call('GET', pathTo('devicePairing', pairing)),
    };
  }

  /** Takes the id that the finished pairing gave. */
  adopt(id: string, keys: ServiceKeys | null = this.#keys): void {
    this.id = id;
    this.#keys = keys;
  }

  /** The inbox, its signature checked against the pinned keys. */
  async inbox(): Promise<Inbox> {
    const reply = await this.call('GET', pathTo('deviceInbox'));
    if (reply.status !== 200) throw new Error(`inbox: ${String(reply.body.error)}`);
    return v.parse(Inbox, (await this.#verified(String(reply.body.inbox))).claims);
  }

  /** What the service has signed, by the pinned key. */
  async #verified(jws: string | Uint8Array): Promise<{ claims: unknown; typ: string | undefined }> {
    if (!this.#keys) throw new Error('not paired');
    const key = await importJWK(this.#keys.current, 'ES256');
    const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: ['ES256'] });
    return { claims: JSON.parse(new TextDecoder().decode(payload)), typ: protectedHeader.typ };
  }

  /** Asks for the secret of its own codes, and opens the envelope. */
  async passcodeSecret(): Promise<PasscodeSecret> {
    const reply = await this.call('POST', pathTo('devicePasscode'));
    if (reply.status !== 200) throw new Error(`passcode: ${String(reply.body.error)}`);
    return this.openPasscode(String(reply.body.jwe));
  }

  async openPasscode(jwe: string): Promise<PasscodeSecret> {
    const { plaintext } = await compactDecrypt(jwe, this.#receive.privateKey, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    const { claims, typ } = await this.#verified(plaintext);
    const secret = v.parse(PasscodeSecret, claims);
    const isForUs = secret.iss === this.#options.origin && secret.aud === this.id;
    if (typ !== PASSCODE_TYP || !isForUs) throw new Error('the secret is not for this device');
    return secret;
  }

  confirmPasscode(token: string, passcode: string): Promise<Reply> {
    return this.call('POST', pathTo('devicePasscodeConfirmation', token), { body: { passcode } });
  }

  /** The whole way: from then on its codes count, those from `next` on. */
  async takeCodes(): Promise<{ id: string; token: TestToken; next: number }> {
    const { token: id, secret, counter } = await this.passcodeSecret();
    const token = new TestToken(Buffer.from(secret, 'base64url'));
    const reply = await this.confirmPasscode(id, token.code(counter));
    if (reply.status !== 200) throw new Error(`confirmation: ${String(reply.body.error)}`);
    return { id, token, next: counter + 1 };
  }

  /** Sends a decision on one request of the inbox. */
  async decide(
    push: { id: string; nonce: string },
    answer: { decision: 'approve' | 'deny'; number?: string; reason?: 'fraud' | 'mistake' },
    options: CallOptions = {},
  ): Promise<Reply> {
    const decision = await this.decision(push, answer);
    return this.call('POST', pathTo('deviceDecision', push.id), { ...options, body: { decision } });
  }

  decision(push: { id: string; nonce: string }, answer: object): Promise<string> {
    const claims = { push: push.id, nonce: push.nonce, iat: this.#seconds(), ...answer };
    return this.sign(claims, { typ: DECISION_TYP, kid: this.id ?? '' });
  }

  prove(sign: { transaction: string; challenge: string; cookie: string }): Promise<Reply> {
    const { transaction, challenge, cookie } = sign;
    return this.call('POST', pathTo('devicePresence'), { body: { transaction, challenge }, cookie });
  }
}

function publicKey(key: KeyObject): PublicKey {
  const { x, y } = key.export({ format: 'jwk' });
  return { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' };
}
