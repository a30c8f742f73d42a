// Prism on the spec, as a child process: for `gotrue-sdk mock` and for the contract tests.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The version that the tests of this project run against. */
export const prismVersion = '5.16.0'

export interface Prism {
  /** Where it listens. */
  url: string
  /** Resolves when the process is gone. */
  exited: Promise<void>
  stop(): Promise<void>
}

export interface PrismOptions {
  /** Default `spec/gotrue.yaml`. */
  spec?: string
  /** Default 0: any free one. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** What Prism prints, line by line. */
  onLine?: (line: string) => void
  /** Its script; undefined: npx fetches it. Default: the installed one. */
  bin?: string | undefined
  /** Ends it, also while it starts. */
  signal?: AbortSignal
}

/** Prism's script, if the project of the working directory has it, or this package beside itself. */
export function findPrism(): string | undefined {
  for (const from of [pathToFileURL(join(process.cwd(), 'package.json')), import.meta.url]) {
    try {
      const manifest = createRequire(from).resolve('@stoplight/prism-cli/package.json')
      return join(dirname(manifest), 'dist', 'index.js')
    } catch {
      // Not there.
    }
  }
  return undefined
}

/** Resolves when Prism listens. Rejects with what it printed when it ends instead. */
export async function startPrism(options: PrismOptions = {}): Promise<Prism> {
  const { spec = 'spec/gotrue.yaml', port = 0, host = '127.0.0.1', onLine, signal } = options
  const bin = 'bin' in options ? options.bin : findPrism()
  const args = ['mock', '--port', String(port), '--host', host, spec]
  // The script itself, without a shell or npm between, so that ending it ends it; npx only where there is none.
  const [command, first] = bin
    ? [process.execPath, [bin]]
    : ['npx', ['--yes', `--package=@stoplight/prism-cli@${prismVersion}`, 'prism']]
  const child = spawn(command, [...first, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: npx has children, and a terminal's Ctrl-C is for us to pass on.
    detached: process.platform !== 'win32',
    shell: !bin && process.platform === 'win32',
    env: { ...withoutSecrets(process.env), NO_COLOR: '1', FORCE_COLOR: '0' },
  })
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const kill = () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    try {
      if (process.platform === 'win32') child.kill()
      else process.kill(-child.pid)
    } catch {
      // Just gone.
    }
  }
  process.once('exit', kill)
  signal?.addEventListener('abort', kill, { once: true })

  let printed = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      const text = String(chunk)
      printed = (printed + text).slice(-10_000)
      for (const line of text.split('\n')) if (line) onLine?.(line)
      const listening = /listening on (http:\/\/\S+)/.exec(printed)
      if (listening) resolve(listening[1]!)
    }
    child.stdout!.on('data', read)
    child.stderr!.on('data', read)
    child.once('error', reject)
    void exited.then(() => reject(new Error(`Prism ended before it listened:\n${printed}`)))
  })
  return {
    url,
    exited,
    async stop() {
      process.off('exit', kill)
      kill()
      await exited
    },
  }
}

/** Prism has no use for them. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GOTRUE_')))
}
