// Sign-in with wallets on a real server, with keys of the test's own. See live.ts; and where the server's site is another:
//
//   GOTRUE_WEB3_URL   an address that the server allows, https or of localhost, default http://localhost:3000/welcome
import { describe, expect, test } from 'vitest'
import { createClient, unwrap } from '../../src/facade/index.ts'
import { ethereumWallet, solanaWallet } from '../facade/web3/wallets.ts'
import { apiKey, connect, url as server } from './live.ts'

const { GOTRUE_WEB3_URL: url = 'http://localhost:3000/welcome' } = process.env

/** The settings don't say whether wallets may sign in; a refusal does. */
async function isOff(chain: 'ethereum' | 'solana'): Promise<boolean> {
  if (!server) return true
  const auth = createClient({ url: server, ...(apiKey && { apiKey }) })
  const message = 'no message, but long enough for the server to look at what it is told to look at'
  const signature = chain === 'ethereum' ? `0x${'00'.repeat(65)}` : new Uint8Array(64)
  const { error } = await auth.signInWithWeb3({ chain, message, signature } as never)
  return error?.code === 'web3_provider_disabled'
}
const off = { ethereum: await isOff('ethereum'), solana: await isOff('solana') }
const title = (chain: 'ethereum' | 'solana') =>
  `signInWithWeb3() with ${chain}${off[chain] ? ' [skipped: no server, or it is off]' : ''}`

describe.skipIf(off.ethereum)(title('ethereum'), () => {
  test('signs up and in, always the same user', async () => {
    const wallet = ethereumWallet()
    const { auth, events } = await connect()
    const first = unwrap(await auth.signInWithWeb3({ chain: 'ethereum', wallet, statement: 'Welcome', options: { url } }))
    expect(first.user.app_metadata).toMatchObject({ provider: 'web3' })
    expect(first.user.identities[0]?.identity_data).toMatchObject({
      custom_claims: { address: wallet.address, chain: 'ethereum' },
    })
    expect(unwrap(await auth.getUser()).user.id).toBe(first.user.id)
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    const { auth: other } = await connect()
    const second = unwrap(await other.signInWithWeb3({ chain: 'ethereum', wallet, options: { url } }))
    expect(second.user.id).toBe(first.user.id)
  })

  test.each([
    ['for another application', { url: 'https://evil.example/' }],
    ['that was signed long ago', { url, signInWithEthereum: { issuedAt: new Date(Date.now() - 3_600_000) } }],
    ['of the future', { url, signInWithEthereum: { issuedAt: new Date(Date.now() + 3_600_000) } }],
    ['that is not valid yet', { url, signInWithEthereum: { notBefore: new Date(Date.now() + 60_000) } }],
  ])('a message %s is invalid_grant', async (_what, options) => {
    const { auth } = await connect()
    const { error } = await auth.signInWithWeb3({ chain: 'ethereum', wallet: ethereumWallet(), options })
    expect(error).toMatchObject({ code: 'invalid_grant', status: 400 })
  })

  test('the signature of another key is invalid_grant', async () => {
    const [wallet, thief] = [ethereumWallet(), ethereumWallet()]
    const request = (call: { method: string; params?: unknown[] }) =>
      (call.method === 'personal_sign' ? thief : wallet).request(call)
    const { auth } = await connect()
    const { error } = await auth.signInWithWeb3({ chain: 'ethereum', wallet: { request }, options: { url } })
    expect(error).toMatchObject({ code: 'invalid_grant' })
  })
})

describe.skipIf(off.solana)(title('solana'), () => {
  test.each([true, false])('signs up and in (signIn: %s)', async (signsIn) => {
    const { wallet, address } = solanaWallet({ signsIn })
    const { auth } = await connect()
    const options = { url, signInWithSolana: { chainId: 'solana:mainnet' } }
    const { user } = unwrap(await auth.signInWithWeb3({ chain: 'solana', wallet, statement: 'Welcome', options }))
    expect(user.identities[0]?.identity_data).toMatchObject({
      custom_claims: { address, chain: 'solana', network: 'solana:mainnet', statement: 'Welcome' },
    })
  })

  test.each([
    ['for another application', { url: 'https://evil.example/' }],
    [
      'that has expired',
      {
        url,
        signInWithSolana: {
          issuedAt: new Date(Date.now() - 120_000),
          expirationTime: new Date(Date.now() - 60_000),
        },
      },
    ],
  ])('a message %s is invalid_grant', async (_what, options) => {
    const { auth } = await connect()
    const { error } = await auth.signInWithWeb3({ chain: 'solana', wallet: solanaWallet().wallet, options })
    expect(error).toMatchObject({ code: 'invalid_grant' })
  })
})
