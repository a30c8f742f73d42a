// What administrators do, on a real server: see live.ts. It makes some hundred users, and deletes them; and where the server's secret is
// known, it makes tokens with it.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { createAdmin, createServiceToken, type Admin, type GenerateLinkParams } from '../../src/facade/admin/index.ts'
import { createClient, unwrap } from '../../src/facade/index.ts'
import { createTransport, enrollFactor } from '../../src/operations/index.ts'
import {
  apiKey,
  connect,
  connectAsUser,
  describeWith,
  home,
  mail,
  newEmail,
  judged,
  newPassword,
  secret,
  serviceKey,
  testWith,
  url,
} from './live.ts'

const needsToken = ['GOTRUE_SERVICE_KEY or GOTRUE_JWT_SECRET'] as const

/** An administrator, and what was asked for. */
function administrator() {
  const requests: string[] = []
  const admin = createAdmin({
    url: url!,
    adminToken: serviceKey!,
    ...(apiKey && { apiKey }),
    fetch: (request) => {
      requests.push(new URL(request.url).search)
      return judged(request)
    },
  })
  return { admin, requests }
}
const created: string[] = []
async function newUser(admin: Admin, attributes: object = {}) {
  const email = newEmail()
  const { user } = unwrap(await admin.createUser({ email, email_confirm: true, ...attributes }))
  created.push(user.id)
  return user
}
afterAll(async () => {
  if (url && serviceKey) for (const id of created) await administrator().admin.deleteUser(id)
})

