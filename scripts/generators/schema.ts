import openapiTS, { astToString } from 'openapi-typescript'
import { openString } from '../spec/derive.ts'
import type { OpenApi } from '../spec/read.ts'

/** The `paths`, `operations` and `components` types, by openapi-typescript. */
export async function generateSchema(document: OpenApi): Promise<string> {
  const types = astToString(
    // A field with a default is still optional in a request.
    await openapiTS(document as never, { defaultNonNullable: false, silent: true }),
  )
  return openTheString(types, `${openString}: string;`, `${openString}: string & {};`)
}

/** A plain `string` would swallow the known values that it is joined with. */
export function openTheString(code: string, from: string, to: string): string {
  if (code.split(from).length !== 2) throw new Error(`The generators' output has changed: '${from}' is not there once`)
  return code.replace(from, to)
}
