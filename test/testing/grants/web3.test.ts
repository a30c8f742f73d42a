import { beforeEach, describe, expect, test } from 'vitest'
import { createClient, unwrap } from '../../../src/facade/index.ts'
import type { ConfigInput, TestServer } from '../../../src/testing/index.ts'
import { callerOf, claimsOf, expectRefusal, oauthRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'
import { ethereumWallet, solanaWallet } from '../../facade/web3/wallets.ts'

const secretKey = new Uint8Array(32).fill(7)
const ethereum = ethereumWallet(secretKey)
const solana = solanaWallet({ secretKey })

const chains = {
  ethereum: {
    name: 'Ethereum',
    address: ethereum.address,
    network: '1',
    nothing: null,
    sign: async (message: string) => {
      const params = [`0x${Buffer.from(message).toString('hex')}`, ethereum.address]
      return (await ethereum.request({ method: 'personal_sign', params })) as string
    },
  },
  solana: {
    name: 'Solana',
    address: solana.address,
    network: 'solana:mainnet',
    nothing: '',
    sign: async (message: string) =>
      Buffer.from((await solana.wallet.signMessage!(Buffer.from(message))) as Uint8Array).toString('base64'),
  },
}

let server: TestServer
let call: ReturnType<typeof callerOf>
function begin(config: ConfigInput = {}): void {
  server = checkedServer({ config, now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
}
beforeEach(() => begin())

describe.each(['ethereum', 'solana'] as const)('POST /token?grant_type=web3 with %s', (chain) => {
  const { name, address, network, nothing, sign } = chains[chain]
  const subject = `web3:${chain}:${address}`

  const messageOf = ({ statement = '', uri = 'http://localhost:3000/', domain = 'localhost:3000' } = {}) =>
    `${domain} wants you to sign in with your ${name} account:\n${address}\n\n${statement && `${statement}\n\n`}` +
    `URI: ${uri}\nVersion: 1\nChain ID: ${network}\nNonce: 12345678\nIssued At: 2026-01-01T00:00:00.000Z`
  const signIn = async (message = messageOf(), changes: object = {}) =>
    call('POST /token?grant_type=web3', { json: { chain, message, signature: await sign(message), ...changes } })
  const claimsWith = (statement: string | null) => ({
    custom_claims: { address, chain, domain: 'localhost:3000', network, statement },
    email_verified: false,
    phone_verified: false,
    sub: subject,
  })

  test('makes a user of a wallet', async () => {
    const { status, body } = await signIn()
    expect(status).toBe(200)
    expect(body.user).toMatchObject({
      email: '',
      phone: '',
      app_metadata: { provider: 'web3', providers: ['web3'] },
      user_metadata: claimsWith(nothing),
      identities: [{ provider: 'web3', id: subject, identity_data: claimsWith(nothing) }],
    })
    expect(claimsOf(body.access_token).amr).toMatchObject([{ method: 'web3' }])
    expect((await call('GET /user', { token: body.access_token })).body.id).toBe(body.user.id)
    const admin = await server.createServiceToken()
    const actions = (await call('GET /admin/audit', { token: admin })).body
    expect(actions.map(({ payload }: { payload: object }) => payload)).toMatchObject([
      { action: 'login', traits: { provider: 'web3', chain, address, network, uri: 'http://localhost:3000/' } },
      { action: 'login', traits: { provider: 'web3' } },
    ])
  })

  test('knows the wallet again, and notes what it has said last', async () => {
    const first = (await signIn()).body.user
    server.users.update(first, { user_metadata: { ...first.user_metadata, nickname: 'ada' } })
    server.clock.advance('1m')
    const { body } = await signIn(messageOf({ statement: 'Hello' }))
    expect(body.user.id).toBe(first.id)
    expect(body.user.user_metadata).toEqual({ ...claimsWith('Hello'), nickname: 'ada' })
    // As it was read, before: the server does not read it again.
    expect(body.user.identities).toMatchObject([{ identity_data: claimsWith(nothing) }])
    const user = (await call('GET /user', { token: body.access_token })).body
    expect(user.identities).toMatchObject([{ identity_data: claimsWith('Hello') }])
    expect(server.users.all()).toHaveLength(1)
  })

  test('of a user who is banned', async () => {
    server.users.update((await signIn()).body.user, { banned_until: '2030-01-01' })
    await expectRefusal(server, () => signIn(), refusal(403, 'user_banned', 'User is banned'))
  })

  test('of a new wallet when sign-up is off', async () => {
    begin({ GOTRUE_DISABLE_SIGNUP: true })
    await expectRefusal(server, () => signIn(), refusal(422, 'signup_disabled', 'Signups not allowed for this instance'))
  })

  test('of a message that somebody else has signed, that is old or for another site', async () => {
    const invalid = (description: string) => oauthRefusal('invalid_grant', description)
    await expectRefusal(
      server,
      () => signIn(messageOf(), { message: messageOf({ statement: 'x' }) }),
      invalid('Signature does not match address in message'),
    )
    await expectRefusal(
      server,
      () => signIn(messageOf({ uri: 'https://evil.example/', domain: 'evil.example' })),
      invalid(`Signed ${name} message is using URI which is not allowed on this server, message was signed for another app`),
    )
    await expectRefusal(
      server,
      () => signIn(messageOf({ uri: 'http://evil.example/', domain: 'evil.example' })),
      invalid(`Signed ${name} message is using URI which does not use HTTPS`),
    )
    server.clock.advance('10m')
    expect((await signIn()).status).toBe(200)
    server.clock.advance(1)
    await expectRefusal(server, () => signIn(), invalid(`${name} message was issued too long ago`))
  })

  test('for as long as the configuration says', async () => {
    begin({ [`GOTRUE_EXTERNAL_WEB3_${chain.toUpperCase()}_MAXIMUM_VALIDITY_DURATION`]: '1m' })
    server.clock.advance('1m')
    expect((await signIn()).status).toBe(200)
    server.clock.advance(1)
    expect((await signIn()).status).toBe(400)
  })

  test('when that chain is off', async () => {
    begin({ [`GOTRUE_EXTERNAL_WEB3_${chain.toUpperCase()}_ENABLED`]: false })
    await expectRefusal(server, () => signIn(), refusal(422, 'web3_provider_disabled', `${name} Web3 provider is disabled`))
  })

  test.each([
    [{ message: 'x' }, 'message is too short'],
    [{ message: 'x'.repeat(20 * 1024 + 1) }, 'message must not exceed 20KB'],
    [{ signature: 'x' }, /^signature must be 6[45] bytes/],
  ])('of %.40j', async (changes, why) => {
    const { status, body } = await signIn(messageOf(), changes)
    expect({ status, code: body.error_code }).toEqual({ status: 400, code: 'validation_failed' })
    expect(body.msg).toMatch(why)
  })
})

test('signInWithWeb3() signs in', async () => {
  server = checkedServer()
  const auth = createClient({ url: server.url, fetch: server.fetch })
  const options = { url: 'http://localhost:3000/in' }
  const wallet = ethereumWallet()
  const first = await auth.signInWithWeb3({ chain: 'ethereum', wallet, options }).then(unwrap)
  expect(first.user.user_metadata).toMatchObject({ sub: `web3:ethereum:${wallet.address}` })
  const other = solanaWallet()
  const second = await auth.signInWithWeb3({ chain: 'solana', wallet: other.wallet, options }).then(unwrap)
  expect(second.user.id).not.toBe(first.user.id)
  expect((await auth.getUser()).data).toMatchObject({ user: { id: second.user.id } })
})

describe('POST /token?grant_type=web3', () => {
  test.each([
    [{}, 'web3_unsupported_chain', 'Unsupported chain'],
    [{ chain: 'bitcoin' }, 'web3_unsupported_chain', 'Unsupported chain'],
    ['', 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input'],
    [
      '[]',
      'bad_json',
      'Could not parse request body as JSON: json: cannot unmarshal array into Go value of type api.Web3GrantParams',
    ],
    [
      { chain: 5 },
      'bad_json',
      'Could not parse request body as JSON: json: cannot unmarshal number into Go struct field Web3GrantParams.chain of type string',
    ],
  ])('of %j', async (json, code, message) => {
    await expectRefusal(server, () => call('POST /token?grant_type=web3', { json }), refusal(400, code, message))
  })

  test('when all chains are off, before the body is read', async () => {
    begin({ GOTRUE_EXTERNAL_WEB3_ETHEREUM_ENABLED: false, GOTRUE_EXTERNAL_WEB3_SOLANA_ENABLED: false })
    await expectRefusal(
      server,
      () => call('POST /token?grant_type=web3', { json: '{' }),
      refusal(422, 'web3_provider_disabled', 'Web3 provider is disabled'),
    )
  })

  test('asks for a CAPTCHA, and has a limit of its own', async () => {
    begin({ GOTRUE_SECURITY_CAPTCHA_ENABLED: true })
    expect((await call('POST /token?grant_type=web3', { json: { chain: 'x' } })).body.error_code).toBe('captcha_failed')
    begin({ GOTRUE_RATE_LIMIT_HEADER: 'x-client' })
    const headers = { 'x-client': 'a' }
    for (let count = 0; count < 30; count++) await call('POST /token?grant_type=web3', { json: {}, headers })
    expect(await call('POST /token?grant_type=web3', { json: {}, headers })).toMatchObject({ status: 429 })
    expect(await call('POST /token?grant_type=password', { json: {}, headers })).toMatchObject({ status: 400 })
  })
})
