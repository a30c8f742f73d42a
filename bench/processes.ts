// A process of Node for each sample, so that nothing of one library is loaded, cached or compiled in a sample of the other.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Milliseconds. Nothing here takes so long, unless it hangs. */
const limit = 60_000

/** Runs a file of this folder. @returns what it prints, which is JSON */
export async function run<T>(file: string, args: string[], nodeOptions: string[] = []): Promise<T> {
  return JSON.parse(await node([...nodeOptions, fileURLToPath(new URL(file, import.meta.url)), ...args])) as T
}

/** Runs Node. @returns what it prints */
export function node(args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { timeout: limit, encoding: 'utf8' }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    )
  })
}
