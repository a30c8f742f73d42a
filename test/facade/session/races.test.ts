// Sessions under every order of events that fast-check can think of: commands of an application in one to three tabs, while the
// network, the storage and the server do what they like. simulation.ts says what must hold.
// RACE_RUNS: scenarios per property.
//
// The examples below are what this has found, or what was found beside it, each as short as it could be made.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient, memoryStorage } from '../../../src/facade/index.ts'
import { credentials, fakeServer, refresh, url } from '../server.ts'
import { failureNames, simulate, storageKey, type Command, type Fate, type Scenario } from './simulation.ts'

const numRuns = Number(process.env.RACE_RUNS ?? 200)

const oneOf = <T>(...choices: [weight: number, arbitrary: fc.Arbitrary<T>][]) =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })))

const pause = oneOf(
  [5, fc.constant(0)],
  [5, fc.integer({ min: 1, max: 60 })],
  [2, fc.integer({ min: 500, max: 5_000 })],
  [1, fc.integer({ min: 10_000, max: 70_000 })],
  [2, fc.integer({ min: 3_480_000, max: 3_610_000 })],
  [1, fc.integer({ min: 3_610_000, max: 7_200_000 })],
)
const delay = oneOf(
  [6, fc.integer({ min: 0, max: 3 })],
  [3, fc.integer({ min: 0, max: 50 })],
  [1, fc.integer({ min: 0, max: 250 })],
)
const time = oneOf(
  [60, fc.integer({ min: 0, max: 60 })],
  [20, fc.integer({ min: 60, max: 3_000 })],
  [8, fc.integer({ min: 0, max: 20_000 })],
  // No answer at all.
  [1, fc.constant(1_000_000)],
)
const fate: fc.Arbitrary<Fate> = oneOf(
  [3, fc.record({ before: time, after: time })],
  [1, fc.record({ before: time, after: time, failure: fc.constantFrom(...failureNames), lost: fc.boolean() })],
)

type Call = DistributiveOmit<Command, 'tab' | 'pause'>
type DistributiveOmit<T, Key extends string> = T extends unknown ? Omit<T, Key> : never
type Calls = [weight: number, ...calls: Call[]][]
/** All that can begin a session. */
const entries: Calls = [
  [6, { call: 'signIn', who: 'ada' }],
  [2, { call: 'signIn', who: 'eve' }],
  [2, { call: 'setSession', tokens: 'stored' }, { call: 'refreshWith', tokens: 'stored' }],
  [2, { call: 'setSession', tokens: 'early' }, { call: 'refreshWith', tokens: 'early' }],
  [2, { call: 'setSession', tokens: 'new' }, { call: 'refreshWith', tokens: 'new' }],
]
const usual: Calls = [
  [4, { call: 'signOut', scope: 'global' }, { call: 'signOut', scope: 'local' }, { call: 'signOut', scope: 'others' }],
  [8, { call: 'refresh' }],
  [10, { call: 'getSession' }, { call: 'getUser' }, { call: 'updateUser' }, { call: 'fetch' }],
  [4, { call: 'reload' }, { call: 'close' }, { call: 'dispose' }],
  [4, { call: 'hide' }, { call: 'subscribe' }],
]
const endings: Calls = [
  [2, { call: 'endSessions', code: 'session_not_found' }],
  [2, { call: 'endSessions', code: 'refresh_token_not_found' }, { call: 'endSessions', code: 'user_banned' }],
  [2, { call: 'clearStorage' }],
]
const breakdowns: Calls = [
  [6, { call: 'breakStorage', method: 'getItem' }, { call: 'breakStorage', method: 'setItem' }],
  [2, { call: 'breakStorage', method: 'removeItem' }],
]

const commandOf = (calls: Calls): fc.Arbitrary<Command> =>
  fc
    .record({
      call: oneOf(...calls.map(([weight, ...some]): [number, fc.Arbitrary<Call>] => [weight, fc.constantFrom(...some)])),
      tab: fc.nat(2),
      pause,
    })
    .map(({ call, ...rest }) => ({ ...call, ...rest }))
