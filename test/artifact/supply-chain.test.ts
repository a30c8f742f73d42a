// What SECURITY.md promises under "Supply chain": licences and checksums of all that is installed, workflows that run nothing but what is
// pinned and may do nothing but what they need, and nothing that runs on the machines of users.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

interface Locked {
  version: string
  license?: string
  integrity?: string
  resolved?: string
  dev?: boolean
  hasInstallScript?: boolean
}
const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
const packages = Object.entries(lock.packages).filter(([path]) => path)
const nameOf = (path: string) => path.replace(/^.*node_modules\//, '')

/** Licences that ask for no more than a notice. */
const free = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  '(MIT OR CC0-1.0)',
]
/** Others, of tools that are not passed on; and those whose package.json says it in the old way or not at all. */
const tools: Record<string, RegExp> = {
  'LGPL-3.0-or-later': /^@img\/sharp-libvips-/,
  'Apache-2.0 AND LGPL-3.0-or-later': /^@img\/sharp-win32-/,
  'Apache-2.0 AND LGPL-3.0-or-later AND MIT': /^@img\/sharp-wasm32$/,
  'MPL-2.0': /^lightningcss(-|$)/,
  'CC-BY-4.0': /^caniuse-lite$/,
  'Python-2.0': /^argparse$/,
  'PSF-2.0': /^argparse$/,
  none: /^(compute-(gcd|lcm)|validate\.io-(function|integer|integer-array|number))$/,
}
const isAllowed = (name: string, { license = 'none', dev }: Locked) =>
  free.includes(license) || (dev === true && (tools[license]?.test(name) ?? false))

describe('package-lock.json', () => {
  test('has the licences of the list and no others', () => {
    const others = packages.filter(([path, locked]) => !isAllowed(nameOf(path), locked))
    expect(others.map(([path, { license }]) => `${nameOf(path)}: ${license}`)).toEqual([])
  })

  test('the list lets no other licence in, and no such licence to users', () => {
    expect(isAllowed('left-pad', { version: '1.0.0', license: 'GPL-3.0', dev: true })).toBe(false)
    expect(isAllowed('left-pad', { version: '1.0.0', dev: true })).toBe(false)
    expect(isAllowed('lightningcss', { version: '1.0.0', license: 'MPL-2.0' })).toBe(false)
  })

  test('has a SHA-512 of every package, and none from elsewhere than a registry', () => {
    const odd = packages.filter(
      ([, { integrity, resolved = 'https:' }]) => !integrity?.startsWith('sha512-') || !/^https:/.test(resolved),
    )
    expect(odd.map(([path]) => path)).toEqual([])
  })

  test('runs install scripts of the packages that package.json names, and of no others', () => {
    const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> }
    const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path))
    expect(Object.keys(allowScripts)).toEqual(expect.arrayContaining(scripted))
  })

  test('brings users two packages, of the same project', () => {
    const shipped = packages.filter(([, { dev }]) => !dev).map(([path, { license }]) => `${nameOf(path)}: ${license}`)
    expect(shipped).toEqual(['openapi-fetch: MIT', 'openapi-typescript-helpers: MIT'])
  })
})

interface Step {
  uses?: string
  run?: string
  with?: Record<string, unknown>
  env?: Record<string, string>
}
interface Workflow {
  on: Record<string, unknown>
  permissions: Record<string, string>
  jobs: Record<string, { permissions?: Record<string, string>; 'runs-on': string; 'timeout-minutes': number; steps: Step[] }>
}
const workflows = readdirSync(new URL('.github/workflows/', root))

test('there is a workflow for every change, one for releases, and one that searches each week', () =>
  expect(workflows.sort()).toEqual(['ci.yml', 'release.yml', 'search.yml']))

describe.each(workflows)('.github/workflows/%s', (file) => {
  const text = read(`.github/workflows/${file}`)
  const { on, permissions, jobs } = parse(text) as Workflow
  const steps = Object.values(jobs).flatMap((job) => job.steps)

  test('pins every action by the hash of a commit, and names its version', () => {
    const uses = text.split('\n').filter((line) => /\buses:/.test(line))
    expect(uses).toHaveLength(steps.filter((step) => step.uses).length)
    expect(uses.length).toBeGreaterThan(0)
    for (const line of uses) expect(line).toMatch(/^ +- uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test('may read, and prove who it is where it publishes', () => {
    expect(permissions).toEqual({ contents: 'read' })
    for (const [name, job] of Object.entries(jobs)) {
      const wanted = name === 'publish' ? { contents: 'read', 'id-token': 'write' } : undefined
      expect(job.permissions).toEqual(wanted)
    }
  })

  test('leaves no credentials behind, waits for an end, and runs no text of a pull request', () => {
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      expect(step.with).toMatchObject({ 'persist-credentials': false })
    }
    for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(60)
    expect(Object.keys(on)).not.toContain('pull_request_target')
    for (const { run = '' } of steps) expect(run).not.toContain('${{')
  })

  test("asks for the registry's signatures before anything of a package runs", () => {
    const runs = steps.map(({ run }) => run).filter((run) => run !== undefined)
    const signatures = runs.indexOf('npm ci --ignore-scripts && npm audit signatures')
    expect(signatures).toBeGreaterThanOrEqual(0)
    expect(runs.indexOf('.ci/run')).toBeGreaterThan(signatures)
    expect(runs.slice(0, signatures).join()).not.toMatch(/npm (ci|i|install|publish|run)|npx/)
  })
})

test('release.yml publishes what passed, of the tag, with provenance, and only that step has the token', () => {
  const { on, jobs } = parse(read('.github/workflows/release.yml')) as Workflow
  expect(on).toEqual({ push: { tags: ['v*'] } })
  const { steps } = jobs.publish!
  expect(steps.at(-1)!.run).toBe('npm publish --provenance --access public')
  expect(steps.at(-2)!.run).toBe('.ci/run')
  expect(steps.filter(({ env }) => env)).toEqual([steps.at(-1)])
  expect(steps.some(({ run }) => run?.includes('GITHUB_REF_NAME') && run.includes('.version'))).toBe(true)
})
