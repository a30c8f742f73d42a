import { at, type OpenApi } from '../spec/read.ts'

/** The error codes as data, for those who want to iterate over them or to check their translations. */
export function generateErrorCodes(document: OpenApi): string {
  const codes = at(document, ['components', 'schemas', 'ErrorCode', 'enum']) as string[]
  return `/** Every error code of the server (\`ErrorCode\` in the spec). */
    export const errorCodes = ${JSON.stringify(codes)} as const

    /** An error code that this version of the spec knows. */
    export type KnownErrorCode = (typeof errorCodes)[number]
  `
}
