// The calls of createAdmin() and the requests that they make, for admin.test.ts. The tables are complete by type: a method without an
// entry stops the build, and so does an operation that the spec does not have.
import { expect } from 'vitest'
import type { Admin, AuthError, RequestOptions } from '../../src/facade/admin/index.ts'
import type { Body, Operation } from './facade-calls.ts'

export interface AdminCall {
  /** What of the arguments makes this call another one than the method's others. */
  what: string
  operation: Operation
  call(admin: Admin, options: RequestOptions): PromiseLike<{ data: unknown; error: AuthError | null }>
  /** What is asked for, whole. */
  query?: Record<string, string>
  body?: Record<string, unknown>
  /** What of the path is no constant. */
  path?: Record<string, string>
  /** Some of the headers. */
  headers?: Record<string, string>
  /** `data` of a success, or the code of an error that is made of one. */
  data(body: Body): unknown
  /** `data` beside an error. */
  empty: unknown
  /** The operations that a success asks for after the first. */
  then?: Operation[]
}

const user_id = '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11'
const factor_id = '5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42'
const passkey_id = '2f1d8c6b-0a4e-4d57-9c3b-6e8f7a1b2c3d'
const idp_id = '8c1b3e52-6f0d-4a7e-9b24-3d5f7a9c1e60'
const client_id = '3f2b8c1d-5e6a-4d7c-8b9a-0c1d2e3f4a5b'
const identifier = 'custom:acme'
const email = 'ada@example.com'
const newEmail = 'ada.lovelace@example.com'
const password = 'correct-horse-battery'
const data = { team: 'compilers' }
const redirectTo = 'https://app.example.com/welcome'
const redirect = { redirect_to: redirectTo }
const audience = 'https://api.example.com'
const aud = { 'x-jwt-aud': audience }
const accessToken = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiI5ZjFjN2MxZSJ9.c2ln'

/** The operation that tells it has examples of its own. */
const anyUser = expect.objectContaining({ id: user_id, identities: expect.any(Array) })
const isUser = (body: Body) => ({ user: body })
const whole = (body: Body) => body
const nothing = () => null
/** What the spec's example of `Link` and `X-Total-Count` says. */
const numbers = { total: 117, nextPage: 2, lastPage: 3 }
const usersOf = ({ users, aud, pagination }: Body) => {
  const { next_cursor } = Object(pagination) as { next_cursor?: string }
  return {
    users,
    aud,
    ...(pagination
      ? { total: null, nextPage: null, lastPage: null, nextCursor: next_cursor }
      : { ...numbers, nextCursor: null }),
  }
}
const linkOf = ({ action_link, email_otp, hashed_token, redirect_to, verification_type, ...user }: Body) => ({
  properties: { action_link, email_otp, hashed_token, redirect_to, verification_type },
  user,
})

const ofUser = { path: { user_id }, data: isUser, empty: { user: null } } as const
const list = { operation: 'adminListUsers', data: usersOf, empty: { users: [] } } as const
const link = { operation: 'adminGenerateLink', data: linkOf, empty: { properties: null, user: null } } as const
const invite = { operation: 'inviteUser', data: isUser, empty: { user: null } } as const
const factor = { path: { user_id, factor_id }, data: whole, empty: null } as const
const provider = { path: { idp_id }, data: whole, empty: null } as const
const client = { path: { client_id }, data: whole, empty: null } as const
const custom = { path: { identifier }, data: whole, empty: null } as const

type Namespaces = 'mfa' | 'passkey' | 'sso' | 'oauth' | 'customProviders'

