// As much of IndexedDB as one table with keys needs, with its order of events: upgrade before success, a transaction that completes
// after its requests. Node has none, and what is tested is what happens when a browser's fails: so this one can be told to.
import { vi } from 'vitest'

type Listener = (() => void) | null

class FakeRequest {
  onsuccess: Listener = null
  onerror: Listener = null
  onblocked: Listener = null
  onupgradeneeded: Listener = null
  result: unknown
  error: unknown = null
}

export function stubIndexedDB() {
  const databases = new Map<string, Map<string, Map<string, unknown>>>()
  const connections: { name: string; onversionchange: Listener; isClosed: boolean }[] = []
  const later = (event: () => void) => void setTimeout(event, 0)
  const control = {
    /** What the next openings do, in place of succeeding. */
    openings: [] as ('fail' | 'block' | 'throw')[],
    /** Whether the next transaction that writes runs out of space. */
    isFull: false,
    opened: () => connections.length,
    stored: (name: string) => databases.get(name)?.get('sessions'),
    /** Somebody deletes a database, as the browser's developer tools do. @returns whether all have let go of it */
    remove: (name: string): boolean => {
      const own = connections.filter((connection) => connection.name === name && !connection.isClosed)
      for (const connection of own) connection.onversionchange?.()
      databases.delete(name)
      return own.every(({ isClosed }) => isClosed)
    },
    indexedDB: { open },
  }

  function open(name: string): FakeRequest {
    const request = new FakeRequest()
    const way = control.openings.shift()
    if (way === 'throw') throw new DOMException('denied', 'SecurityError')
    later(() => {
      if (way === 'block') return request.onblocked?.()
      if (way === 'fail') {
        request.error = new DOMException('broken', 'UnknownError')
        return request.onerror?.()
      }
      request.result = connect(name)
      if (!databases.has(name)) {
        databases.set(name, new Map())
        request.onupgradeneeded?.()
      }
      request.onsuccess?.()
    })
    return request
  }

  function connect(name: string) {
    const connection = {
      name,
      onversionchange: null as Listener,
      isClosed: false,
      createObjectStore: (table: string) => databases.get(name)!.set(table, new Map()),
      close: () => void (connection.isClosed = true),
      transaction: (table: string, mode: string) => {
        if (connection.isClosed) throw new DOMException('The database connection is closing.', 'InvalidStateError')
        const items = databases.get(name)?.get(table)
        if (!items) throw new DOMException('no such table', 'NotFoundError')
        const transaction = { oncomplete: null as Listener, onabort: null as Listener, error: null as unknown, objectStore }
        function objectStore() {
          const act = (change: () => unknown) => {
            const request = new FakeRequest()
            later(() => {
              if (control.isFull && mode === 'readwrite') {
                control.isFull = false
                transaction.error = new DOMException('full', 'QuotaExceededError')
                return transaction.onabort?.()
              }
              request.result = change()
              request.onsuccess?.()
              later(() => transaction.oncomplete?.())
            })
            return request
          }
          const write = (change: () => unknown) => {
            if (mode !== 'readwrite') throw new DOMException('read only', 'ReadOnlyError')
            return act(change)
          }
          return {
            get: (key: string) => act(() => items!.get(key)),
            put: (value: unknown, key: string) => write(() => void items!.set(key, structuredClone(value))),
            delete: (key: string) => write(() => void items!.delete(key)),
          }
        }
        return transaction
      },
    }
    connections.push(connection)
    return connection
  }

  vi.stubGlobal('indexedDB', control.indexedDB)
  return control
}
