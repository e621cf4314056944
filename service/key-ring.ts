export interface KeyRing<Key> {
  find(name: string): Key | undefined;
  /** Gives the key back. */
  keep(name: string, key: Key): Key;
}

/** Keeps the `size` keys that were used last: to import one takes as long as to verify by it. A kept key takes about 5 KB. */
export function createKeyRing<Key extends object>(size: number): KeyRing<Key> {
  const kept = new Map<string, Key>();

  /** A map keeps the order in which its entries came: the first is the one that was used longest ago. */
  function touch(name: string, key: Key): Key {
    kept.delete(name);
    kept.set(name, key);
    return key;
  }

  return {
    find(name) {
      const key = kept.get(name);
      return key && touch(name, key);
    },
    keep(name, key) {
      touch(name, key);
      if (kept.size > size) kept.delete(kept.keys().next().value ?? '');
      return key;
    },
  };
}
