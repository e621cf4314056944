interface Signed {
  signed: Uint8Array;
  signature: Uint8Array;
}

/** Whether the holder of this COSE_Key signed these bytes. */
export async function isSignedBy(key: Uint8Array, { signed, signature }: Signed): Promise<boolean> {
  // Loaded where it is first needed: with all that it brings, it takes 26 MB of memory.
  const { verifySignature } = await import('@simplewebauthn/server/helpers');
  try {
    return await verifySignature({
      signature: new Uint8Array(signature),
      data: new Uint8Array(signed),
      credentialPublicKey: new Uint8Array(key),
    });
  } catch {
    // Not even shaped like a signature of this kind.
    return false;
  }
}