describeWith(needsToken, 'users', () => {
  const { admin } = url && serviceKey ? administrator() : ({} as { admin: Admin })

  test('createUser() with everything, and who can then sign in', async () => {
    const id = randomUUID()
    const password = newPassword()
    const user = await newUser(admin, { id, password, app_metadata: { plan: 'free' }, user_metadata: { name: 'Ada' } })
    expect(user).toMatchObject({ id, app_metadata: { plan: 'free', provider: 'email' }, user_metadata: { name: 'Ada' } })
    const { auth } = await connect()
    expect((await auth.signInWithPassword({ email: user.email, password })).data.user?.id).toBe(id)
    const again = await admin.createUser({ email: user.email })
    expect(again).toMatchObject({ data: { user: null }, error: { code: 'email_exists' } })
  })

  test('createUser() with a password hash', async () => {
    // bcrypt of "correct-horse-battery", as another system would have it.
    const password_hash = '$2b$04$abcdefghijklmnopqrstuupOWRSKKNe562z1DsLEArFuJDHVyRIMa'
    const user = await newUser(admin, { password_hash })
    const { auth } = await connect()
    const { data } = await auth.signInWithPassword({ email: user.email, password: 'correct-horse-battery' })
    expect(data.user?.id).toBe(user.id)
  })

  test('updateUserById() bans, lifts the ban, and merges metadata', async () => {
    const password = newPassword()
    const { id, email } = await newUser(admin, { password, app_metadata: { plan: 'free', trial: true } })
    const { auth } = await connect()
    unwrap(await admin.updateUserById(id, { ban_duration: '1h', app_metadata: { plan: 'pro', trial: null } }))
    expect((await auth.signInWithPassword({ email, password })).error).toMatchObject({ code: 'user_banned' })
    const { user } = unwrap(await admin.updateUserById(id, { ban_duration: 'none' }))
    expect(user.app_metadata).toMatchObject({ plan: 'pro' })
    expect(user.app_metadata).not.toHaveProperty('trial')
    expect((await auth.signInWithPassword({ email, password })).error).toBeNull()
  })

  test('getUserById() and getUserByEmail()', async () => {
    const { id, email } = await newUser(admin)
    const { user } = unwrap(await admin.getUserById(id))
    expect(user).toMatchObject({ id, email, identities: [{ provider: 'email' }] })
    expect(unwrap(await admin.getUserByEmail(email.toUpperCase())).user).toEqual(user)
    expect((await admin.getUserById(randomUUID())).error).toMatchObject({ code: 'user_not_found', status: 404 })
    expect((await admin.getUserByEmail(newEmail())).error).toMatchObject({ code: 'user_not_found', status: 404 })
  })

  test('getUserByEmail() takes wildcards as they are', async () => {
    const [name, domain] = newEmail().split('@')
    const [own] = [
      await newUser(admin, { email: `${name}_%b@${domain}` }),
      await newUser(admin, { email: `${name}xxb@${domain}` }),
    ]
    expect(unwrap(await admin.getUserByEmail(own.email)).user.id).toBe(own.id)
    const filter = own.email.replace(/[\\%_]/g, '\\$&')
    expect(unwrap(await admin.listUsers({ filter })).users.map(({ id }) => id)).toEqual([own.id])
    expect(unwrap(await admin.listUsers({ filter: own.email })).users).toHaveLength(2)
  })

  test('deleteUser(), softly and for good', async () => {
    const { id, email } = await newUser(admin)
    expect(await admin.deleteUser(id, true)).toEqual({ data: { user: null }, error: null })
    const { user } = unwrap(await admin.getUserById(id))
    expect(user.deleted_at).toBeTypeOf('string')
    expect(user.email).not.toBe(email)
    unwrap(await admin.deleteUser(id))
    expect((await admin.deleteUser(id)).error).toMatchObject({ code: 'user_not_found' })
  })

  test('signOut() ends the session of a token', async () => {
    const { auth } = await connectAsUser()
    const { session } = unwrap(await auth.getSession())
    expect(await admin.signOut(session!.access_token, 'local')).toEqual({ data: null, error: null })
    expect((await admin.signOut(session!.access_token)).error).toMatchObject({ code: 'session_not_found' })
    expect((await admin.signOut('nonsense')).error).toMatchObject({ code: 'bad_jwt' })
    const { user } = unwrap(await auth.getSession()).session!
    created.push(user.id)
  })

  test('mfa: listFactors(), updateFactor(), deleteFactor()', async ({ skip }) => {
    const { auth } = await connectAsUser()
    const { access_token, user } = unwrap(await auth.getSession()).session!
    created.push(user.id)
    const client = createTransport({ url: url!, ...(apiKey && { apiKey }), credentials: { accessToken: access_token } })
    const body = { factor_type: 'totp', friendly_name: 'Phone' } as const
    const { data: enrolled, error } = await enrollFactor({ client, body })
    if (error) return skip(`no factor is enrolled: ${error.code}`)
    const { id } = enrolled
    expect(unwrap(await admin.mfa.listFactors({ userId: user.id })).factors).toMatchObject([{ id, status: 'unverified' }])
    const changed = await admin.mfa.updateFactor({ userId: user.id, id, friendlyName: 'Office' })
    expect(changed).toMatchObject({ data: { id, friendly_name: 'Office' }, error: null })
    expect(await admin.mfa.deleteFactor({ userId: user.id, id })).toMatchObject({ data: { id }, error: null })
    expect(unwrap(await admin.mfa.listFactors({ userId: user.id })).factors).toEqual([])
    expect((await admin.mfa.deleteFactor({ userId: user.id, id })).error).toMatchObject({ code: 'mfa_factor_not_found' })
  })

  test('passkey: listPasskeys(), deletePasskey()', async () => {
    const { id } = await newUser(admin)
    expect(await admin.passkey.listPasskeys({ userId: id })).toEqual({ data: [], error: null })
    const { error } = await admin.passkey.deletePasskey({ userId: id, passkeyId: randomUUID() })
    expect(error).toMatchObject({ code: 'validation_failed', status: 404 })
  })

  test('a key that is no administrator’s is refused', async () => {
    const { auth } = await connectAsUser()
    const { access_token, user } = unwrap(await auth.getSession()).session!
    created.push(user.id)
    const nobody = createAdmin({ url: url!, adminToken: access_token, ...(apiKey && { apiKey }) })
    expect((await nobody.listUsers()).error).toMatchObject({ code: 'not_admin' })
    await expect(nobody.listUsers().pages().next()).rejects.toMatchObject({ code: 'not_admin' })
  })
})

