// Stands for the application's development server: node serve.ts <port>
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { build } from 'esbuild'

const { outputFiles } = await build({
  entryPoints: [join(import.meta.dirname, 'main.ts')],
  bundle: true,
  format: 'esm',
  write: false,
})
const page = readFileSync(join(import.meta.dirname, 'index.html'))

createServer((request, response) => {
  const isScript = request.url === '/main.js'
  response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
  response.end(isScript ? outputFiles[0]!.text : page)
}).listen(Number(process.argv[2]), 'localhost')