const several = (calls: Calls) => fc.array(commandOf(calls), { minLength: 1, maxLength: 25, size: 'max' })

function scenarios(tabs: fc.Arbitrary<number>, locks: boolean, calls: Calls): fc.Arbitrary<Scenario> {
  return fc.record({
    tabs,
    locks: fc.constant(locks),
    slow: fc.boolean(),
    delays: fc.array(delay, { minLength: 1, maxLength: 30 }),
    network: fc.array(fate, { maxLength: 30 }),
    commands: fc.oneof(
      several([...entries, ...calls]),
      // With one session it is known for longer whether it must be there.
      fc.tuple(commandOf([[1, { call: 'signIn', who: 'ada' }]]), several(calls)).map(([first, rest]) => [first, ...rest]),
    ),
  })
}

const check = (arbitrary: fc.Arbitrary<Scenario>) =>
  fc.assert(
    // The simulation uses up what it is given.
    fc.asyncProperty(arbitrary, async (scenario) => void (await simulate(structuredClone(scenario)))),
    { numRuns },
  )

const one = fc.constant(1)
const some = fc.integer({ min: 2, max: 3 })
const everything = [...usual, ...endings]
describe('any calls in any order', { timeout: 120_000 + numRuns * 100 }, () => {
  test('in one tab', () => check(scenarios(one, true, everything)))
  test('in one tab without locks', () => check(scenarios(one, false, everything)))
  test('in several tabs', () => check(scenarios(some, true, usual)))
  test('in several tabs, while the server ends sessions and the storage is cleared', () =>
    check(scenarios(some, true, everything)))
  test('in several tabs without locks', () => check(scenarios(some, false, everything)))
  test('in several tabs, while the storage fails', () =>
    check(scenarios(fc.integer({ min: 1, max: 3 }), true, [...usual, ...breakdowns])))
})

test('a seed has the same scenarios, and a scenario the same history, twice', async () => {
  const history = async () => {
    const sample = fc.sample(scenarios(some, true, everything), { seed: 20261125, numRuns: 20 })
    const traces: string[][] = []
    for (const scenario of sample) traces.push(await simulate(structuredClone(scenario)))
    return traces
  }
  const first = await history()
  expect(first.flat().length).toBeGreaterThan(1_000)
  expect(await history()).toEqual(first)
})

