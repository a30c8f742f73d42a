// Where there is an environment, a client can do without options: scripts and servers are set up from outside. What is said in the
// code comes first, and the key of the environment's server goes to no other.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient, type ClientOptions } from '../../src/facade/index.ts'
import { json, scriptedFetch } from '../scripted-fetch.ts'

/** Where a client with these options sends its requests, and with which key. */
async function sent(options: ClientOptions = {}) {
  const fetch = scriptedFetch(json({ version: '', name: 'GoTrue', description: '' }))
  const { error } = await createClient({ ...options, fetch }).health()
  expect(error).toBeNull()
  const { url, headers } = fetch.requests[0]!
  return [url, headers.get('apikey')]
}

beforeEach(() => {
  vi.stubEnv('GOTRUE_URL', 'https://env.example.com/auth/v1')
  vi.stubEnv('GOTRUE_API_KEY', 'env-key')
  return () => {
    vi.unstubAllEnvs()
    vi.unstubAllGlobals()
  }
})

describe('createClient()', () => {
  test('takes GOTRUE_URL and GOTRUE_API_KEY from the environment', async () => {
    expect(await sent()).toEqual(['https://env.example.com/auth/v1/health', 'env-key'])
    expect(await sent({ url: undefined, apiKey: undefined } as ClientOptions)).toEqual([
      'https://env.example.com/auth/v1/health',
      'env-key',
    ])
  })

  test('does without GOTRUE_API_KEY', async () => {
    vi.stubEnv('GOTRUE_API_KEY', undefined)
    expect(await sent()).toEqual(['https://env.example.com/auth/v1/health', null])
    vi.stubEnv('GOTRUE_API_KEY', '')
    expect(await sent()).toEqual(['https://env.example.com/auth/v1/health', null])
  })

  test('takes the options before the environment', async () => {
    const options = { url: 'https://own.example.com', apiKey: 'own-key' }
    expect(await sent(options)).toEqual(['https://own.example.com/health', 'own-key'])
    expect(await sent({ apiKey: 'own-key' })).toEqual(['https://env.example.com/auth/v1/health', 'own-key'])
  })

  test.each(['https://own.example.com', new URL('https://own.example.com')])(
    'does not send the environment’s key to another server that is given (%o)',
    async (url) => {
      expect(await sent({ url })).toEqual(['https://own.example.com/health', null])
    },
  )

  test('reads the environment when it is called, and not later', async () => {
    const fetch = scriptedFetch(json({ version: '', name: 'GoTrue', description: '' }))
    const auth = createClient({ fetch })
    vi.stubEnv('GOTRUE_URL', 'https://later.example.com')
    vi.stubEnv('GOTRUE_API_KEY', 'later-key')
    await auth.health()
    expect(fetch.requests[0]!.url).toBe('https://env.example.com/auth/v1/health')
    expect(fetch.requests[0]!.headers.get('apikey')).toBe('env-key')
    expect(await sent()).toEqual(['https://later.example.com/health', 'later-key'])
  })

  test.each([undefined, ''])('with GOTRUE_URL=%j and no url says what is missing, and takes no host by default', (value) => {
    vi.stubEnv('GOTRUE_URL', value)
    expect(() => createClient()).toThrow(
      expect.objectContaining({
        name: 'AuthError',
        code: 'invalid_argument',
        message: expect.stringMatching(/url is missing.*GOTRUE_URL/),
      }),
    )
  })

  test('with a GOTRUE_URL that is no address says so', () => {
    vi.stubEnv('GOTRUE_URL', 'localhost:9999')
    expect(() => createClient()).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
  })

  test.each<[string, unknown]>([
    ['there is no process', undefined],
    ['process has no env', {}],
    [
      'the environment may not be read',
      Object.defineProperty({}, 'env', {
        get: () => {
          throw new Error('NotCapable: requires env access')
        },
      }),
    ],
  ])('where %s needs a url, and works with one', async (_where, process) => {
    vi.stubGlobal('process', process)
    let failure: unknown
    try {
      createClient()
    } catch (error) {
      failure = error
    }
    const fetch = scriptedFetch(json({ version: '', name: 'GoTrue', description: '' }))
    const { error } = await createClient({ url: 'https://own.example.com', fetch }).health()
    vi.unstubAllGlobals()
    expect(failure).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining('url is missing') })
    expect(error).toBeNull()
    expect(fetch.requests[0]!.url).toBe('https://own.example.com/health')
  })
})