export const adminCalls = {
  createUser: [
    {
      operation: 'adminCreateUser',
      what: 'an address',
      call: (admin, options) => admin.createUser({ email, password, email_confirm: true }, options),
      body: { email, password, email_confirm: true },
      data: isUser,
      empty: { user: null },
    },
    {
      operation: 'adminCreateUser',
      what: 'everything',
      call: (admin, options) =>
        admin.createUser(
          {
            id: user_id,
            email,
            phone: '+15551230001',
            password_hash: '$2y$10$SXEz2HeT8PUIGQXo9yeUIem8KzNxgG0d7o/.eGj2rj8KbRgAuRVlq',
            email_confirm: true,
            phone_confirm: true,
            role: 'editor',
            ban_duration: '24h',
            user_metadata: data,
            app_metadata: { plan: 'free' },
          },
          { ...options, audience },
        ),
      body: {
        id: user_id,
        email,
        phone: '+15551230001',
        password_hash: '$2y$10$SXEz2HeT8PUIGQXo9yeUIem8KzNxgG0d7o/.eGj2rj8KbRgAuRVlq',
        email_confirm: true,
        phone_confirm: true,
        role: 'editor',
        ban_duration: '24h',
        user_metadata: data,
        app_metadata: { plan: 'free' },
      },
      headers: aud,
      data: isUser,
      empty: { user: null },
    },
  ],
  getUserById: [
    { ...ofUser, operation: 'adminGetUser', what: 'an id', call: (admin, options) => admin.getUserById(user_id, options) },
  ],
  getUserByEmail: [
    {
      operation: 'adminListUsers',
      what: 'an address',
      call: (admin, options) => admin.getUserByEmail('Ada@Example.com', options),
      query: { filter: email, limit: '50' },
      data: ({ users }) => ((users as unknown[]).length ? { user: anyUser } : 'user_not_found'),
      empty: { user: null },
      then: ['adminGetUser'],
    },
  ],
  updateUserById: [
    {
      ...ofUser,
      operation: 'adminUpdateUser',
      what: 'changes',
      call: (admin, options) =>
        admin.updateUserById(user_id, { ban_duration: 'none', app_metadata: { plan: null } }, options),
      body: { ban_duration: 'none', app_metadata: { plan: null } },
    },
  ],
  deleteUser: [
    {
      ...ofUser,
      operation: 'adminDeleteUser',
      what: 'an id',
      call: (admin, options) => admin.deleteUser(user_id, undefined, options),
      body: { should_soft_delete: false },
      data: () => ({ user: null }),
    },
    {
      ...ofUser,
      operation: 'adminDeleteUser',
      what: 'an id, softly',
      call: (admin, options) => admin.deleteUser(user_id, true, options),
      body: { should_soft_delete: true },
      data: () => ({ user: null }),
    },
  ],
  listUsers: [
    {
      ...list,
      what: 'nothing',
      call: (admin, options) => admin.listUsers(undefined, options),
      query: { page: '1', per_page: '50' },
      // The example of the cursor, with the numbers of the headers.
      data: ({ pagination: _, ...body }) => usersOf(body),
    },
    {
      ...list,
      what: 'everything',
      call: (admin, options) =>
        admin.listUsers({ page: 1, perPage: 10, filter: 'ada', sort: 'created_at asc' }, { ...options, audience }),
      query: { page: '1', per_page: '10', filter: 'ada', sort: 'created_at asc' },
      headers: aud,
      data: ({ pagination: _, ...body }) => usersOf(body),
    },
    {
      ...list,
      what: 'a cursor',
      call: (admin, options) => admin.listUsers({ cursor: 'eyJjcmVhdGVkX2F0', perPage: 10 }, options),
      query: { limit: '10', cursor: 'eyJjcmVhdGVkX2F0' },
      data: (body) => (body.pagination ? usersOf(body) : 'unexpected_response'),
    },
  ],
  inviteUserByEmail: [
    {
      ...invite,
      what: 'an address',
      call: (admin, options) => admin.inviteUserByEmail(email, options),
      body: { email },
    },
    {
      ...invite,
      what: 'everything',
      call: (admin, options) => admin.inviteUserByEmail(email, { ...options, data, redirectTo, audience }),
      query: redirect,
      body: { email, data },
      headers: aud,
    },
  ],
  generateLink: [
    {
      ...link,
      what: 'signup',
      call: (admin, options) => admin.generateLink({ type: 'signup', email, password, options: { data } }, options),
      body: { type: 'signup', email, password, data },
    },
    ...(['invite', 'magiclink'] as const).map((type): AdminCall => ({
      ...link,
      what: type,
      call: (admin, options) => admin.generateLink({ type, email, options: { data, redirectTo } }, { ...options, audience }),
      query: redirect,
      body: { type, email, data },
      headers: aud,
    })),
    {
      ...link,
      what: 'recovery',
      call: (admin, options) => admin.generateLink({ type: 'recovery', email, options: { redirectTo } }, options),
      query: redirect,
      body: { type: 'recovery', email },
    },
    ...(['email_change_current', 'email_change_new'] as const).map((type): AdminCall => ({
      ...link,
      what: type,
      call: (admin, options) => admin.generateLink({ type, email, newEmail }, options),
      body: { type, email, new_email: newEmail },
    })),
  ],
  signOut: [
    {
      operation: 'logout',
      what: 'a token',
      call: (admin, options) => admin.signOut(accessToken, undefined, options),
      query: { scope: 'global' },
      headers: { authorization: `Bearer ${accessToken}` },
      data: nothing,
      empty: null,
    },
    {
      operation: 'logout',
      what: 'a scope',
      call: (admin, options) => admin.signOut(accessToken, 'others', options),
      query: { scope: 'others' },
      headers: { authorization: `Bearer ${accessToken}` },
      data: nothing,
      empty: null,
    },
  ],
  listAuditLog: [
    {
      operation: 'adminListAuditLog',
      what: 'nothing',
      call: (admin, options) => admin.listAuditLog(undefined, options),
      query: { page: '1', per_page: '50' },
      data: (body) => ({ entries: body, ...numbers }),
      empty: { entries: [] },
    },
    {
      operation: 'adminListAuditLog',
      what: 'everything',
      call: (admin, options) => admin.listAuditLog({ query: 'action:login', page: 1, perPage: 10 }, options),
      query: { query: 'action:login', page: '1', per_page: '10' },
      data: (body) => ({ entries: body, ...numbers }),
      empty: { entries: [] },
    },
  ],
} satisfies Record<Exclude<keyof Admin, Namespaces>, AdminCall[]>