describe('examples', () => {
  const example = async (commands: Command[], scenario: Partial<Scenario> = {}): Promise<void> =>
    void (await simulate({ tabs: 1, locks: true, slow: false, delays: [0], network: [], commands, ...scenario }))
  const signIn = { call: 'signIn', who: 'ada', tab: 0, pause: 1_000 } as const
  const signOut = { call: 'signOut', scope: 'global', pause: 100 } as const
  const quick = { before: 1, after: 1 }

  test('dispose() with a sign-in under way: it is told to its caller, and to other tabs', () =>
    example(
      [
        { ...signIn, pause: 0 },
        { call: 'dispose', tab: 0, pause: 100 },
      ],
      { tabs: 2 },
    ))

  test.each([0, 1])('signOut() in tab %d with a refresh of the first under way: nobody is signed in by its answer', (tab) =>
    example([signIn, { call: 'refresh', tab: 0, pause: 100 }, { ...signOut, tab, pause: 1_000 }], {
      tabs: 2,
      network: [quick, { before: 1, after: 500 }],
    }),
  )

  test('refreshSession() in two tabs, answered after 14 seconds, is sent once', () =>
    example([signIn, { call: 'refresh', tab: 0, pause: 100 }, { call: 'refresh', tab: 1, pause: 100 }], {
      tabs: 2,
      network: [quick, { before: 1, after: 14_000 }],
    }))

  test('refreshSession() in three tabs, of which two get no answer in time, is under way once', () =>
    example([signIn, ...[0, 1, 2].map((tab) => ({ call: 'refresh', tab, pause: 100 }) as const)], {
      tabs: 3,
      network: [quick, { before: 20_000, after: 1 }, { before: 20_000, after: 1 }, { before: 14_000, after: 1 }],
    }))

  test('onAuthStateChange() while a new session is being stored tells it once', () =>
    example([signIn, { call: 'refresh', tab: 0, pause: 32 }, { call: 'subscribe', tab: 0, pause: 100 }], {
      slow: true,
      delays: [4],
    }))

  test('signOut() again, after the storage has failed, removes what is stored', () =>
    example([
      signIn,
      { call: 'breakStorage', method: 'removeItem', tab: 0, pause: 0 },
      { ...signOut, tab: 0 },
      { ...signOut, tab: 0 },
    ]))

  test('updateUser() that cannot read the storage does not bring back a session that another tab has ended', () =>
    example(
      [
        signIn,
        { call: 'breakStorage', method: 'getItem', tab: 0, pause: 0 },
        { call: 'updateUser', tab: 0, pause: 0 },
        { ...signOut, tab: 1 },
      ],
      { tabs: 2, delays: [2] },
    ))

  test('updateUser() that cannot read the storage, and whose session is over, leaves that of another tab alone', () =>
    example(
      [
        signIn,
        { call: 'endSessions', code: 'session_not_found', tab: 0, pause: 0 },
        { call: 'breakStorage', method: 'getItem', tab: 1, pause: 0 },
        { call: 'updateUser', tab: 1, pause: 0 },
        signIn,
      ],
      { tabs: 2 },
    ))

  describe('with a storage of its own', () => {
    beforeEach(() => void vi.useFakeTimers())
    afterEach(() => {
      vi.useRealTimers()
      vi.unstubAllGlobals()
    })

    async function signedIn() {
      const { fetch } = fakeServer()
      const storage = memoryStorage()
      await createClient({ url, fetch, storage }).signInWithPassword(credentials)
      return { fetch, storage }
    }

    test('signOut() that cannot read the storage signs out there or says so', async () => {
      const { fetch, storage } = await signedIn()
      vi.spyOn(storage, 'getItem').mockImplementationOnce(() => Promise.reject(new Error('busy')))
      const { error } = await createClient({ url, fetch, storage }).signOut()
      if (!error) expect(storage.getItem(storageKey)).toBeNull()
      else expect(error).toMatchObject({ code: 'storage_failed' })
    })

    test('setSession() with the session that is there does not make it older', async () => {
      const server = fakeServer()
      const auth = createClient({ url, fetch: server.fetch })
      const { data } = await auth.signInWithPassword(credentials)
      vi.advanceTimersByTime(2_000_000)
      expect((await auth.setSession(data.session!)).error).toBeNull()
      await auth.getSession()
      expect(server.count(refresh)).toBe(0)
    })

    test('setSession() with the session that is there is no event in other tabs', async () => {
      const page = Object.assign(new EventTarget(), { hidden: false })
      vi.stubGlobal('document', page)
      const { fetch } = fakeServer()
      const options = { url, fetch, storage: memoryStorage(), detectSessionInUrl: false }
      const one = createClient(options)
      const { data } = await one.signInWithPassword(credentials)
      const two = createClient(options)
      const told: string[] = []
      two.onAuthStateChange((event) => void told.push(event))
      await vi.advanceTimersByTimeAsync(5_000)
      await one.setSession(data.session!)
      page.dispatchEvent(new Event('visibilitychange'))
      await vi.advanceTimersByTimeAsync(5_000)
      expect(told).toEqual(['INITIAL_SESSION'])
      one.dispose()
      two.dispose()
    })

    test('getSession() with a storage slower than the time limit: the session is told when it comes', async () => {
      const { fetch, storage } = await signedIn()
      const { getItem } = storage
      storage.getItem = async (key) => {
        await new Promise((resolve) => setTimeout(resolve, 2_000))
        return getItem(key)
      }
      const auth = createClient({ url, fetch, storage, timeout: 1_000 })
      const told: unknown[] = []
      auth.onAuthStateChange((_event, session) => void told.push(session?.user.email))
      await vi.advanceTimersByTimeAsync(3_000)
      expect(auth.getSnapshot().user?.email).toBe(credentials.email)
      expect(told.at(-1)).toBe(credentials.email)
    })
  })
})
