import { expect, test } from 'vitest'
import { createJournal, createTable } from '../../src/testing/table.ts'

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