export const namespacedCalls = {
  mfa: {
    listFactors: [
      {
        operation: 'adminListFactors',
        what: 'a user',
        call: (admin, options) => admin.mfa.listFactors({ userId: user_id }, options),
        path: { user_id },
        data: (body) => ({ factors: body }),
        empty: null,
      },
    ],
    updateFactor: [
      {
        ...factor,
        operation: 'adminUpdateFactor',
        what: 'a name',
        call: (admin, options) =>
          admin.mfa.updateFactor({ userId: user_id, id: factor_id, friendlyName: 'Office' }, options),
        body: { friendly_name: 'Office' },
      },
      {
        ...factor,
        operation: 'adminUpdateFactor',
        what: 'a number',
        call: (admin, options) => admin.mfa.updateFactor({ userId: user_id, id: factor_id, phone: '+15551230001' }, options),
        body: { phone: '+15551230001' },
      },
    ],
    deleteFactor: [
      {
        ...factor,
        operation: 'adminDeleteFactor',
        what: 'a factor',
        call: (admin, options) => admin.mfa.deleteFactor({ userId: user_id, id: factor_id }, options),
      },
    ],
  },
  passkey: {
    listPasskeys: [
      {
        operation: 'adminListPasskeys',
        what: 'a user',
        call: (admin, options) => admin.passkey.listPasskeys({ userId: user_id }, options),
        path: { user_id },
        data: whole,
        empty: null,
      },
    ],
    deletePasskey: [
      {
        operation: 'adminDeletePasskey',
        what: 'a passkey',
        call: (admin, options) => admin.passkey.deletePasskey({ userId: user_id, passkeyId: passkey_id }, options),
        path: { user_id, passkey_id },
        data: nothing,
        empty: null,
      },
    ],
  },
  sso: {
    listProviders: [
      {
        operation: 'adminListSsoProviders',
        what: 'nothing',
        call: (admin, options) => admin.sso.listProviders(undefined, options),
        data: ({ items }) => ({ providers: items }),
        empty: { providers: [] },
      },
      {
        operation: 'adminListSsoProviders',
        what: 'everything',
        call: (admin, options) => admin.sso.listProviders({ resourceId: 'acme-saml', resourceIdPrefix: 'acme-' }, options),
        query: { resource_id: 'acme-saml', resource_id_prefix: 'acme-' },
        data: ({ items }) => ({ providers: items }),
        empty: { providers: [] },
      },
    ],
    createProvider: [
      {
        operation: 'adminCreateSsoProvider',
        what: 'an address',
        call: (admin, options) =>
          admin.sso.createProvider(
            { type: 'saml', metadata_url: 'https://idp.example.com/metadata', domains: ['example.com'] },
            options,
          ),
        body: { type: 'saml', metadata_url: 'https://idp.example.com/metadata', domains: ['example.com'] },
        data: whole,
        empty: null,
      },
      {
        operation: 'adminCreateSsoProvider',
        what: 'metadata',
        call: (admin, options) => admin.sso.createProvider({ type: 'saml', metadata_xml: '<x/>' }, options),
        body: { type: 'saml', metadata_xml: '<x/>' },
        data: whole,
        empty: null,
      },
    ],
    getProvider: [
      {
        ...provider,
        operation: 'adminGetSsoProvider',
        what: 'an id',
        call: (admin, options) => admin.sso.getProvider(idp_id, options),
      },
      {
        ...provider,
        operation: 'adminGetSsoProvider',
        what: 'the resource’s id',
        call: (admin, options) => admin.sso.getProvider('resource_acme-saml', options),
        path: { idp_id: 'resource_acme-saml' },
      },
    ],
    updateProvider: [
      {
        ...provider,
        operation: 'adminUpdateSsoProvider',
        what: 'changes',
        call: (admin, options) => admin.sso.updateProvider(idp_id, { disabled: true, domains: [] }, options),
        body: { disabled: true, domains: [] },
      },
    ],
    deleteProvider: [
      {
        ...provider,
        operation: 'adminDeleteSsoProvider',
        what: 'an id',
        call: (admin, options) => admin.sso.deleteProvider(idp_id, options),
      },
    ],
  },
  oauth: {
    listClients: [
      {
        operation: 'adminListOauthClients',
        what: 'nothing',
        call: (admin, options) => admin.oauth.listClients(options),
        data: ({ clients }) => ({ clients: clients ?? [] }),
        empty: { clients: [] },
      },
    ],
    createClient: [
      {
        operation: 'adminCreateOauthClient',
        what: 'metadata',
        call: (admin, options) =>
          admin.oauth.createClient(
            { client_name: 'Notes', redirect_uris: ['https://notes.example.com/callback'], client_type: 'public' },
            options,
          ),
        body: { client_name: 'Notes', redirect_uris: ['https://notes.example.com/callback'], client_type: 'public' },
        data: whole,
        empty: null,
      },
    ],
    getClient: [
      {
        ...client,
        operation: 'adminGetOauthClient',
        what: 'an id',
        call: (admin, options) => admin.oauth.getClient(client_id, options),
      },
    ],
    updateClient: [
      {
        ...client,
        operation: 'adminUpdateOauthClient',
        what: 'changes',
        call: (admin, options) => admin.oauth.updateClient(client_id, { client_name: 'Notes' }, options),
        body: { client_name: 'Notes' },
      },
    ],
    deleteClient: [
      {
        ...client,
        operation: 'adminDeleteOauthClient',
        what: 'an id',
        call: (admin, options) => admin.oauth.deleteClient(client_id, options),
        data: nothing,
      },
    ],
    regenerateClientSecret: [
      {
        ...client,
        operation: 'adminRegenerateOauthClientSecret',
        what: 'an id',
        call: (admin, options) => admin.oauth.regenerateClientSecret(client_id, options),
      },
    ],
  },
  customProviders: {
    listProviders: [
      {
        operation: 'adminListCustomProviders',
        what: 'nothing',
        call: (admin, options) => admin.customProviders.listProviders(undefined, options),
        data: ({ providers }) => ({ providers }),
        empty: { providers: [] },
      },
      {
        operation: 'adminListCustomProviders',
        what: 'a type',
        call: (admin, options) => admin.customProviders.listProviders({ type: 'oidc' }, options),
        query: { type: 'oidc' },
        data: ({ providers }) => ({ providers }),
        empty: { providers: [] },
      },
    ],
    createProvider: [
      {
        operation: 'adminCreateCustomProvider',
        what: 'an issuer',
        call: (admin, options) =>
          admin.customProviders.createProvider(
            {
              provider_type: 'oidc',
              identifier,
              name: 'Acme',
              client_id: 'app-1234',
              client_secret: 'tVf3cPq9xK2m',
              issuer: 'https://id.acme.example',
            },
            options,
          ),
        body: {
          provider_type: 'oidc',
          identifier,
          name: 'Acme',
          client_id: 'app-1234',
          client_secret: 'tVf3cPq9xK2m',
          issuer: 'https://id.acme.example',
        },
        data: whole,
        empty: null,
      },
    ],
    getProvider: [
      {
        ...custom,
        operation: 'adminGetCustomProvider',
        what: 'an identifier',
        call: (admin, options) => admin.customProviders.getProvider(identifier, options),
      },
    ],
    updateProvider: [
      {
        ...custom,
        operation: 'adminUpdateCustomProvider',
        what: 'changes',
        call: (admin, options) => admin.customProviders.updateProvider(identifier, { enabled: false }, options),
        body: { enabled: false },
      },
    ],
    deleteProvider: [
      {
        ...custom,
        operation: 'adminDeleteCustomProvider',
        what: 'an identifier',
        call: (admin, options) => admin.customProviders.deleteProvider(identifier, options),
        data: nothing,
      },
    ],
  },
} satisfies { [Namespace in Namespaces]: Record<keyof Admin[Namespace], AdminCall[]> }

/** The tables as one, by the name of the method. */
export const allAdminCalls: [method: string, call: AdminCall][] = [
  ...Object.entries(adminCalls as unknown as Record<string, AdminCall[]>),
  ...Object.entries(namespacedCalls).flatMap(([namespace, methods]) =>
    Object.entries(methods as unknown as Record<string, AdminCall[]>).map(([name, calls]): [string, AdminCall[]] => [
      `${namespace}.${name}`,
      calls,
    ]),
  ),
].flatMap(([method, calls]) => calls.map((call): [string, AdminCall] => [method, call]))
