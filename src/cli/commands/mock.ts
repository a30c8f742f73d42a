import { Failure, wholeNumber, type Command } from '../command.ts'
import { findPrism, prismVersion, startPrism, type PrismOptions } from '../prism.ts'
import { specPath } from './spec.ts'

export const mock: Command = {
  name: 'mock',
  summary: 'Serves the OpenAPI document with Prism: answers from examples, and remembers nothing.',
  options: {
    port: { value: '<number>', about: '0 for any free one', default: '4010' },
    host: { value: '<address>', about: 'where it listens', default: '127.0.0.1' },
    spec: { value: '<file>', about: 'another document than that of the package' },
    quiet: { about: 'does not print the requests' },
  },
  notes: `
Prism is no part of this package. One that your project has installed is used; else npx fetches version ${prismVersion}, once:
  npm install --save-dev @stoplight/prism-cli@${prismVersion}
A header chooses the answer:  Prefer: code=422, example=weak_password
A server that remembers users, sends codes and signs tokens is gotrue-sdk dev.`,
  examples: ['mock', 'mock --port 4011 --quiet'],
  async run(given, { print, printJson, note, signal, isJson }) {
    const port = wholeNumber(given, 'port')!
    const lines: string[] = []
    const options: PrismOptions = {
      spec: given.text('spec') ?? specPath(),
      port,
      host: given.text('host')!,
      signal,
      onLine: (line) => (given.flag('quiet') || isJson ? lines.push(line) : note(line)),
    }
    const bin = findPrism()
    if (!bin)
      note(
        `Prism is not installed here: npx fetches @stoplight/prism-cli@${prismVersion}, which takes a while the first time`,
      )
    let prism
    try {
      prism = await startPrism({ ...options, bin })
    } catch (error) {
      if (signal.aborted) throw error
      const text = String((error as Error).message)
      if (text.includes('EADDRINUSE'))
        throw new Failure(`Port ${port} is taken. Choose another: gotrue-sdk mock --port 4011`)
      throw new Failure(
        bin ? text : `${text}\nIs Prism missing? npm install --save-dev @stoplight/prism-cli@${prismVersion}`,
      )
    }
    if (isJson) await printJson({ url: prism.url })
    else {
      await print(`
A GoTrue made from its OpenAPI document listens on ${prism.url}. It answers from examples and remembers nothing.
  Choose an answer with a header:    Prefer: code=422, example=weak_password
  An invalid request is told apart by the header sl-violations of its answer.
  End it with Ctrl-C.
`)
    }
    const ended = await Promise.race([
      prism.exited.then(() => 'itself'),
      new Promise((resolve) => signal.addEventListener('abort', () => resolve('us'), { once: true })),
    ])
    await prism.stop()
    if (ended === 'itself') throw new Failure(`Prism has ended by itself:\n${lines.slice(-5).join('\n')}`)
  },
}