describeWith(needsToken, 'links', () => {
  const { admin } = url && serviceKey ? administrator() : ({} as { admin: Admin })
  const types: [string, (email: string) => GenerateLinkParams][] = [
    ['signup', (email) => ({ type: 'signup', email, password: newPassword(), options: { data: { name: 'Ada' } } })],
    ['invite', (email) => ({ type: 'invite', email, options: { data: { name: 'Ada' } } })],
    ['magiclink', (email) => ({ type: 'magiclink', email })],
    ['recovery', (email) => ({ type: 'recovery', email })],
  ]
  test.each(types)('generateLink() of type %s signs in', async (type, params) => {
    const isNew = type === 'signup' || type === 'invite'
    const email = isNew ? newEmail() : (await newUser(admin)).email
    const { properties, user } = unwrap(await admin.generateLink(params(email)))
    if (isNew) created.push(user.id)
    expect(user.email).toBe(email)
    expect(properties).toMatchObject({ verification_type: type, email_otp: expect.stringMatching(/^\d{6,}$/) })
    expect(new URL(properties.action_link).searchParams.get('token')).toBe(properties.hashed_token)
    const { auth } = await connect()
    const verified = unwrap(await auth.verifyOtp({ type: type as 'signup', token_hash: properties.hashed_token }))
    expect(verified.user).toMatchObject({ id: user.id, ...(isNew && { user_metadata: { name: 'Ada' } }) })
  })

  test('generateLink() of types email_change_current and email_change_new', async () => {
    const { email } = await newUser(admin)
    for (const type of ['email_change_current', 'email_change_new'] as const) {
      const { data, error } = await admin.generateLink({ type, email, newEmail: newEmail(), options: { redirectTo: home } })
      // The first half is there where both addresses have to agree.
      if (error) expect([type, error.code]).toEqual(['email_change_current', 'validation_failed'])
      else expect(data.properties).toMatchObject({ verification_type: type, redirect_to: home })
    }
    const nobody = await admin.generateLink({ type: 'recovery', email: newEmail() })
    expect(nobody).toMatchObject({ data: { properties: null, user: null }, error: { code: 'user_not_found' } })
  })

  testWith(
    ['catcher in GOTRUE_MESSAGES_URL', 'sign-up by e-mail'],
    'inviteUserByEmail() sends an invitation',
    async ({ skip }) => {
      const email = newEmail()
      const { data, error } = await admin.inviteUserByEmail(email, { data: { team: 'compilers' }, redirectTo: home })
      if (error?.code === 'email_address_not_authorized') return skip('the server writes to none but its own')
      expect(error).toBeNull()
      const user = data.user!
      created.push(user.id)
      expect(user).toMatchObject({ email, user_metadata: { team: 'compilers' } })
      const { tokenHash } = await mail(email, 'invite')
      const { auth } = await connect()
      expect(unwrap(await auth.verifyOtp({ type: 'invite', token_hash: tokenHash })).user?.id).toBe(user.id)
      expect((await admin.inviteUserByEmail(email)).error).toMatchObject({ code: 'email_exists' })
    },
  )
})

