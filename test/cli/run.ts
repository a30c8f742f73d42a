// Runs the built command, as somebody has it who has installed the package: a process of its own, with its exit code and what it
// writes on either stream.
import { spawn, type ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'
import { afterAll } from 'vitest'

export const bin = resolve('dist/src/cli/main.js')

export interface Run {
  code: number | null
  stdout: string
  stderr: string
}

export interface Running {
  child: ChildProcess
  /** What it has written so far. */
  said(): Run
  ended: Promise<Run>
}

export interface RunOptions {
  env?: Record<string, string>
  /** On standard input, which then ends. Default: nothing. Null: it stays open. */
  input?: string | null
  cwd?: string
}

const children = new Set<ChildProcess>()
// Not after each test: some run side by side.
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
})

/** The environment without what belongs to some GoTrue. */
export const clean = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !/^(GOTRUE_|API_EXTERNAL|FORCE_COLOR|NO_COLOR)/.test(entry[0]),
    ),
  )

export function start(args: string[], options: RunOptions = {}): Running {
  return startProcess(process.execPath, [bin, ...args], options)
}

export function startProcess(command: string, args: string[], { env = {}, input = '', cwd }: RunOptions = {}): Running {
  const child = spawn(command, args, { env: { ...clean(), ...env }, cwd })
  children.add(child)
  const run: Run = { code: null, stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (run.stdout += chunk))
  child.stderr.on('data', (chunk) => (run.stderr += chunk))
  child.stdin.on('error', () => {})
  if (input !== null) child.stdin.end(input)
  const ended = new Promise<Run>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      children.delete(child)
      resolve({ ...run, code })
    })
  })
  return { child, said: () => run, ended }
}

export const run = (args: string[], options?: RunOptions): Promise<Run> => start(args, options).ended

/** In a terminal (of util-linux's `script`), where both streams are one and nothing is piped. */
export function runInTerminal(
  args: string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> },
): Promise<Run> {
  const quoted = [process.execPath, bin, ...args].map((part) => `'${part}'`).join(' ')
  return startProcess('script', ['--quiet', '--return', '--command', quoted, '/dev/null'], {
    input,
    env: { TERM: 'xterm', ...env },
  }).ended
}

/** Waits until it has said that. */
export function saying(running: Running, what: string | RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { stdout, stderr } = running.said()
      if ((stdout + stderr).match(what)) resolve()
    }
    running.child.stdout!.on('data', look)
    running.child.stderr!.on('data', look)
    void running.ended.then((run) => reject(new Error(`It has ended: ${JSON.stringify(run)}`)))
    look()
  })
}
