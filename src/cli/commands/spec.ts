import { fileURLToPath } from 'node:url'
import type { Command } from '../command.ts'

/** Where the shipped document is. */
export const specPath = (): string => fileURLToPath(import.meta.resolve('gotrue-sdk/spec/gotrue.yaml'))

export const spec: Command = {
  name: 'spec path',
  summary: 'Prints where the OpenAPI document of the server is, for mocks, validators and generators.',
  examples: ['spec path', 'spec path --json'],
  async run(_given, { isJson, print, printJson }) {
    await (isJson ? printJson({ path: specPath() }) : print(specPath()))
  },
}
