// Sessions on a network without mercy, with a whole server behind it. judge.ts and world.ts say what must hold.
// FAULT_RUNS: scenarios per property, from a random seed; FAULT_SEED and FAULT_PATH: those of a failure, to see it again;
// FAULT_EXAMPLE: one scenario, of which all that happens is printed.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultNames, type Fate } from './network.ts'
import { simulate, type Command, type Scenario } from './world.ts'

const { FAULT_RUNS, FAULT_SEED, FAULT_PATH, FAULT_EXAMPLE } = process.env
const numRuns = Number(FAULT_RUNS ?? 25)
// Without a wish they are the same each time: then nobody else's change fails by chance.
const seed = Number(FAULT_SEED ?? (FAULT_RUNS ? Math.trunc(Math.random() * 2 ** 31) : 1))

const oneOf = <T>(...choices: [weight: number, arbitrary: fc.Arbitrary<T>][]) =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })))
const between = (min: number, max: number) => fc.integer({ min, max })

const hour = 3_600_000
const pause = oneOf(
  [5, fc.constant(0)],
  [5, between(1, 60)],
  [3, between(500, 5_000)],
  [2, between(10_000, 70_000)],
  [2, between(hour - 120_000, hour + 10_000)],
  [1, between(hour, 2 * hour)],
)
const delay = oneOf([6, between(0, 3)], [3, between(0, 50)], [1, between(0, 250)])
const time = oneOf([60, between(0, 60)], [20, between(60, 3_000)], [8, between(0, 20_000)], [1, fc.constant(1_000_000)])
const fate: fc.Arbitrary<Fate> = oneOf(
  [4, fc.record({ before: time, after: time })],
  [3, fc.record({ before: time, after: time, fault: fc.constantFrom(...faultNames), reached: fc.boolean() })],
  [1, fc.record({ before: time, after: time, again: between(0, 20_000), second: fc.boolean() })],
)

type DistributiveOmit<T, Key extends string> = T extends unknown ? Omit<T, Key> : never
type Call = DistributiveOmit<Command, 'tab' | 'pause'>
type Calls = [weight: number, ...calls: fc.Arbitrary<Call>[]][]
const calls = <const Name extends string>(...names: Name[]) => fc.constantFrom(...names).map((call) => ({ call })) as never
const who = fc.constantFrom('ada', 'ada', 'eve')

const entries: Calls = [
  [8, fc.record({ call: fc.constant('signIn'), who })],
  [2, calls('signUp')],
]
const exits: Calls = [[4, fc.record({ call: fc.constant('signOut'), scope: fc.constantFrom('global', 'local', 'others') })]]
const usual: Calls = [
  [8, calls('refresh')],
  [10, calls('getSession', 'getUser', 'updateUser', 'fetch')],
  [4, calls('enroll', 'mfa', 'mfa', 'unenroll')],
  [4, calls('reload', 'close', 'dispose')],
  [3, calls('hide', 'subscribe')],
]
const clocks: Calls = [
  [4, fc.record({ call: fc.constant('clock'), by: oneOf([1, between(-hour, hour)], [1, between(-50 * hour, 50 * hour)]) })],
]
const endings: Calls = [[3, fc.record({ call: fc.constantFrom('ban', 'endSessions'), who })]]
const lives: Calls = [
  [8, calls('freeze', 'thaw')],
  [6, fc.record({ call: fc.constant('kill'), accesses: fc.nat(3), after: fc.boolean() })],
]
const breakdowns: Calls = [
  [
    6,
    fc.record({
      call: fc.constant('storage'),
      method: fc.constantFrom('getItem', 'setItem', 'removeItem'),
      fault: fc.constantFrom('throws', 'hangs'),
    }),
  ],
  [3, calls('fill')],
  [3, calls('clear', 'corrupt')],
]

const commandOf = (given: Calls): fc.Arbitrary<Command> =>
  fc
    .record({
      call: oneOf(...given.map(([weight, ...some]): [number, fc.Arbitrary<Call>] => [weight, fc.oneof(...some)])),
      tab: fc.nat(2),
      pause,
    })
    .map(({ call, ...rest }) => ({ ...call, ...rest }) as Command)
