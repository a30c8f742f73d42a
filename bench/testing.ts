// The test server: how soon it is there, what it answers in a second, and whether many users make it slow.
import { run } from './processes.ts'
import { median, type Row, type Section } from './rows.ts'
import type { Crowd, Ready } from './testing-process.ts'

/**
 * @param users how many are many
 * @param calls of each kind
 * @param samples processes of each kind
 */
export async function testing(users: number, calls: number, samples: number): Promise<Section> {
  const ready: Ready[] = []
  const many: Crowd[] = []
  const few: Crowd[] = []
  const options = ['--expose-gc']
  // The first turn only brings the files into the memory of the system.
  for (let sample = -1; sample < samples; sample++) {
    const measured = await run<Ready>('testing-process.ts', ['ready'])
    if (sample < 0) continue
    ready.push(measured)
    many.push(await run<Crowd>('testing-process.ts', [`${users}`, `${calls}`], options))
    few.push(await run<Crowd>('testing-process.ts', ['100', `${calls}`], options))
  }
  const of = (measured: Crowd[], what: keyof Crowd) => median(measured.map((sample) => sample[what]))
  const row = (what: keyof Crowd, name: string): Row => ({
    id: `testing/${what}`,
    name,
    unit: 'µs',
    ours: of(many, what),
    theirs: of(few, what),
    noise: 0.25,
  })
  const perSecond = (measured: Crowd[]) => Math.round(1e6 / of(measured, 'signIn')).toLocaleString('en')
  return {
    title: `The test server with ${users.toLocaleString('en')} users, beside one with 100`,
    other: '100 users',
    rows: [
      row('signIn', 'a sign-in with a password'),
      row('page', 'a page of 50 users'),
      row('filtered', 'a user by the filter of the list'),
      { ...row('create', 'making a user with users.create()'), theirs: null },
      { ...row('bytes', 'heap of a user'), unit: 'bytes', theirs: null },
      {
        id: 'testing/ready',
        name: 'ready: from the import to the first answer',
        unit: 'ms',
        ours: median(ready.map(({ milliseconds }) => milliseconds)),
        theirs: null,
      },
    ],
    notes: [
      'ready: without the time that Node takes to load its own fetch',
      `median of ${samples} new processes each, in turns; in process, by fetch: ${perSecond(many)} sign-ins a second, ${perSecond(few)} with 100 users`,
    ],
  }
}
