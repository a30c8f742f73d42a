// One sample of memory.ts, in a process of its own: `node --expose-gc bench/memory-process.ts <library> <clients> heap|timers`
import { setTimeout as sleep } from 'node:timers/promises'
import { load, type Client } from './libraries.ts'

export interface Measured {
  heldBytes: number
  microseconds: number
  survivors: number
  droppedBytes: number
  timers: number
  handles: number
}

const [library, count, what] = process.argv.slice(2) as [string, string, 'heap' | 'timers']
const clients = Number(count)

/** Timers that were started and have neither fired for the last time nor been cleared, unlike the process's list, also those that let it end. */
function countTimers(): () => number {
  const running = new Set<unknown>()
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis
  const start = (timer: (callback: () => void, delay?: number) => unknown, isOnce: boolean) => {
    return (callback: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => {
      const id = timer(() => {
        if (isOnce) running.delete(id)
        callback(...args)
      }, delay)
      running.add(id)
      return id
    }
  }
  const stop = (clear: (id: never) => void) => (id: unknown) => {
    running.delete(id)
    clear(id as never)
  }
  Object.assign(globalThis, {
    setTimeout: start(setTimeout, true),
    setInterval: start(setInterval, false),
    clearTimeout: stop(clearTimeout),
    clearInterval: stop(clearInterval),
  })
  return () => running.size
}

async function loadTransport() {
  const { createTransport } = await import('gotrue-sdk/operations')
  return createTransport
}

/** Lets clients finish what they start by themselves, and finalisers run. */
async function settle(): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await sleep(50)
    globalThis.gc!()
  }
}

const heap = () => process.memoryUsage().heapUsed
const handles = () => process.getActiveResourcesInfo().length

const timers = what === 'timers' ? countTimers() : () => 0
const create = library === 'gotrue-sdk/operations' ? await loadTransport() : await load(library)
const make = (number: number): object[] =>
  Array.from({ length: number }, () => create({ url: 'https://auth.example.com', apiKey: 'a.b.c' }))

let held = make(100)
for (const client of held) await (client as Partial<Client>).dispose?.()
held = []
await settle()
const before = { heap: heap(), timers: timers(), handles: handles() }

const start = performance.now()
held = make(clients)
const microseconds = ((performance.now() - start) / clients) * 1000
await settle()

let measured: Partial<Measured>
if (what === 'timers') {
  measured = { timers: timers() - before.timers, handles: handles() - before.handles }
} else {
  const heldBytes = Math.round((heap() - before.heap) / clients)
  const references = held.map((client) => new WeakRef(client))
  held = []
  await settle()
  const survivors = references.filter((reference) => reference.deref()).length
  references.length = 0
  await settle()
  // Less than nothing is what the process itself has let go.
  measured = { heldBytes, microseconds, survivors, droppedBytes: Math.max(0, Math.round((heap() - before.heap) / clients)) }
}
console.log(JSON.stringify(measured))
process.exit()
