import type { Server } from './context.ts'
import type { Message } from './accounts/outbox.ts'
import { createState, type State, type TableName } from './state/state.ts'

/** What a test server remembers, as JSON: a fixture. */
export interface ServerState {
  /** Of this form. */
  version: 1
  /** The rows of each table, oldest first. */
  tables: { [Name in TableName]?: { id: string }[] }
  messages: Message[]
  /** Where the generator of what is random stands. */
  random: number
}

const names = (server: Server): TableName[] => Object.keys(server.state).filter((name) => name !== 'journal') as TableName[]

/** All of it is JSON. structuredClone() can't copy what is nested as deep as bodies may be. */
const copyOf = (state: ServerState): ServerState => JSON.parse(JSON.stringify(state)) as ServerState

export function exportState(server: Server): ServerState {
  const tables = Object.fromEntries(names(server).map((name) => [name, server.state[name].all()]))
  const state: ServerState = { version: 1, tables, messages: server.outbox.messages, random: server.random.state }
  return copyOf(state)
}

/** @throws TypeError when it is no exported state; nothing is changed then */
export function importState(server: Server, state: ServerState): void {
  const known = names(server)
  const given = Object.entries(state?.tables ?? {})
  const isState =
    state?.version === 1 &&
    typeof state.random === 'number' &&
    Array.isArray(state.messages) &&
    given.every(
      ([name, rows]) =>
        (known as string[]).includes(name) && Array.isArray(rows) && rows.every((row) => typeof row?.id === 'string'),
    )
  if (!isState) throw new TypeError('This is not what exportState() of a test server has returned')
  const { tables, messages, random } = copyOf(state)
  const fill = (state: State) => {
    for (const name of known) {
      const table = state[name] as unknown as { clear(): void; insert(row: object): void }
      table.clear()
      for (const row of tables[name] ?? []) table.insert(row)
    }
    state.journal.commit()
  }
  try {
    // Rows without what indexes are made of are found out where they do no harm.
    fill(createState())
  } catch (cause) {
    throw new TypeError('This is not what exportState() of a test server has returned', { cause })
  }
  fill(server.state)
  server.outbox.messages.splice(0, Infinity, ...messages)
  server.limits.clear()
  server.random.state = random
}
