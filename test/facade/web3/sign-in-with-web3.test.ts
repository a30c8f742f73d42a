// Sign-in with wallets that really sign: what is signed, what is sent, and what becomes of a wallet that fails.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createClient, type SolanaWallet, type Web3Credentials } from '../../../src/facade/index.ts'
import { hangingFetch, json, scriptedFetch } from '../../scripted-fetch.ts'
import { ethereumWallet, recoverAddress, solanaWallet } from './wallets.ts'

const url = 'https://app.example.com/in'
const session = {
  access_token: 'a.b.c',
  refresh_token: 'r',
  token_type: 'bearer',
  expires_in: 3600,
  expires_at: 9e9,
  user: { id: 'ada', user_metadata: {}, app_metadata: {} },
}
function setUp() {
  const fetch = scriptedFetch(json(session))
  const auth = createClient({ url: 'https://auth.example.com', fetch })
  const events: string[] = []
  auth.onAuthStateChange((event) => void events.push(event))
  const sent = async () => (await fetch.requests[0]!.clone().json()) as { chain: string; message: string; signature: string }
  return { auth, fetch, events, sent }
}
afterEach(() => vi.unstubAllGlobals())

describe('signInWithWeb3() with Ethereum', () => {
  test('lets the wallet sign for its account and network, and signs in', async () => {
    const { auth, fetch, events, sent } = setUp()
    const wallet = ethereumWallet(undefined, 10)
    const { data, error } = await auth.signInWithWeb3({
      chain: 'ethereum',
      wallet,
      statement: 'Welcome',
      options: { url: `${url}?a=1#access_token=secret`, captchaToken: 'not-a-robot' },
    })
    expect(error).toBeNull()
    expect(data.session).toEqual(session)
    expect(fetch.requests[0]!.url).toBe('https://auth.example.com/token?grant_type=web3')
    const { chain, message, signature } = await sent()
    expect(chain).toBe('ethereum')
    expect(message.split('\n').slice(0, 8)).toEqual([
      'app.example.com wants you to sign in with your Ethereum account:',
      wallet.address,
      '',
      'Welcome',
      '',
      'URI: https://app.example.com/in?a=1',
      'Version: 1',
      'Chain ID: 10',
    ])
    expect(recoverAddress(message, signature)).toBe(wallet.address)
    expect(await sent()).toMatchObject({ gotrue_meta_security: { captcha_token: 'not-a-robot' } })
    expect(wallet.calls).toEqual(['eth_requestAccounts', 'eth_chainId', 'personal_sign'])
    await vi.waitFor(() => expect(events).toEqual(['INITIAL_SESSION', 'SIGNED_IN']))
  })

  test('finds the wallet of the page, and its address', async () => {
    const { auth, sent } = setUp()
    const wallet = ethereumWallet()
    vi.stubGlobal('ethereum', wallet)
    vi.stubGlobal('location', new URL(url))
    const options = { signInWithEthereum: { chainId: 5, nonce: 'abcdefgh1', requestId: 'r1' } }
    expect((await auth.signInWithWeb3({ chain: 'ethereum', options })).error).toBeNull()
    expect((await sent()).message).toMatch(
      /URI: https:\/\/app\.example\.com\/in\nVersion: 1\nChain ID: 5\nNonce: abcdefgh1\n.*\nRequest ID: r1$/,
    )
    expect(wallet.calls).not.toContain('eth_chainId')
  })

  test('sends a message that is signed as it is', async () => {
    const { auth, sent } = setUp()
    await auth.signInWithWeb3({ chain: 'ethereum', message: 'signed elsewhere', signature: '0xabc' })
    expect(await sent()).toEqual({ chain: 'ethereum', message: 'signed elsewhere', signature: '0xabc' })
  })
})

describe('signInWithWeb3() with Solana', () => {
  test.each([true, false])('lets the wallet sign (signIn: %s)', async (signsIn) => {
    const { auth, sent } = setUp()
    const { wallet, address, inputs, verify } = solanaWallet({ signsIn })
    const options = { url, signInWithSolana: { chainId: 'solana:mainnet', issuedAt: new Date(0) } }
    const { error } = await auth.signInWithWeb3({ chain: 'solana', wallet, statement: 'Welcome', options })
    expect(error).toBeNull()
    const { chain, message, signature } = await sent()
    expect(chain).toBe('solana')
    expect(message).toBe(`app.example.com wants you to sign in with your Solana account:
${address}

Welcome

URI: https://app.example.com/in
Version: 1
Chain ID: solana:mainnet
Issued At: 1970-01-01T00:00:00.000Z`)
    expect(signature).toHaveLength(88)
    expect(verify(message, signature)).toBe(true)
    expect(inputs).toHaveLength(signsIn ? 1 : 0)
  })

  test('asks a wallet that is connected already for no connection', async () => {
    const { auth } = setUp()
    const { wallet, address } = solanaWallet()
    wallet.publicKey = { toBase58: () => address }
    wallet.connect = () => Promise.reject(new Error('connected already'))
    expect((await auth.signInWithWeb3({ chain: 'solana', wallet, options: { url } })).error).toBeNull()
  })

  test('takes what a wallet has signed that is alone, and not in a list', async () => {
    const { auth } = setUp()
    const { wallet } = solanaWallet({ signsIn: true })
    const { signIn } = wallet
    wallet.signIn = async (input) => [await signIn!(input)].flat()[0]!
    expect((await auth.signInWithWeb3({ chain: 'solana', wallet, options: { url } })).error).toBeNull()
  })

  test('takes signatures that come in an object', async () => {
    const { auth } = setUp()
    const { wallet } = solanaWallet()
    const { signMessage } = wallet
    wallet.signMessage = async (message) => ({ signature: (await signMessage!(message)) as Uint8Array })
    expect((await auth.signInWithWeb3({ chain: 'solana', wallet, options: { url } })).error).toBeNull()
  })
})

