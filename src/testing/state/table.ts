/** What undoes the changes of a request that fails. */
export interface Journal {
  /** Notes how to take a change back. */
  note(undo: () => void): void
  /** Does something when a request has gone well, once for each key. */
  atEnd(key: string, work: () => void): void
  commit(): void
  rollback(): void
  /** Does something at once and for good, whatever becomes of a request that is under way. */
  aside<Result>(work: () => Result): Result
}

export function createJournal(): Journal {
  let undos: (() => void)[] = []
  let ends = new Map<string, () => void>()
  const journal: Journal = {
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
    aside(work) {
      const [otherUndos, otherEnds] = [undos, ends]
      undos = []
      ends = new Map()
      try {
        const result = work()
        journal.commit()
        return result
      } catch (cause) {
        journal.rollback()
        throw cause
      } finally {
        undos = otherUndos
        ends = otherEnds
      }
    },
  }
  return journal
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
  clear(): void
}

/** The keys of a row. One without any is found by its id only. */
type Keys<Row> = (row: Row) => (string | null | undefined | false)[]

/** Where a list is worth keeping. */
const many = 1_000

export function createTable<Row extends { id: string; created_at?: number }, Index extends string = never>(
  journal: Journal,
  indexes: Record<Index, Keys<Row>> = {} as Record<Index, Keys<Row>>,
): Table<Row, Index> {
  const rows = new Map<string, Row>()
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
      if (!last) return
      if (!next) reorderRows()
      reorderKeys(last)
    })
  }

  const byAge = (a: string, b: string) => ages.get(a)! - ages.get(b)!

  /** Puts a row that has come back to where it was. */
  function reorderRows(): void {
    const sorted = [...rows].sort(([a], [b]) => byAge(a, b))
    rows.clear()
    for (const [id, each] of sorted) rows.set(id, each)
  }

  /** … and among those with the same keys. */
  function reorderKeys(row: Row): void {
    for (const name of names) {
      for (const key of indexes[name](row)) {
        const set = key && ids[name].get(key)
        if (!set || isInOrder(set)) continue
        ids[name].set(key, new Set([...set].sort(byAge)))
      }
    }
  }

  /** Only the last one may have come back. */
  function isInOrder(set: Set<string>): boolean {
    let before = Number.NEGATIVE_INFINITY
    for (const id of set) {
      const age = ages.get(id)!
      if (age < before) return false
      before = age
    }
    return true
  }

  const idsOf = (index: Index, key: string | null | undefined): readonly string[] => {
    const set = key && ids[index].get(key)
    if (!set) return []
    const list = lists.get(set) ?? [...set]
    if (set.size >= many) lists.set(set, list)
    return list
  }
  const where = (index: Index, key: string | null | undefined): Row[] => idsOf(index, key).map((id) => rows.get(id)!)

  return {
    get size() {
      return rows.size
    },
    get: (id) => rows.get(id ?? ''),
    get isChronological() {
      return isChronological
    },
    find(index, key) {
      const [id] = (key && ids[index].get(key)) || []
      return id === undefined ? undefined : rows.get(id)
    },
    where,
    ids: idsOf,
    all: () => [...rows.values()],
    insert(row) {
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
    delete: (row) => put(row.id, undefined),
    clear() {
      for (const id of [...rows.keys()]) put(id, undefined)
      newest = Number.NEGATIVE_INFINITY
      isChronological = true
    },
  }
}
