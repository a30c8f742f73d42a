import { withDeadline } from '../../transport/deadline.ts'
import { AuthError } from '../../transport/errors.ts'

/** Where a client keeps its session: `localStorage`, or anything with these three functions, synchronous or not. */
export interface SessionStorage {
  getItem(key: string): string | null | undefined | Promise<string | null | undefined>
  setItem(key: string, value: string): unknown
  removeItem(key: string): unknown
  /**
   * Whether other tabs and workers of the same origin use the same storage. Then clients take turns by Web Locks, and tell each
   * other by a `BroadcastChannel` that something has changed. Default: true in browsers' pages, false elsewhere.
   */
  shared?: boolean
}

/** Milliseconds. A storage that takes longer counts as broken. */
const storageTimeout = 5_000

/**
 * Reaches for a storage, which may throw, reject or hang.
 *
 * @throws AuthError `storage_failed`
 */
export async function useStorage<T>(access: () => T): Promise<Awaited<T>> {
  const failed = (_reason?: unknown, cause?: unknown) =>
    new AuthError('The storage failed', { code: 'storage_failed', cause })
  try {
    return await withDeadline(storageTimeout, undefined, failed, async (_signal, race) => race(access()))
  } catch (cause) {
    throw cause instanceof AuthError ? cause : failed(0, cause)
  }
}

/**
 * A storage that lasts as long as the object.
 * @example
 * const auth = createClient({ url, storage: memoryStorage() })
 */
export function memoryStorage(): SessionStorage {
  const items = new Map<string, string>()
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
    shared: false,
  }
}

/**
 * The Web Storage of a browser.
 *
 * @param area default `localStorage`; `sessionStorage` keeps a session to its tab
 * @throws AuthError `storage_failed` where the platform has none or denies it, as in a sandboxed frame
 * @example
 * const auth = createClient({ url, storage: webStorage(sessionStorage) })
 */
export function webStorage(area?: Storage): SessionStorage {
  let storage: Storage
  try {
    storage = area ?? localStorage
    storage.getItem('')
  } catch (cause) {
    throw new AuthError('No Web Storage', { code: 'storage_failed', cause })
  }
  return {
    getItem: (key) => storage.getItem(key),
    setItem: (key, value) => storage.setItem(key, value),
    removeItem: (key) => storage.removeItem(key),
    shared: true,
  }
}

/**
 * A database of the browser, for workers and service workers, which have no `localStorage`. It is opened at the first use.
 *
 * @param name of the database. Default `gotrue-sdk`
 * @example
 * const auth = createClient({ url, storage: indexedDBStorage() })
 */
export function indexedDBStorage(name: string = 'gotrue-sdk'): SessionStorage {
  const table = 'sessions'
  let opening: Promise<IDBDatabase> | undefined
  const open = () =>
    (opening ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name)
      request.onupgradeneeded = () => request.result.createObjectStore(table)
      request.onerror = () => reject(request.error)
      request.onblocked = () => reject(new Error('blocked'))
      request.onsuccess = () => {
        const database = request.result
        // Whoever deletes or upgrades the database must not wait for this one.
        database.onversionchange = () => {
          database.close()
          opening = undefined
        }
        database.onclose = () => (opening = undefined)
        resolve(database)
      }
    }))
  const run = async <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    try {
      const database = await open()
      return await new Promise<T>((resolve, reject) => {
        const transaction = database.transaction(table, mode)
        const request = work(transaction.objectStore(table))
        // Not the request's success: only a complete transaction is on the disk.
        transaction.oncomplete = () => resolve(request.result)
        transaction.onabort = () => reject(transaction.error ?? request.error)
      })
    } catch (cause) {
      // The next use tries to open it again.
      opening = undefined
      throw cause
    }
  }
  return {
    getItem: (key) => run<string | undefined>('readonly', (store) => store.get(key)),
    setItem: (key, value) => run('readwrite', (store) => store.put(value, key)),
    removeItem: (key) => run('readwrite', (store) => store.delete(key)),
    shared: true,
  }
}
