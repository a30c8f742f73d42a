// What an application would bundle of each library: for browsers, minified, with dependencies, from the published files.
import { build } from 'esbuild'

/** @param code what the application has in its module */
export async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'error',
    // Ours leads to src/, and dist/ is what is published.
    tsconfigRaw: {},
  })
  return outputFiles[0]!.text
}

export const clientOf = {
  'gotrue-sdk': `export { createClient } from 'gotrue-sdk'`,
  '@supabase/auth-js': `export { AuthClient } from '@supabase/auth-js'`,
}
