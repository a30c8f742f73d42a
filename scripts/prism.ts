// Prism on the spec, as a child process: for `npm run mock`, for `npm start` and for the contract tests.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export interface Prism {
  /** Where it listens. */
  url: string
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
}

/** Resolves when Prism listens. Rejects with what it printed when it ends instead. */
export async function startPrism({
  spec = 'spec/gotrue.yaml',
  port = 0,
  host = '127.0.0.1',
  onLine,
}: PrismOptions = {}): Promise<Prism> {
  const manifest = createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json')
  const bin = join(dirname(manifest), 'dist', 'index.js')
  // The binary itself, without a shell or npm between, so that ending it ends it.
  const child = spawn(process.execPath, [bin, 'mock', '--port', String(port), '--host', host, spec], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = () => void child.kill()
  process.once('exit', kill)

  let printed = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      const text = String(chunk)
      printed = (printed + text).slice(-10_000)
      for (const line of text.split('\n')) if (line) onLine?.(line)
      const listening = /listening on (http:\/\/\S+)/.exec(printed)
      if (listening) resolve(listening[1]!)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('error', reject)
    void exited.then(() => reject(new Error(`Prism ended before it listened:\n${printed}`)))
  })
  return {
    url,
    async stop() {
      process.off('exit', kill)
      child.kill()
      await exited
    },
  }
}
