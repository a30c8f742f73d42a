// What a visitor downloads.
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { bundle, clientOf } from './bundles.ts'
import type { Row, Section } from './rows.ts'

const client = clientOf['@supabase/auth-js']
const bundles = [
  { id: 'client', name: 'a client', ours: clientOf['gotrue-sdk'], theirs: client },
  { id: 'entry', name: 'the whole entry', ours: `export * from 'gotrue-sdk'`, theirs: `export * from '@supabase/auth-js'` },
  {
    id: 'operation',
    name: 'one call, GET /user',
    ours: `export { createTransport, getUser } from 'gotrue-sdk/operations'`,
    // The least of it that can send the request.
    theirs: client,
  },
]

const sizes: [string, (text: string) => number][] = [
  ['minified', (text) => Buffer.byteLength(text)],
  ['gzip', (text) => gzipSync(text, { level: 9 }).length],
  ['brotli', (text) => brotliCompressSync(text).length],
]

export async function size(): Promise<Section> {
  const rows: Row[] = []
  for (const { id, name, ...code } of bundles) {
    const [ours, theirs] = await Promise.all([bundle(code.ours), bundle(code.theirs)])
    for (const [form, measure] of sizes) {
      const kilobytes = (text: string) => measure(text) / 1000
      rows.push({
        id: `size/${id}/${form}`,
        name: `${name}, ${form}`,
        unit: 'kB',
        ours: kilobytes(ours),
        theirs: kilobytes(theirs),
      })
    }
  }
  const notes = ['esbuild for browsers, with dependencies; kB are 1,000 bytes; gzip of level 9, brotli of quality 11']
  return { title: 'Bundle size', rows, notes }
}