describeWith(needsToken, 'pages', () => {
  const [label, domain] = newEmail().split('@')
  const count = 120
  const own: string[] = []
  beforeAll(async () => {
    const { admin } = administrator()
    // With a hash the server need not make one.
    const password_hash = '$2b$04$abcdefghijklmnopqrstuupOWRSKKNe562z1DsLEArFuJDHVyRIMa'
    for (let index = 0; index < count; index++) {
      own.unshift((await newUser(admin, { email: `${label}.${index}@${domain}`, password_hash })).id)
    }
  })

  test('listUsers() counts', async () => {
    const { admin } = administrator()
    const { data } = await admin.listUsers({ filter: label!, page: 11, perPage: 5 })
    expect(data).toMatchObject({ total: count, nextPage: 12, lastPage: 24 })
    expect(data.users.map(({ id }) => id)).toEqual(own.slice(50, 55))
    expect((await admin.listUsers({ filter: label!, page: 24, perPage: 5 })).data).toMatchObject({ nextPage: null })
    expect((await admin.listUsers({ filter: `${label}.none` })).data).toMatchObject({ users: [], total: 0, lastPage: 0 })
  })

  test.each([50, 7, 1000])('listUsers({ perPage: %i }) iterates over everybody, in both orders', async (perPage) => {
    const { admin, requests } = administrator()
    for (const sort of ['created_at desc', 'created_at asc'] as const) {
      const found: string[] = []
      for await (const { id } of admin.listUsers({ filter: label!, sort, perPage })) found.push(id)
      expect(found).toEqual(sort === 'created_at asc' ? [...own].reverse() : own)
    }
    // As far as it takes to find out how the server pages, and no further.
    expect(requests.length - 2 * Math.ceil(count / perPage)).toBeLessThanOrEqual(1)
  })

  test('listUsers().pages() go on from a cursor or a number', async () => {
    const { admin } = administrator()
    const { value: first } = await admin.listUsers({ filter: label!, perPage: 50 }).pages().next()
    const rest = first!.nextCursor
      ? admin.listUsers({ filter: label!, perPage: 50, cursor: first!.nextCursor })
      : admin.listUsers({ filter: label!, perPage: 50, page: first!.nextPage! })
    const found: string[] = []
    for await (const { users } of rest.pages()) found.push(...users.map(({ id }) => id))
    expect(found).toEqual(own.slice(50))
  })

  test('listUsers() iterated while somebody signs up meets everybody else once', async () => {
    const { admin } = administrator()
    const found: string[] = []
    for await (const { id } of admin.listUsers({ filter: label!, perPage: 20 })) {
      found.push(id)
      if (found.length === 10) await newUser(admin, { email: `${label}.late@${domain}` })
    }
    expect(new Set(found).size).toBe(found.length)
    expect(found).toEqual(own)
  })

  test('listAuditLog() counts and iterates', async ({ skip }) => {
    const { admin } = administrator()
    const { total } = unwrap(await admin.listAuditLog({ query: 'action:user_signedup', perPage: 20 }))
    if (!total) return skip('the server keeps no audit log in its database')
    const found = new Set<string>()
    for await (const { id, payload } of admin.listAuditLog({ query: 'action:user_signedup', perPage: 100 })) {
      expect(payload.action).toBe('user_signedup')
      found.add(id)
      // A server that has been used for long has very many.
      if (found.size === 500) break
    }
    expect(found.size).toBeGreaterThanOrEqual(Math.min(total, 500))
    expect((await admin.listAuditLog({ query: 'ip:1' as 'type:1' })).error).toMatchObject({ code: 'validation_failed' })
  })
})

