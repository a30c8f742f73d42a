// Serves spec/gotrue.yaml with Prism, for anyone's own tests:  npm run mock -- --port 4010
import { parseArgs } from 'node:util'
import { startPrism } from './prism.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    host: { type: 'string', default: '127.0.0.1' },
    spec: { type: 'string', default: 'spec/gotrue.yaml' },
    quiet: { type: 'boolean', default: false },
  },
})

try {
  const { url, stop } = await startPrism({
    spec: values.spec,
    port: Number(values.port),
    host: values.host,
    ...(!values.quiet && { onLine: (line: string) => console.log(line) }),
  })
  console.log(`
A GoTrue made from ${values.spec} listens on ${url}. It answers from examples and remembers nothing.
  Choose an answer with a header:    Prefer: code=422, example=weak_password
  An invalid request is told apart by the header sl-violations of its answer.
  End it with Ctrl-C.
`)
  process.once('SIGINT', () => void stop())
  process.once('SIGTERM', () => void stop())
} catch (error) {
  const text = String(error)
  console.error(
    text.includes('EADDRINUSE') ? `Port ${values.port} is taken. Choose another: npm run mock -- --port 4011` : text,
  )
  process.exitCode = 1
}
