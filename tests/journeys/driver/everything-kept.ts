/**
 * Everything that IndexedDB and the extension's storage keep, as text; bytes become the letters of the same numbers.
 * Runs in a page or worker of the extension, where nothing of this file but the function itself exists.
 */
export async function everythingKept(): Promise<string> {
  const { chrome } = globalThis as unknown as {
    chrome: { storage: Record<'local' | 'session', { get(key: null): Promise<object> }> };
  };
  const found: string[] = [];

  const letters = (bytes: Uint8Array): string => {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return text;
  };
  const walk = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (value instanceof ArrayBuffer) found.push(letters(new Uint8Array(value)));
    else if (ArrayBuffer.isView(value))
      found.push(letters(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)));
    else if (Array.isArray(value) && value.every((one) => typeof one === 'number'))
      found.push(letters(Uint8Array.from(value)));
    else if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value)) {
        found.push(key);
        walk(part);
      }
  };
  const asked = <Value>(request: IDBRequest<Value>): Promise<Value> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  for (const { name = '' } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      walk(await asked(rows.getAllKeys()));
      walk(await asked(rows.getAll()));
    }
    database.close();
  }
  const stored = [await chrome.storage.local.get(null), await chrome.storage.session.get(null)];
  for (const part of stored) walk(part);
  return [...found, JSON.stringify(stored)].join('\n');
}