describeWith(needsToken, 'providers and clients', () => {
  const { admin } = url && serviceKey ? administrator() : ({} as { admin: Admin })

  test('sso: createProvider(), listProviders(), getProvider(), updateProvider(), deleteProvider()', async () => {
    const domain = `${randomUUID()}.example`
    const entity = `https://${domain}/saml`
    const metadata_xml = `<?xml version="1.0"?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entity}"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${entity}/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>`
    const resource_id = `live-${domain}`
    const provider = unwrap(await admin.sso.createProvider({ type: 'saml', metadata_xml, domains: [domain], resource_id }))
    expect(provider).toMatchObject({ saml: { entity_id: entity }, domains: [{ domain }] })
    const { id } = provider
    expect((await admin.sso.createProvider({ type: 'saml', metadata_xml })).error).toMatchObject({
      code: 'saml_idp_already_exists',
    })
    expect(unwrap(await admin.sso.listProviders({ resourceId: resource_id })).providers).toMatchObject([{ id }])
    expect(unwrap(await admin.sso.listProviders({ resourceIdPrefix: 'live-' })).providers.map(({ id }) => id)).toContain(id)
    expect(unwrap(await admin.sso.getProvider(id)).saml.metadata_xml).toBe(metadata_xml)
    expect(unwrap(await admin.sso.getProvider(`resource_${resource_id}`)).id).toBe(id)
    expect(unwrap(await admin.sso.updateProvider(id, { disabled: true, domains: [] }))).toMatchObject({ disabled: true })
    expect(unwrap(await admin.sso.deleteProvider(id))).toMatchObject({ id })
    expect((await admin.sso.getProvider(id)).error).toMatchObject({ code: 'sso_provider_not_found' })
  })

  test('oauth: the life of a client', async ({ skip }) => {
    const { data, error } = await admin.oauth.listClients()
    if (error?.code === 'feature_disabled') return skip('the server is no OAuth server')
    expect(data.clients).toBeInstanceOf(Array)
    const redirect_uris = ['https://notes.example.com/callback']
    const made = unwrap(await admin.oauth.createClient({ client_name: 'Notes', redirect_uris }))
    const { client_id } = made
    expect(made).toMatchObject({ client_type: 'confidential', client_secret: expect.any(String), redirect_uris })
    expect(unwrap(await admin.oauth.getClient(client_id))).not.toHaveProperty('client_secret')
    expect(unwrap(await admin.oauth.updateClient(client_id, { client_name: 'Notes 2' })).client_name).toBe('Notes 2')
    const { client_secret } = unwrap(await admin.oauth.regenerateClientSecret(client_id))
    expect(client_secret).not.toBe('client_secret' in made && made.client_secret)
    expect(unwrap(await admin.oauth.listClients()).clients.map(({ client_id }) => client_id)).toContain(client_id)
    expect(await admin.oauth.deleteClient(client_id)).toEqual({ data: null, error: null })
    expect((await admin.oauth.getClient(client_id)).error).toMatchObject({ code: 'oauth_client_not_found' })
    const open = unwrap(await admin.oauth.createClient({ redirect_uris, client_type: 'public' }))
    expect(open).not.toHaveProperty('client_secret')
    expect((await admin.oauth.regenerateClientSecret(open.client_id)).error).toMatchObject({ code: 'validation_failed' })
    unwrap(await admin.oauth.deleteClient(open.client_id))
  })

  test('customProviders: the life of a provider', async ({ skip }) => {
    const identifier = `custom:live-${randomUUID().slice(0, 8)}`
    // Addresses, because names are looked up.
    const at = (path: string) => `https://192.0.32.8/${path}`
    const { data, error } = await admin.customProviders.createProvider({
      provider_type: 'oauth2',
      identifier,
      name: 'Acme',
      client_id: 'app-1234',
      client_secret: 'tVf3cPq9xK2m',
      authorization_url: at('authorize'),
      token_url: at('token'),
      userinfo_url: at('userinfo'),
    })
    if (error) return skip(`no provider is added: ${error.message}`)
    expect(data).toMatchObject({ identifier, provider_type: 'oauth2' })
    expect(JSON.stringify(data)).not.toContain('tVf3cPq9xK2m')
    const { providers } = unwrap(await admin.customProviders.listProviders({ type: 'oauth2' }))
    expect(providers.map((provider) => provider.identifier)).toContain(identifier)
    expect(unwrap(await admin.customProviders.getProvider(identifier)).enabled).toBe(true)
    expect(unwrap(await admin.customProviders.updateProvider(identifier, { enabled: false })).enabled).toBe(false)
    expect(await admin.customProviders.deleteProvider(identifier)).toEqual({ data: null, error: null })
    const { error: gone } = await admin.customProviders.getProvider(identifier)
    expect(gone).toMatchObject({ code: 'custom_provider_not_found' })
  })
})

describeWith(needsToken, 'service tokens', () => {
  test.skipIf(!secret)('createServiceToken() makes a token that the server takes [GOTRUE_JWT_SECRET]', async () => {
    const adminToken = () => createServiceToken({ secret: secret!, expiresIn: 5 })
    const admin = createAdmin({ url: url!, adminToken, ...(apiKey && { apiKey }) })
    expect((await admin.listUsers({ perPage: 1 })).error).toBeNull()
    const other = createAdmin({ url: url!, adminToken: () => createServiceToken({ secret: 'x'.repeat(40) }) })
    expect((await other.listUsers()).error).toMatchObject({ code: 'bad_jwt' })
    const user = createAdmin({ url: url!, adminToken: () => createServiceToken({ secret: secret!, role: 'authenticated' }) })
    expect((await user.listUsers()).error).toMatchObject({ code: 'not_admin' })
  })

  test('createAdmin() with the environment', async () => {
    vi.stubEnv('GOTRUE_URL', url).stubEnv('GOTRUE_SERVICE_KEY', serviceKey)
    onTestFinished(() => void vi.unstubAllEnvs())
    expect((await createAdmin().listUsers({ perPage: 1 })).error).toBeNull()
    // A client of the same environment is nobody.
    expect(unwrap(await createClient().getSession()).session).toBeNull()
  })
})
