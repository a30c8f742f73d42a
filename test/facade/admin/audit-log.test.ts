// The audit log: one page as a result, all entries by iteration. How pages are turned is tested with the users.
import { describe, expect, test } from 'vitest'
import { createAdmin, unwrap, type ListAuditLogParams } from '../../../src/facade/admin/index.ts'
import { json, scriptedFetch } from '../../scripted-fetch.ts'
import { entries, entry, listServer } from './list-server.ts'

const url = 'https://auth.example.com/auth/v1'
function setUp(count: number) {
  const server = listServer(entries(count))
  return { server, admin: createAdmin({ url, adminToken: 'ey.ey.x', fetch: server.fetch, retry: 0 }) }
}

describe('listAuditLog()', () => {
  test('awaited is one page', async () => {
    const { server, admin } = setUp(120)
    expect(unwrap(await admin.listAuditLog({ query: 'action:login', page: 2, perPage: 20 }))).toEqual({
      entries: server.list.slice(20, 40),
      total: 120,
      nextPage: 3,
      lastPage: 6,
    })
    expect(server.queries()).toEqual(['?query=action:login&page=2&per_page=20'])
  })

  test.each([0, 1, 50, 51, 120])('iterated is all of %i entries', async (count) => {
    const { server, admin } = setUp(count)
    const found: string[] = []
    for await (const { id } of admin.listAuditLog({ query: 'author:ada' })) found.push(id)
    expect(found).toEqual(server.list.map(({ id }) => id))
    expect(server.requests).toHaveLength(Math.max(1, Math.ceil(count / 50)))
    for (const query of server.queries()) expect(query).toMatch(/^\?query=author:ada&page=\d+&per_page=50$/)
  })

  test('iterated has no entry twice while others are added', async () => {
    const { server, admin } = setUp(120)
    server.after = (number) => void server.list.unshift(entry(1000 + number))
    const sizes: number[] = []
    for await (const { entries } of admin.listAuditLog().pages()) sizes.push(entries.length)
    expect(sizes).toEqual([50, 49, 21])
  })

  test('iterated throws what fails, and when it is aborted', async () => {
    const { server, admin } = setUp(120)
    server.faults.set(2, json({ code: 'not_admin', message: 'no' }, { status: 403 }))
    let count = 0
    const run = async (signal?: AbortSignal) => {
      for await (const _entry of admin.listAuditLog({}, { signal })) count++
    }
    await expect(run()).rejects.toMatchObject({ code: 'not_admin', operation: 'adminListAuditLog' })
    expect(count).toBe(50)
    await expect(run(AbortSignal.abort('enough'))).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
  })

  test.each([{ page: -1 }, { perPage: 0 }])('with %j is invalid_argument, and nothing is sent', async (params) => {
    const { server, admin } = setUp(1)
    expect(await admin.listAuditLog(params as ListAuditLogParams)).toMatchObject({
      data: { entries: [] },
      error: { code: 'invalid_argument' },
    })
    expect(server.requests).toHaveLength(0)
  })

  test('with an answer that is no list is unexpected_response', async () => {
    const admin = createAdmin({ url, adminToken: 'ey.ey.x', fetch: scriptedFetch(json({ entries: [] })) })
    expect((await admin.listAuditLog()).error).toMatchObject({ code: 'unexpected_response' })
  })
})
