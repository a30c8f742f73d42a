// `npm run dev:server`: a GoTrue in memory for front-end developers, with a page that shows its inbox, users and requests.
//
//   npm run dev:server -- --port 9999 --config GOTRUE_MAILER_AUTOCONFIRM=true --state users.json
//
// The server's words may also stand in the environment: GOTRUE_SITE_URL=http://localhost:5173 npm run dev:server
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createTestServer, type ConfigInput, type ServerState } from '../src/testing/index.ts'
import { listen } from '../src/testing/listen.ts'
import { createDevPages } from './dev-server/pages.ts'

/** Ends with a sentence that says what to do. */
class Stop extends Error {}

const usage = `npm run dev:server -- [options]

  --port <number>         default 9999; 0 for any free one
  --config <NAME=value>   a word of the server's configuration, as often as you like; GOTRUE_* of the environment count, too
  --seed <number>         decides ids, codes and tokens; default 1
  --state <file.json>     loads what the server remembers, if the file is there, and saves it there
  --help`

try {
  await start()
} catch (error) {
  // TypeErrors are of the configuration, and say what is wrong.
  if (!(error instanceof Stop || error instanceof TypeError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function start(): Promise<void> {
  const { port, config, seed, state, help } = readOptions()
  if (help) return console.log(usage)

  let pages: ReturnType<typeof createDevPages>
  const answer = (request: Request) => pages.fetch(request)
  const main = await listenOn(answer, port, '127.0.0.1')
  const boundPort = Number(new URL(main.url).port)
  // Some take localhost for the one, some for the other.
  const other = await listen(answer, { port: boundPort, host: '::1' }).catch(() => undefined)
  const close = async () => {
    await main.close()
    await other?.close()
  }

  const url = `http://localhost:${boundPort}`
  try {
    const server = createTestServer({ config: { API_EXTERNAL_URL: url, ...config }, seed })
    if (state !== undefined && existsSync(state)) server.importState(readState(state))
    const file = state === undefined ? undefined : createStateFile(state, () => server.exportState())
    pages = createDevPages(server, { onChange: () => file?.save() })

    console.log(`
A GoTrue in memory listens on ${url}. It is a test server and no production server: passwords are kept in the clear,
and its keys are published.

  inbox, users, requests   ${url}/__dev
  public keys (JWKS)       ${url}/.well-known/jwks.json
  API key                  none is needed, any will do
  service token            ${await server.createServiceToken()}${state ? `\n  state                    ${state}` : ''}

End it with Ctrl-C.
`)
    const end = () => {
      file?.saveNow()
      void close()
    }
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
  } catch (error) {
    await close()
    throw error
  }
}

function readOptions() {
  let values
  try {
    ;({ values } = parseArgs({
      options: {
        port: { type: 'string', default: '9999' },
        config: { type: 'string', multiple: true, default: [] },
        seed: { type: 'string', default: '1' },
        state: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }))
  } catch (error) {
    throw new Stop(`${(error as Error).message}\n\n${usage}`)
  }
  return {
    ...values,
    port: wholeNumber('--port', values.port),
    seed: wholeNumber('--seed', values.seed),
    config: { ...fromEnvironment(), ...fromArguments(values.config) },
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Stop(`${name} must be a number, not ${text}`)
  return Number(text)
}

/** GOTRUE_URL and GOTRUE_API_KEY are this package's own: they say where a server is. */
function fromEnvironment(): ConfigInput {
  const isWord = (name: string) =>
    (name.startsWith('GOTRUE_') && !/^GOTRUE_(URL|API_KEY)$/.test(name)) || name === 'API_EXTERNAL_URL'
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isWord(name)))
}

function fromArguments(pairs: string[]): ConfigInput {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([A-Z0-9_]+)=([^]*)$/.exec(pair) ?? []
      if (!name) throw new Stop(`--config takes NAME=value, as in --config GOTRUE_MAILER_AUTOCONFIRM=true, not ${pair}`)
      return [name, value]
    }),
  )
}

async function listenOn(answer: (request: Request) => Promise<Response>, port: number, host: string) {
  try {
    return await listen(answer, { port, host })
  } catch (error) {
    if (!(error as Error).message.includes('is taken')) throw error
    throw new Stop(`Port ${port} is taken. Choose another: npm run dev:server -- --port 9998`)
  }
}

function readState(path: string): ServerState {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ServerState
  } catch (error) {
    throw new Stop(`${path} can't be read: ${(error as Error).message}`)
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
