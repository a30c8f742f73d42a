// How many requests a flow makes: what a server has to answer, and what a user waits for.
import { libraries } from './libraries.ts'
import { run } from './processes.ts'
import type { Flown } from './flow-process.ts'
import type { Row, Section } from './rows.ts'

const flows = [
  { flow: 'expired-start', name: 'start with an expired stored session', environments: ['server', 'browser'] },
  { flow: 'concurrent-get-session', name: '50 × getSession() at once, once expired', environments: ['server', 'browser'] },
  { flow: 'refresh-60-s-left', name: 'refreshSession() with 60 s left', environments: ['server', 'browser'] },
  { flow: 'clock-ahead', name: 'clock 2 h ahead: sign-in, 20 × getSession()', environments: ['server', 'browser'] },
  { flow: 'implicit-callback', name: 'implicit callback', environments: ['browser'] },
  { flow: 'cold-get-claims', name: '10 × getClaims() at once, cold', environments: ['server'] },
]

const words: Record<string, string> = {
  'POST /token?grant_type=password': 'password',
  'POST /token?grant_type=refresh_token': 'refresh',
  'GET /user': 'user',
  'GET /.well-known/jwks.json': 'jwks',
}

export async function requests(): Promise<Section> {
  const rows: Row[] = []
  for (const { flow, name, environments } of flows) {
    for (const environment of environments) {
      const [ours, theirs] = (await Promise.all(
        libraries.map((library) => run<Flown>('flow-process.ts', [library, flow, environment])),
      )) as [Flown, Flown]
      rows.push({
        id: `requests/${flow}/${environment}`,
        name: `${name} (${environment})`,
        unit: '',
        ours: total(ours),
        theirs: total(theirs),
        shown: { ours: describe(ours), theirs: describe(theirs) },
        failed: { ours: !ours.succeeded, theirs: !theirs.succeeded },
      })
    }
  }
  return {
    title: 'Requests per flow',
    rows,
    notes: ['each flow with default options, in a process of its own, until 300 ms after its end, at most 10 s'],
  }
}

const total = ({ requests }: Flown) => Object.values(requests).reduce((sum, count) => sum + count, 0)

function describe({ requests, succeeded }: Flown): string {
  const counts = Object.entries(requests).map(([route, count]) => `${count} ${words[route] ?? route}`)
  return `${counts.join(' + ') || '0'}${succeeded ? '' : ' (failed)'}`
}
