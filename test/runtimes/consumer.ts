// A project that has installed the packed tarball, with nothing else: without the network, as its one dependency is here already.
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, transformSync, type BuildOptions } from 'esbuild'
import { installPacked } from '../pack.ts'

export interface Consumer {
  folder: string
  write(name: string, text: string): string
  /** The suite, and what calls it, as one file for runtimes without a file system. */
  bundle(code: string, options?: BuildOptions): Promise<string>
  remove(): void
}

export function createConsumer(): Consumer {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gotrue-sdk-runtimes-')))
  installPacked(folder)
  const modules = join(folder, 'node_modules')
  for (const name of ['openapi-fetch', 'openapi-typescript-helpers']) {
    cpSync(join('node_modules', name), join(modules, name), { recursive: true })
  }
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  write('package.json', JSON.stringify({ type: 'module', private: true, dependencies: { 'gotrue-sdk': '*' } }))
  write('suite.mjs', transformSync(readFileSync(new URL('suite.ts', import.meta.url), 'utf8'), { loader: 'ts' }).code)
  return {
    folder,
    write,
    bundle: async (code, options = {}) => {
      const { outputFiles } = await build({
        stdin: { contents: code, resolveDir: folder },
        bundle: true,
        write: false,
        format: 'esm',
        platform: 'browser',
        target: 'es2022',
        logLevel: 'error',
        ...options,
      })
      return outputFiles![0]!.text
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
