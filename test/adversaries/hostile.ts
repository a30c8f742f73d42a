// What the tests of adversaries share: how long they run, and values that nobody in earnest sends.
import fc from 'fast-check'

/** How many times as many runs as in `npm test`: `ADVERSARY_RUNS=100 npx vitest run test/adversaries`. */
const factor = Number(process.env.ADVERSARY_RUNS ?? 1)
export const runs = (times: number): number => Math.ceil(times * factor)

/** Keys that are more than names where somebody is careless. */
export const specialKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'then', 'toJSON', 'length', 'id']

const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
/** JSON that is valid, and nothing that anybody would send. */
export const hostileJson = fc.oneof(
  fc.json(),
  fc.constantFrom(
    'null',
    '0',
    '""',
    '[]',
    '{}',
    '[null]',
    '1e999',
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    '[{"__proto__":{"polluted":true}}]',
    deep(20_000),
    `[${'0,'.repeat(50_000)}0]`,
    JSON.stringify('a'.repeat(200_000)),
    '{"toString":1,"valueOf":1,"toJSON":1,"then":1}',
  ),
  fc.dictionary(fc.constantFrom(...specialKeys), fc.jsonValue()).map((value) => JSON.stringify(value)),
)

/** An object as JSON some of whose members are replaced. */
export const mutated = (value: object): fc.Arbitrary<string> =>
  fc
    .record({
      names: fc.subarray(Object.keys(value)),
      values: fc.array(fc.oneof(hostileJson, fc.constant(undefined)), { minLength: 12, maxLength: 12 }),
      more: fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'error', 'code', 'msg', 'url'), hostileJson),
    })
    .map(({ names, values, more }) => {
      const members = Object.entries(value).flatMap(([name, kept], index) => {
        const json = names.includes(name) ? values[index % values.length] : JSON.stringify(kept)
        return json === undefined ? [] : [`${JSON.stringify(name)}:${json}`]
      })
      return `{${[...members, ...Object.entries(more).map(([name, json]) => `${JSON.stringify(name)}:${json}`)].join()}}`
    })

const prototypes = [Object, Array, Function, String, Promise, Response, Headers, Map].map(({ prototype }) => prototype)
const membersOf = () => prototypes.map((prototype) => Reflect.ownKeys(prototype).length)
const members = membersOf()
/** Whether somebody has got at what all objects share. */
export const isPolluted = (): boolean =>
  'polluted' in {} ||
  JSON.stringify(membersOf()) !== JSON.stringify(members) ||
  Object.getPrototypeOf({}) !== Object.prototype

/** What comes of a call; one that takes longer than any time limit of these tests hangs. */
export async function settled<T>(call: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('it hangs')), 20_000)
  })
  try {
    return await Promise.race([call(), late])
  } finally {
    clearTimeout(timer)
  }
}

/** An error that is itself what its text throws. */
export class Unspeakable extends Error {
  override toString(): string {
    throw this
  }
}
