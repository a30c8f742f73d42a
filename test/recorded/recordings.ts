// Exchanges with a real GoTrue, one JSON object a line. README.md beside this file says where they come from.
import { readFileSync } from 'node:fs'

export interface Recording {
  /** `METHOD /templated/path`. */
  operation: string
  profile: string
  note?: string
  flow?: string
  step?: string
  request: {
    method: string
    path: string
    query: Record<string, string | string[]>
    headers: Record<string, string | boolean>
    body: unknown
  }
  response: { status: number; headers: Record<string, string>; body: unknown }
}

export function readRecordings(file: string): Recording[] {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recording)
}

export function titleOf({ operation, response, note, flow, step, profile }: Recording): string {
  return `${operation} → ${response.status} (${profile}: ${note ?? `${flow}/${step}`})`
}
