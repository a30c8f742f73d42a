// What four bundlers make of the packed tarball: only what was asked for is in it, it weighs no more than is said, and it runs. scripts/size.ts
// measures the source, by esbuild and Rolldown, to the byte; here it is the package, as others bundle it.
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build as esbuild, transformSync } from 'esbuild'
import { rollup } from 'rollup'
import { build as vite } from 'vite'
import webpack from 'webpack'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as functions from '../../generated/operations/functions.ts'
import { createConsumer, type Consumer } from './consumer.ts'

let consumer: Consumer
beforeAll(() => {
  consumer = createConsumer()
})
afterAll(() => consumer.remove())

/** Bundles a file into a folder: what is loaded later is a file of its own. */
const bundlers: Record<string, (input: string, output: string) => Promise<unknown>> = {
  esbuild: (input, outdir) =>
    esbuild({
      entryPoints: { main: input },
      outdir,
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      outExtension: { '.js': '.mjs' },
      logLevel: 'error',
    }),
  Vite: async (input, outDir) => {
    await vite({
      configFile: false,
      root: consumer.folder,
      logLevel: 'error',
      build: {
        outDir,
        modulePreload: false,
        lib: { entry: input, formats: ['es'], fileName: () => 'main.mjs' },
        rollupOptions: { output: { chunkFileNames: '[name]-[hash].mjs' } },
      },
    })
    minify(outDir)
  },
  webpack: (input, path) =>
    new Promise((resolve, reject) => {
      webpack(
        {
          mode: 'production',
          devtool: false,
          performance: false,
          target: ['web', 'es2022'],
          context: consumer.folder,
          entry: input,
          experiments: { outputModule: true },
          output: {
            path,
            filename: 'main.mjs',
            chunkFilename: '[name].mjs',
            module: true,
            publicPath: './',
            library: { type: 'module' },
            chunkFormat: 'module',
          },
        },
        (error, stats) => {
          if (error || stats?.hasErrors() || stats?.hasWarnings()) reject(error ?? new Error(stats!.toString()))
          else resolve(stats)
        },
      )
    }),
  Rollup: async (input, dir) => {
    const require = createRequire(input)
    const plugin = {
      name: 'packages',
      resolveId(id: string) {
        if (/^[./]/.test(id)) return null
        // As its plugin for packages does; Node's require() has other conditions.
        return id === 'openapi-fetch'
          ? join(consumer.folder, 'node_modules/openapi-fetch/dist/index.mjs')
          : require.resolve(id)
      },
    }
    // `#transport` is of the package, and so of any of its files.
    const own = createRequire(join(consumer.folder, 'node_modules/gotrue-sdk/dist/src/facade/index.js'))
    const imports = { name: 'imports', resolveId: (id: string) => (id.startsWith('#') ? own.resolve(id) : null) }
    const bundle = await rollup({
      input: { main: input },
      plugins: [imports, plugin],
      onLog: (_level, log) => {
        throw new Error(log.message)
      },
    })
    await bundle.write({ dir, format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' })
    minify(dir)
  },
}

/** Rollup minifies nothing by itself, and Vite no libraries. */
function minify(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    writeFileSync(file, transformSync(readFileSync(file, 'utf8'), { minify: true, format: 'esm', target: 'es2022' }).code)
  }
}

async function bundle(
  bundler: string,
  name: string,
  code: string,
): Promise<{ files: Record<string, string>; all: string; folder: string }> {
  const folder = join(consumer.folder, `${bundler}-${name}`)
  mkdirSync(folder)
  await bundlers[bundler]!(consumer.write(`${bundler}-${name}.mjs`, code), folder)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.m?js$/.test(name))
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  return { files, all: Object.values(files).join('\n'), folder }
}

const kilobytes = (text: string) => gzipSync(text, { level: 9 }).length / 1000
/** A sentence or a path from each of what a client is to be without. */
const foreign = {
  'gotrue-sdk/admin': '/admin/',
  'gotrue-sdk/testing': 'is unknown to the test server',
  'gotrue-sdk/oauth-client': '/oauth/clients/register',
  'the command line': 'npx gotrue-sdk',
  Node: 'node:',
}
const found = (text: string) => Object.entries(foreign).flatMap(([name, words]) => (text.includes(words) ? [name] : []))

describe.each(Object.keys(bundlers))('%s', (bundler) => {
  test('createClient: nothing of other entries, and parts that are loaded later', async () => {
    const { files, all, folder } = await bundle(bundler, 'client', `export { createClient } from 'gotrue-sdk'`)
    expect(found(all)).toEqual([])
    expect(all).toContain('INITIAL_SESSION')
    expect(all).toContain('/signup')
    // It is not there at the start.
    expect(Object.keys(files).length).toBeGreaterThan(2)
    expect(files['main.mjs']).not.toContain('/signup')
    expect(kilobytes(all)).toBeLessThan(30)
    if (process.env.SHOW_SIZES)
      console.log(bundler, 'createClient', kilobytes(files['main.mjs']!), kilobytes(all), Object.keys(files).length)

    writeFileSync(
      join(folder, 'run.mjs'),
      `import { createClient } from './main.mjs'
       const auth = createClient({ url: 'http://localhost:9999', fetch: async ({ url }) => Response.json({ error_code: 'signup_disabled', msg: url }, { status: 422 }), autoRefreshToken: false })
       const { error } = await auth.signUp({ email: 'ada@example.com', password: 'x' })
       console.log(error.code, error.message)`,
    )
    const said = execFileSync(process.execPath, [join(folder, 'run.mjs')], { encoding: 'utf8' })
    expect(said).toBe('signup_disabled http://localhost:9999/signup\n')
  })

  test('one operation: no other one, and small', async () => {
    const { all } = await bundle(
      bundler,
      'operation',
      `export { createTransport, getSettings } from 'gotrue-sdk/operations'`,
    )
    expect(found(all)).toEqual([])
    const named = Object.keys(functions).filter((name) => new RegExp(`operation: ?["'\`]${name}["'\`]`).test(all))
    expect(named).toEqual(['getSettings'])
    // 4.5 kB with esbuild (scripts/size.ts); others write some more around it.
    expect(kilobytes(all)).toBeLessThan(5)
    if (process.env.SHOW_SIZES) console.log(bundler, 'getSettings', kilobytes(all))
  })
})

test('what must not be in them would be found', async () => {
  const { all } = await bundle(
    'esbuild',
    'others',
    `export { createAdmin } from 'gotrue-sdk/admin'
     export { register } from 'gotrue-sdk/oauth-client'
     export { createTestServer } from 'gotrue-sdk/testing'`,
  )
  expect(found(all)).toEqual(expect.arrayContaining(['gotrue-sdk/admin', 'gotrue-sdk/testing', 'gotrue-sdk/oauth-client']))
  expect(readFileSync('dist/src/cli/main.js', 'utf8')).toContain(foreign['the command line'])
})
