// The bench is read by people, and run by nobody else: here it is run with few samples, so that it does not rot. Times are
// nobody's business here. Requests are: ours are exact, and the same on every machine.
import { execFileSync, spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Endured } from '../../bench/endurance-process.ts'
import { reasons } from '../../bench/reasons.ts'
import { render, verdict, type Row } from '../../bench/rows.ts'

const bench = (...args: string[]) => spawnSync(process.execPath, ['bench/index.ts', ...args], { encoding: 'utf8' })

describe('npm run bench', () => {
  let result: { quick: boolean; sections: Record<string, (Row & { ahead: string })[]> }
  const rows = (section: string) => result.sections[section]!

  beforeAll(() => {
    const output = execFileSync(process.execPath, ['bench/index.ts', '--quick', '--json'], { encoding: 'utf8' })
    result = JSON.parse(output)
  })

  test('has every row', () => {
    const ids = Object.values(result.sections).flatMap((section) => section.map(({ id }) => id))
    const forms = (bundle: string) => ['minified', 'gzip', 'brotli'].map((form) => `size/${bundle}/${form}`)
    expect(ids).toEqual([
      ...['client', 'entry', 'operation'].flatMap(forms),
      'import/bundled',
      'import/installed',
      'overhead/getSession',
      'overhead/getUser',
      'overhead/signInWithPassword',
      'overhead/refreshSession',
      'overhead/getUser over HTTP',
      ...['getUser', 'signInWithPassword'].flatMap((call) => ['each', 'p50', 'p99'].map((what) => `load/${call}/${what}`)),
      'memory/heldBytes',
      'memory/transport',
      'memory/microseconds',
      'memory/survivors',
      'memory/droppedBytes',
      'memory/timers',
      'memory/handles',
      'endurance/early',
      'endurance/late',
      'endurance/most',
      'requests/expired-start/server',
      'requests/expired-start/browser',
      'requests/concurrent-get-session/server',
      'requests/concurrent-get-session/browser',
      'requests/refresh-60-s-left/server',
      'requests/refresh-60-s-left/browser',
      'requests/clock-ahead/server',
      'requests/clock-ahead/browser',
      'requests/implicit-callback/browser',
      'requests/cold-get-claims/server',
      'testing/signIn',
      'testing/page',
      'testing/filtered',
      'testing/create',
      'testing/bytes',
      'testing/ready',
      'generation/seconds',
      'verify/HS256',
      'verify/RS256',
      'verify/ES256',
      'verify/EdDSA',
      'verify/gzip',
    ])
  })

  test('measures both libraries in every row', () => {
    // There is no other one to put beside these.
    const ofOurs = ['testing/create', 'testing/bytes', 'testing/ready']
    const missing = Object.values(result.sections)
      .flat()
      .filter(({ id, ours, theirs }) => !Number.isFinite(ours) || !(Number.isFinite(theirs) || ofOurs.includes(id)))
    expect(missing.map(({ id }) => id)).toEqual([])
  })

  test('has a reason for every row in which ours is not ahead', () => {
    // With so few samples the times say nothing of who is ahead.
    const counted = [...rows('size'), ...rows('requests'), ...rows('memory'), ...rows('verify')].filter(
      ({ noise }) => !noise,
    )
    const silent = counted.filter(({ id, ahead }) => ['auth-js', 'even'].includes(ahead) && !reasons[id])
    expect(silent.map(({ id }) => id)).toEqual([])
  })

  test.each([
    ['expired-start/server', '1 refresh'],
    ['expired-start/browser', '1 refresh'],
    ['concurrent-get-session/server', '1 refresh'],
    ['concurrent-get-session/browser', '1 refresh'],
    ['refresh-60-s-left/server', '1 refresh'],
    ['refresh-60-s-left/browser', '1 refresh'],
    ['clock-ahead/server', '1 password'],
    ['clock-ahead/browser', '1 password'],
    ['implicit-callback/browser', '1 user'],
    ['cold-get-claims/server', '1 jwks'],
  ])('%s makes these requests, and ends signed in: %s', (flow, requests) => {
    const row = rows('requests').find(({ id }) => id === `requests/${flow}`)!
    expect(row.shown!.ours).toBe(requests)
    expect(row.ours).toBe(1)
    expect(row.failed!.ours).toBe(false)
  })

  test('leaves no client and no timer behind', () => {
    const left = rows('memory').filter(({ id }) => /survivors|timers|handles/.test(id))
    expect(left.map(({ id, ours }) => [id, ours])).toEqual([
      ['memory/survivors', 0],
      ['memory/timers', 0],
      ['memory/handles', 0],
    ])
  })

  test('with a section that does not exist', () => {
    const { status, stderr } = bench('speed')
    expect(status).toBe(1)
    expect(stderr).toContain('No such section: speed')
  })
})

const row = (ours: number | null, theirs: number | null, more: Partial<Row> = {}): Row => {
  return { id: 'x', name: 'x', unit: '', ours, theirs, ...more }
}

test('a client takes no more memory after 30,000 refreshes than after 3,000', () => {
  const args = ['--expose-gc', 'bench/endurance-process.ts', 'gotrue-sdk', '30000']
  const { heaps, refreshes, events } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Endured
  expect(refreshes).toBe(30_000)
  expect(events).toBe(300_020)
  // 37 bytes a refresh: a token that is kept takes more.
  expect(heaps.at(-1)! - heaps[0]!).toBeLessThan(1_000_000)
})

describe('verdict()', () => {
  test.each([
    [row(1, 2), 'ours'],
    [row(2, 1), 'auth-js'],
    [row(1, 1), 'even'],
    [row(104, 100, { noise: 0.05 }), 'even'],
    [row(106, 100, { noise: 0.05 }), 'auth-js'],
    [row(null, 1), 'not yet'],
    [row(1, null), 'ours only'],
    // Fewer requests are no merit of a flow that failed.
    [row(0, 1, { failed: { ours: true, theirs: false } }), 'auth-js'],
    [row(1, 0, { failed: { ours: false, theirs: true } }), 'ours'],
  ])('%j is %s', (given, expected) => {
    expect(verdict(given)).toBe(expected)
  })
})

describe('render()', () => {
  const lines = (...rows: Row[]) => render({ title: 'T', rows, notes: ['n'] }, { a: 'because', b: 'because' }).split('\n')

  test('gives the reason only where ours is not ahead', () => {
    const [title, , , first, second, note] = lines(row(1, 2, { id: 'a' }), row(2, 1, { id: 'b' }))
    expect([title, note]).toEqual(['T', '  n'])
    expect(first).toMatch(/1 +2 +0\.50 × +ours$/)
    expect(second).toMatch(/2 +1 +2\.00 × +auth-js +because$/)
  })

  test('of something that does not exist yet', () => {
    expect(lines(row(null, 10))[3]).toMatch(/– +10 +not yet$/)
  })
})
