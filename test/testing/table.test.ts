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
