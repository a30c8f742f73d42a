import { expect, test } from 'vitest'
import { createJournal, createTable } from '../../../src/testing/state/table.ts'

test('rollback() puts rows that were deleted back to where they were', () => {
  const journal = createJournal()
  const table = createTable<{ id: string; owner: string }, 'owner'>(journal, { owner: ({ owner }) => [owner] })
  const [, b] = ['a', 'b', 'c'].map((id) => table.insert({ id, owner: 'one' }))
  journal.commit()
  table.delete(b!)
  table.insert({ id: 'd', owner: 'one' })
  journal.rollback()
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).join('')
  expect([ids(table.all()), ids(table.where('owner', 'one'))]).toEqual(['abc', 'abc'])
})

test('aside() is done for good, whatever becomes of a request that is under way', () => {
  const journal = createJournal()
  const table = createTable<{ id: string; owner: string }>(journal)
  table.insert({ id: 'request', owner: '' })
  journal.aside(() => table.insert({ id: 'aside', owner: '' }))
  journal.rollback()
  expect(table.all().map(({ id }) => id)).toEqual(['aside'])
  const fails = () => {
    table.insert({ id: 'never', owner: '' })
    throw new Error('no')
  }
  expect(() => journal.aside(fails)).toThrow('no')
  expect(table.size).toBe(1)
})

test('isChronological, until the clock is turned back', () => {
  const table = createTable<{ id: string; created_at: number }>(createJournal())
  table.insert({ id: 'a', created_at: 1 })
  table.insert({ id: 'b', created_at: 1 })
  expect(table.isChronological).toBe(true)
  table.insert({ id: 'c', created_at: 0 })
  expect(table.isChronological).toBe(false)
  table.clear()
  expect(table.isChronological).toBe(true)
})

test('long lists of ids follow what happens to their rows', () => {
  const journal = createJournal()
  const table = createTable<{ id: string; group: string }, 'group'>(journal, { group: ({ group }) => [group] })
  const wanted = Array.from({ length: 1_500 }, (_, at) => `row ${at}`)
  for (const id of wanted) table.insert({ id, group: 'many' })
  journal.commit()
  expect(table.ids('group', 'many')).toEqual(wanted)
  table.insert({ id: 'one more', group: 'many' })
  expect(table.ids('group', 'many')).toEqual([...wanted, 'one more'])
  journal.rollback()
  expect(table.ids('group', 'many')).toEqual(wanted)
  table.update(table.get('row 0')!, { group: 'other' })
  expect(table.ids('group', 'many')).toEqual(wanted.slice(1))
  table.delete(table.get('row 1')!)
  expect(table.ids('group', 'many')).toEqual(wanted.slice(2))
  journal.commit()
  expect(table.ids('group', 'many')).toEqual(wanted.slice(2))
})

test('rollback() puts rows that had other keys back to their places', () => {
  const journal = createJournal()
  const table = createTable<{ id: string; owner: string }, 'owner'>(journal, { owner: ({ owner }) => [owner] })
  for (const id of 'abc') table.insert({ id, owner: 'one' })
  journal.commit()
  table.update(table.get('a')!, { owner: 'two' })
  journal.rollback()
  expect(table.where('owner', 'one').map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})
