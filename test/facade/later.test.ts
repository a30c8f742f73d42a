// Parts that are loaded at the first call of a method: the loading is a part of the call, and its failure is a result.
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createCall } from '../../src/facade/call.ts'
import { later, loadOnce } from '../../src/facade/later.ts'
import { createTransport } from '../../src/operations/index.ts'

interface Part {
  greet(name: string, options?: object): Promise<{ data: string; error: null } | { data: null; error: Error }>
}
const call = createCall(createTransport({ url: 'http://localhost:9999' }), 1000)
const part: Part = { greet: async (name) => ({ data: `hello ${name}`, error: null }) }

describe('later()', () => {
  test('loads at the first call, and once', async () => {
    const load = vi.fn(async () => part)
    const { greet } = later<Part>(
      call,
      loadOnce(load, (module) => module),
      { greet: null },
    )
    expect(load).not.toHaveBeenCalled()
    expect(await Promise.all([greet('Ada'), greet('Grace')])).toEqual([
      { data: 'hello Ada', error: null },
      { data: 'hello Grace', error: null },
    ])
    await greet('Ada')
    expect(load).toHaveBeenCalledTimes(1)
  })

  test('resolves to network_failure when the code can not be loaded, and tries again at the next call', async () => {
    const cause = new TypeError('Failed to fetch dynamically imported module')
    const load = vi.fn(async () => part).mockRejectedValueOnce(cause)
    const { greet } = later<Part>(
      call,
      loadOnce(load, (module) => module),
      { greet: null },
    )
    const { data, error } = await greet('Ada')
    expect(data).toBeNull()
    expect(error).toMatchObject({ code: 'network_failure', retryable: true, cause })
    expect((await greet('Ada')).data).toBe('hello Ada')
  })

  test('has one time limit for the loading and for what follows', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const load = () => new Promise<Part>((resolve) => setTimeout(resolve, 800, slow))
    const slow: Part = { greet: (_name, options) => call(null, options as object, () => new Promise<string>(() => {})) }
    const { greet } = later<Part>(call, load, { greet: null })
    const settled = vi.fn()
    void greet('Ada').then(settled)
    await vi.advanceTimersByTimeAsync(999)
    expect(settled).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(settled).toHaveBeenCalledWith({ data: null, error: expect.objectContaining({ code: 'timeout' }) })
    // Only what was begun so has less of it.
    const next = vi.fn()
    void slow.greet('Ada').then(next)
    await vi.advanceTimersByTimeAsync(999)
    expect(next).not.toHaveBeenCalled()
  })

  test.each([
    ['its last argument', (options: object): [string, object?] => ['Ada', options]],
    ['the options of its argument', (options: object): [string, object?] => [{ options } as never]],
  ])('ends the loading with the time limit and the signal of %s', async (_where, args) => {
    const { greet } = later<Part>(call, () => new Promise<Part>(() => {}), { greet: null })
    expect((await greet(...args({ timeout: 10 }))).error).toMatchObject({ code: 'timeout', retryable: true })
    expect((await greet(...args({ signal: AbortSignal.abort('enough') }))).error).toMatchObject({ code: 'aborted' })
  })
})