const several = (given: Calls) => fc.array(commandOf(given), { minLength: 1, maxLength: 25, size: 'max' })

function scenarios(tabs: fc.Arbitrary<number>, given: Calls, fixed: Partial<Scenario> = {}): fc.Arbitrary<Scenario> {
  return fc
    .record({
      tabs,
      locks: fc.constant(true),
      slow: fc.boolean(),
      version: fc.constantFrom(1 as const, 2 as const),
      expires: fc.constantFrom(3600, 3600, 300, 60),
      skew: fixed.skew === undefined ? oneOf([2, fc.constant(0)], [1, between(-50 * hour, 50 * hour)]) : fc.constant(0),
      delays: fc.array(delay, { minLength: 1, maxLength: 30 }),
      network: fc.array(fate, { maxLength: 40 }),
      commands: fc.oneof(
        several([...entries, ...exits, ...given]),
        // With one session it is known for longer whether it must be there.
        fc.tuple(commandOf(entries), several([...exits, ...given])).map(([first, rest]) => [first, ...rest]),
        fc.tuple(commandOf(entries), several(given)).map(([first, rest]) => [first, ...rest]),
      ),
    })
    .map((scenario) => ({ ...scenario, ...fixed }))
}

/** Milliseconds for a test. */
const limit = 60_000 + numRuns * 1_000

async function check(arbitrary: fc.Arbitrary<Scenario>): Promise<void> {
  const details = await fc.check(
    fc.asyncProperty(arbitrary, async (scenario) => void (await simulate(scenario))),
    // Time to tell what was found is left: shrinking ends then.
    {
      numRuns,
      seed,
      interruptAfterTimeLimit: limit - 15_000,
      markInterruptAsFailure: true,
      ...(FAULT_PATH && { path: FAULT_PATH }),
    },
  )
  const title = expect.getState().currentTestName?.split(' > ').at(-1)
  if (FAULT_RUNS) console.log(`${title}: ${details.numRuns} runs, FAULT_SEED=${seed}`)
  if (!details.failed) return
  if (!details.counterexample) throw new Error(`Only ${details.numRuns} runs in ${limit / 1000} seconds, FAULT_SEED=${seed}`)
  const { counterexamplePath, counterexample, errorInstance, numRuns: run, numShrinks } = details
  throw new Error(
    [
      `${(errorInstance as Error).message}`,
      `Found in run ${run}, shrunk ${numShrinks} times. Again:`,
      `FAULT_SEED=${seed} FAULT_PATH=${counterexamplePath} npx vitest run test/faults -t '${title}$'`,
      `Or, with all that happens:\nFAULT_EXAMPLE='${JSON.stringify(counterexample?.[0])}' npx vitest run test/faults`,
    ].join('\n\n'),
  )
}

if (FAULT_EXAMPLE) {
  test.only('the example', async () => console.log((await simulate(JSON.parse(FAULT_EXAMPLE))).join('\n')))
}

const one = fc.constant(1)
const some = between(2, 3)
test('a seed has the same scenarios, and a scenario the same history, twice', async () => {
  const history = async () => {
    const sample = fc.sample(scenarios(some, [...usual, ...clocks, ...endings, ...lives]), { seed: 20261126, numRuns: 5 })
    const traces: string[][] = []
    for (const scenario of sample) traces.push(await simulate(structuredClone(scenario)))
    return traces
  }
  const first = await history()
  expect(first.flat().length).toBeGreaterThan(200)
  expect(await history()).toEqual(first)
})

describe('any calls on a faulty network', { timeout: limit }, () => {
  test('in one tab', () => check(scenarios(one, [...usual, ...endings])))
  test('in several tabs', () => check(scenarios(some, [...usual, ...endings])))
  test('in several tabs without locks', () => check(scenarios(some, [...usual, ...endings], { locks: false })))
  test('with a clock that jumps', () => check(scenarios(between(1, 2), [...usual, ...clocks])))
  test('in tabs that are frozen, killed and started again', () => check(scenarios(some, [...usual, ...lives])))
  test('while the storage fails', () => check(scenarios(between(1, 3), [...usual, ...breakdowns])))
})
