import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { Failure, UsageError, wholeNumber, type Command, type Given } from '../command.ts'
import { isSecretName, type Terminal } from '../terminal.ts'
import type { ConfigInput, ServerState } from '../../testing/index.ts'

export const dev: Command = {
  name: 'dev',
  summary: 'A GoTrue in memory for front-end developers, with a page that shows its inbox, users and requests.',
  options: {
    port: { value: '<number>', about: '0 for any free one', default: '9999' },
    config: { value: '<NAME=value>', about: "a word of the server's configuration", multiple: true },
    seed: { value: '<number>', about: 'decides ids, codes and tokens', default: '1' },
    state: { value: '<file.json>', about: 'loads what the server remembers, if the file is there, and saves it there' },
  },
  notes: `
GOTRUE_* of the environment configure it, too. It is no production server: passwords are kept in the clear, its keys are published.
With --json it prints one line when it listens.`,
  examples: ['dev', 'dev --config GOTRUE_MAILER_AUTOCONFIRM=true --state users.json'],
  async run(given, terminal) {
    const port = wholeNumber(given, 'port')!
    const seed = wholeNumber(given, 'seed')!
    const state = given.text('state')
    const config = { ...fromEnvironment(), ...fromArguments(given, terminal) }
    const [{ createTestServer }, { listen }, { createDevPages }] = await Promise.all([
      import('../../testing/index.ts'),
      import('../dev/listen.ts'),
      import('../dev/pages.ts'),
    ])

    let pages: ReturnType<typeof createDevPages>
    const answer = (request: Request) => pages.fetch(request)
    const main = await listen(answer, { port }).catch((error: Error) => {
      if (error instanceof TypeError) throw new UsageError(error.message)
      throw new Failure(
        error.message.includes('is taken')
          ? `Port ${port} is taken. Choose another: gotrue-sdk dev --port 9998`
          : error.message,
      )
    })
    const boundPort = Number(new URL(main.url).port)
    // Some take localhost for the one, some for the other.
    const other = await listen(answer, { port: boundPort, host: '::1' }).catch(() => undefined)
    const close = async () => {
      await main.close()
      await other?.close()
    }

    const url = `http://localhost:${boundPort}`
    try {
      const server = inWords(() => createTestServer({ config: { API_EXTERNAL_URL: url, ...config }, seed }))
      if (state !== undefined && existsSync(state)) inWords(() => server.importState(readState(state)))
      const file = state === undefined ? undefined : createStateFile(state, () => server.exportState())
      pages = createDevPages(server, { onChange: () => file?.save() })
      await announce(terminal, url, await server.createServiceToken(), state)
      await new Promise<void>((resolve) => {
        if (terminal.signal.aborted) resolve()
        terminal.signal.addEventListener('abort', () => resolve(), { once: true })
      })
      file?.saveNow()
    } finally {
      await close()
    }
  },
}

/** Its token is everybody's: the keys are published. */
async function announce({ isJson, reveal }: Terminal, url: string, serviceToken: string, state?: string): Promise<void> {
  const page = `${url}/__dev`
  const jwksUrl = `${url}/.well-known/jwks.json`
  if (isJson) return reveal(JSON.stringify({ url, page, jwksUrl, serviceToken }))
  await reveal(`
A GoTrue in memory listens on ${url}. It is a test server and no production server: passwords are kept in the clear,
and its keys are published.

  inbox, users, requests   ${page}
  public keys (JWKS)       ${jwksUrl}
  API key                  none is needed, any will do
  service token            ${serviceToken}${state ? `\n  state                    ${state}` : ''}

End it with Ctrl-C.
`)
}

/** TypeErrors are of the configuration and of states, and say what is wrong. */
function inWords<Value>(make: () => Value): Value {
  try {
    return make()
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error
  }
}

/** GOTRUE_URL and the keys are this command line's own: they say where a server is. */
function fromEnvironment(): ConfigInput {
  const isWord = (name: string) =>
    (name.startsWith('GOTRUE_') && !/^GOTRUE_(URL|API_KEY|SERVICE_KEY)$/.test(name)) || name === 'API_EXTERNAL_URL'
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isWord(name)))
}

function fromArguments(given: Given, { hide }: Terminal): ConfigInput {
  return Object.fromEntries(
    given.list('config').map((pair) => {
      const [, name, value] = /^([A-Z0-9_]+)=([^]*)$/.exec(pair) ?? []
      if (!name) throw new UsageError('--config takes NAME=value, as in --config GOTRUE_MAILER_AUTOCONFIRM=true')
      if (isSecretName(name)) hide(value)
      return [name, value]
    }),
  )
}

function readState(path: string): ServerState {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ServerState
  } catch (error) {
    // The platform's words hold a piece of the file, in which passwords are.
    throw new UsageError(
      `${path} can't be read: ${error instanceof SyntaxError ? 'it is no JSON' : (error as Error).message}`,
    )
  }
}

/** Saves soon after each change, and at the end: whole, or not at all. */
function createStateFile(path: string, exportState: () => ServerState) {
  let timer: NodeJS.Timeout | undefined
  const saveNow = () => {
    clearTimeout(timer)
    timer = undefined
    writeFileSync(`${path}.part`, `${JSON.stringify(exportState(), null, 2)}\n`)
    renameSync(`${path}.part`, path)
  }
  return { save: () => void (timer ??= setTimeout(saveNow, 500)), saveNow }
}
