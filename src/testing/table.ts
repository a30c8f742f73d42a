/** What undoes the changes of a request that fails. */
export interface Journal {
  /** Notes how to take a change back. */
  note(undo: () => void): void
  /** Does something when a request has gone well, once for each key. */
  atEnd(key: string, work: () => void): void
  commit(): void
  rollback(): void
}

export function createJournal(): Journal {
  let undos: (() => void)[] = []
  const ends = new Map<string, () => void>()
  return {
    note: (undo) => void undos.push(undo),
    atEnd: (key, work) => void ends.set(key, work),
    commit() {
      for (const work of ends.values()) work()
      ends.clear()
      undos = []
    },
    rollback() {
      const changes = undos
      undos = []
      for (const undo of changes.reverse()) undo()
      // Taking back is noted, too.
      undos = []
      ends.clear()
    },
  }
}

/** Rows by id and by the keys that its indexes make of them. Rows are never changed, but replaced. */
export interface Table<Row extends { id: string }, Index extends string = never> {
  readonly size: number
  /** Whether the oldest rows are those with the earliest time of creation: as long as nobody has turned the clock back. */
  readonly isChronological: boolean
  get(id: string | null | undefined): Row | undefined
  /** The first row of a key. */
  find(index: Index, key: string | null | undefined): Row | undefined
  /** All rows of a key, oldest first. */
  where(index: Index, key: string | null | undefined): Row[]
  /** The ids of all rows of a key, oldest first: quicker than the rows. */
  ids(index: Index, key: string): readonly string[]
  /** All rows, oldest first. */
  all(): Row[]
  insert(row: Row): Row
  /** Replaces a row by one with other values. @returns the new one */
  update(row: Row, changes: Partial<Row>): Row
  delete(row: Row): void
  /** Forgets all rows at once, and can't be taken back. */
  clear(): void
}

/** The keys of a row. One without any is found by its id only. */
type Keys<Row> = (row: Row) => (string | null | undefined | false)[]

let tables = 0
/** Where a list is worth keeping. */
const many = 1_000

export function createTable<Row extends { id: string; created_at?: number }, Index extends string = never>(
  journal: Journal,
  indexes: Record<Index, Keys<Row>> = {} as Record<Index, Keys<Row>>,
): Table<Row, Index> {
  const number = tables++
  const rows = new Map<string, Row>()
  /** Deleted ones keep their places until the request has gone well, so that they can come back there. */
  const deleted = new Set<string>()
  const names = Object.keys(indexes) as Index[]
  const ids = Object.fromEntries(names.map((name) => [name, new Map<string, Set<string>>()])) as Record<
    Index,
    Map<string, Set<string>>
  >
  /** The long ones as lists, as long as they stay as they are: whoever pages through them does not pay for all of them each time. */
  const lists = new WeakMap<Set<string>, string[]>()
  let newest = Number.NEGATIVE_INFINITY
  let isChronological = true

  /** How old rows are among each other, for those that come back. */
  const ages = new Map<string, number>()
  let count = 0

  function put(id: string, next: Row | undefined, age = ages.get(id) ?? count++): void {
    const last = rows.get(id)
    for (const name of names) {
      const before = last ? indexes[name](last) : []
      const after = next ? indexes[name](next) : []
      for (const key of before) {
        if (!key || after.includes(key)) continue
        const set = ids[name].get(key)!
        set.delete(id)
        lists.delete(set)
        if (!set.size) ids[name].delete(key)
      }
      for (const key of after) {
        if (!key || before.includes(key)) continue
        const set = ids[name].get(key)
        if (set) {
          set.add(id)
          lists.delete(set)
        } else ids[name].set(key, new Set([id]))
      }
    }
    if (next) {
      rows.set(id, next)
      ages.set(id, age)
    } else {
      rows.delete(id)
      ages.delete(id)
    }
    journal.note(() => {
      put(id, last, age)
      if (last && !next) reorder(last)
    })
  }

  /** Puts a row that has come back to where it was. */
  function reorder(row: Row): void {
    const byAge = (a: string, b: string) => ages.get(a)! - ages.get(b)!
    const sorted = [...rows].sort(([a], [b]) => byAge(a, b))
    rows.clear()
    for (const [id, each] of sorted) rows.set(id, each)
    for (const name of names) {
      for (const key of indexes[name](row)) {
        const set = key && ids[name].get(key)
        if (set) ids[name].set(key, new Set([...set].sort(byAge)))
      }
    }
  }

  const sweep = () => {
    for (const id of deleted) put(id, undefined)
    deleted.clear()
  }
  const isThere = (id: string) => deleted.size === 0 || !deleted.has(id)
  const idsOf = (index: Index, key: string | null | undefined): readonly string[] => {
    const set = key && ids[index].get(key)
    if (!set) return []
    const list = lists.get(set) ?? [...set]
    if (set.size >= many) lists.set(set, list)
    return deleted.size ? list.filter(isThere) : list
  }
  const where = (index: Index, key: string | null | undefined): Row[] => idsOf(index, key).map((id) => rows.get(id)!)

  return {
    get size() {
      return rows.size - deleted.size
    },
    get isChronological() {
      return isChronological
    },
    get: (id) => (isThere(id ?? '') ? rows.get(id ?? '') : undefined),
    find(index, key) {
      for (const id of (key && ids[index].get(key)) || []) if (isThere(id)) return rows.get(id)
      return undefined
    },
    where,
    ids: idsOf,
    all: () => (deleted.size ? [...rows.values()].filter(({ id }) => isThere(id)) : [...rows.values()]),
    insert(row) {
      if (!isThere(row.id)) sweep()
      const { created_at = newest } = row
      if (created_at < newest) isChronological = false
      newest = Math.max(newest, created_at)
      put(row.id, row)
      return row
    },
    update(row, changes) {
      const next = { ...rows.get(row.id)!, ...changes }
      if (next.created_at !== row.created_at) isChronological = false
      put(row.id, next)
      return next
    },
    delete({ id }) {
      if (!rows.has(id) || !isThere(id)) return
      deleted.add(id)
      journal.note(() => void deleted.delete(id))
      journal.atEnd(`deleted from ${number}`, sweep)
    },
    clear() {
      rows.clear()
      deleted.clear()
      for (const name of names) ids[name].clear()
      newest = Number.NEGATIVE_INFINITY
      isChronological = true
    },
  }
}