describe('signInWithWeb3() without success', () => {
  const refusing = (error: unknown) => ({ request: () => Promise.reject(error) })
  const signsWith = (signature: unknown) => async (asked: { method: string; params?: unknown[] }) =>
    asked.method === 'personal_sign' ? signature : ethereumWallet().request(asked)
  const connected = { publicKey: { toBase58: () => solanaWallet().address } }
  const cases: [string, Web3Credentials | undefined, string][] = [
    ['no wallet', { chain: 'ethereum', options: { url } }, 'wallet_missing'],
    ['no wallet of Solana', { chain: 'solana', options: { url } }, 'wallet_missing'],
    ['no page and no URL', { chain: 'ethereum', wallet: ethereumWallet() }, 'invalid_argument'],
    ['another chain', { chain: 'bitcoin', options: { url } } as never, 'invalid_argument'],
    ['nothing', undefined, 'invalid_argument'],
    [
      'a user who declines',
      { chain: 'ethereum', wallet: refusing({ code: 4001, message: 'no' }), options: { url } },
      'wallet_refused',
    ],
    ['a wallet that fails', { chain: 'ethereum', wallet: refusing(new Error('locked')), options: { url } }, 'wallet_failed'],
    [
      'a wallet that rejects with nothing',
      { chain: 'ethereum', wallet: refusing(undefined), options: { url } },
      'wallet_failed',
    ],
    ['no account', { chain: 'ethereum', wallet: { request: async () => [] }, options: { url } }, 'wallet_failed'],
    ['a wallet that can not sign', { chain: 'solana', wallet: {}, options: { url } }, 'wallet_failed'],
    [
      'a signature that is none',
      { chain: 'solana', wallet: { signIn: async () => ({}) } as unknown as SolanaWallet, options: { url } },
      'wallet_failed',
    ],
    [
      'a signature of Ethereum that is no text',
      { chain: 'ethereum', wallet: { ...ethereumWallet(), request: signsWith(7) } as never, options: { url } },
      'wallet_failed',
    ],
    [
      'a signature of Solana that is no list of bytes',
      {
        chain: 'solana',
        wallet: { ...connected, signMessage: async () => ({ signature: 'x' }) } as never,
        options: { url },
      },
      'wallet_failed',
    ],
    [
      'an account that never comes',
      { chain: 'solana', wallet: { signMessage: async () => new Uint8Array(64) }, options: { url } },
      'wallet_failed',
    ],
    ['an account that signs nothing', { chain: 'solana', wallet: connected, options: { url } }, 'wallet_failed'],
    [
      'a signed message without its signature',
      { chain: 'solana', wallet: { signIn: async () => ({ signedMessage: new Uint8Array(8) }) } as never, options: { url } },
      'wallet_failed',
    ],
    [
      'a signature without what was signed',
      { chain: 'solana', wallet: { signIn: async () => [{ signature: new Uint8Array(64) }] } as never, options: { url } },
      'wallet_failed',
    ],
    [
      'no answer of the wallet',
      { chain: 'solana', wallet: { signIn: async () => [] } as never, options: { url } },
      'wallet_failed',
    ],
    [
      'a statement of two lines',
      { chain: 'ethereum', wallet: ethereumWallet(), statement: 'a\nb', options: { url } },
      'invalid_argument',
    ],
  ]
  test.each(cases)('for %s sends nothing', async (_what, credentials, code) => {
    const { auth, fetch } = setUp()
    const { data, error } = await auth.signInWithWeb3(credentials!)
    expect(error).toMatchObject({ code })
    expect(data).toEqual({ user: null, session: null })
    expect(fetch.requests).toHaveLength(0)
  })

  test('waits for the wallet beyond the time limit, until the signal ends it', async () => {
    vi.useFakeTimers()
    try {
      const { auth } = setUp()
      await auth.signInWithWeb3(undefined!)
      const controller = new AbortController()
      const wallet = { request: () => new Promise<never>(() => {}) }
      const call = auth.signInWithWeb3({ chain: 'ethereum', wallet, options: { url, signal: controller.signal } })
      const settled = vi.fn()
      void call.then(settled)
      await vi.advanceTimersByTimeAsync(600_000)
      expect(settled).not.toHaveBeenCalled()
      controller.abort('enough')
      expect((await call).error).toMatchObject({ code: 'aborted', cause: 'enough' })
    } finally {
      vi.useRealTimers()
    }
  })

  test('ends the request with the client’s time limit', async () => {
    const auth = createClient({ url: 'https://auth.example.com', fetch: hangingFetch({ obeysSignal: false }), timeout: 20 })
    const { error } = await auth.signInWithWeb3({ chain: 'ethereum', wallet: ethereumWallet(), options: { url } })
    expect(error).toMatchObject({ code: 'timeout' })
  })
})
