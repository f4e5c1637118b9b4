import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** Storage of one provider, for as long as it lives: its built-in one is shared by all and warns at every start. */
export function memoryAdapter(): AdapterFactory {
  const stored = new Map<string, AdapterPayload>();

  return (model): Adapter => {
    const key = (id: string) => `${model}:${id}`;
    const found = (wanted: (payload: AdapterPayload) => boolean) =>
      [...stored].find(([name, payload]) => name.startsWith(`${model}:`) && wanted(payload))?.[1];
    return {
      upsert: (id, payload) => Promise.resolve(void stored.set(key(id), payload)),
      find: (id) => Promise.resolve(stored.get(key(id))),
      findByUid: (uid) => Promise.resolve(found((payload) => payload.uid === uid)),
      findByUserCode: (code) => Promise.resolve(found((payload) => payload.userCode === code)),
      consume: (id) => {
        const payload = stored.get(key(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
        return Promise.resolve();
      },
      destroy: (id) => Promise.resolve(void stored.delete(key(id))),
      revokeByGrantId: (grantId) => {
        for (const [name, payload] of stored) if (payload.grantId === grantId) stored.delete(name);
        return Promise.resolve();
      },
    };
  };
}
