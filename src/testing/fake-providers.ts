import type { Server } from './context.ts'
import type { BuiltInProvider } from './config.ts'
import { toBase64url, toHex, utf8 } from './crypto/encoding.ts'
import { publicJwk } from './crypto/es256.ts'
import { signToken } from './accounts/keys.ts'
import { customFields } from './providers/custom.ts'
import { callbackUrl, fakeHost, isBuiltIn, issuerOf, pagesPath, providerConfig } from './providers/endpoints.ts'
import { consentPage, escapeHtml, formPage, readForm } from './providers/page.ts'
import { codeOf, people } from './providers/profiles.ts'
import { responseTo, samlName, testMetadata } from './providers/saml.ts'
import { decodeToken } from './providers/start.ts'
import type { ProviderProfile } from './providers/user-data.ts'
import { withQuery } from './http/redirects.ts'

export type { ProviderProfile } from './providers/user-data.ts'

/** A provider by its name, or a custom one: `custom:mine`. */
export type ProviderName = BuiltInProvider | (string & Record<never, never>)

/**
 * The sign-in pages of other services: GitHub, Google and so on, custom providers, and an identity provider of SAML. They are
 * below the server's own URL, at `/test-providers`, and `/authorize` leads there, unless `GOTRUE_EXTERNAL_X_URL` says otherwise.
 */
export interface FakeProviders {
  /** Approves at once, without a page: somebody who follows redirects comes through. Default false. */
  autoApprove: boolean
  /** Says who signs in with a service by default. What is left out is as for Ada Lovelace. @returns the whole profile */
  profile(provider: ProviderName, profile: Partial<ProviderProfile>): ProviderProfile
  /** Who signs in with a service by default. */
  current(provider: ProviderName): ProviderProfile
  /**
   * Does what a browser does when somebody approves.
   *
   * @param url where `/authorize` leads, or the URL of `/authorize` itself
   * @param profile who it is. Default: as `profile()` says, or Ada Lovelace
   * @returns where the browser ends: the application's URL with tokens, a code or an error
   * @throws Error when the server answers without a redirect
   */
  approve(url: string | URL, profile?: Partial<ProviderProfile>): Promise<string>
  /** Does what a browser does when somebody does not approve. @returns as of `approve()` */
  deny(url: string | URL): Promise<string>
  /**
   * An ID token that `grant_type=id_token` takes.
   *
   * @param provider a service, or the issuer itself
   * @param claims what it says beside `iss`, `aud`, `iat` and `exp`, or instead of them. `nonce` is as the application has
   *   it, and the token says its SHA-256; of `access_token` comes `at_hash`, and an `email` is verified
   */
  idToken(provider: ProviderName, claims?: IdTokenClaims): Promise<string>
  /**
   * The metadata of an identity provider that the test server plays: `metadata_xml` of an SSO provider.
   *
   * @param name part of its entity ID, for more than one. Default `idp`
   */
  samlMetadata(name?: string): string
  /**
   * Signs in at the identity provider of an SSO provider, whichever it is: that of `samlMetadata()` or any other. The message
   * that the server gets is not signed as XML is.
   *
   * @param start where `POST /sso` leads; or the SSO provider's ID, if the identity provider begins
   * @param profile who it is; `claims` are attributes. Default: Ada Lovelace
   * @returns where the browser ends
   */
  sso(start: string | URL | { providerId: string; redirectTo?: string }, profile?: Partial<ProviderProfile>): Promise<string>
}

/** What an ID token is to say; any claim. */
export interface IdTokenClaims extends Record<string, unknown> {
  sub?: string
  email?: string
  /** As the application has it. */
  nonce?: string
  access_token?: string
}

/** … and what the server itself needs of them. */
export interface ProviderPages extends FakeProviders {
  /** Answers for the services' own addresses. Undefined: the request is for the server itself. */
  respond(path: string, request: Request): Promise<Response | undefined>
  reset(): void
}

/** What a service was asked for. */
interface Visit {
  provider: string
  /** Where it sends people back to. */
  callback: string
  state: string
  isTwitter: boolean
  /** Whether it posts a form instead of leading there. */
  isForm: boolean
}

type Fetch = (input: string, init?: RequestInit) => Promise<Response>

export function createFakeProviders(server: () => Server, fetch: Fetch): ProviderPages {
  const chosen = new Map<string, ProviderProfile>()
  const config = () => server().config

  const current = (provider: string): ProviderProfile => chosen.get(provider.toLowerCase()) ?? people[0]!
  const whole = (provider: string, profile: Partial<ProviderProfile> = {}): ProviderProfile => ({
    ...current(provider),
    ...profile,
  })
  const known = (provider: string): ProviderProfile[] => {
    const first = current(provider)
    return [first, ...people.filter(({ id }) => id !== first.id)]
  }

  /** What a browser that is at a service's page was sent there for. */
  function visitOf(url: URL): Visit {
    const { searchParams: query, pathname } = url
    const provider = decodeURIComponent(new RegExp(`${pagesPath}/([^/]+)`).exec(pathname)?.[1] ?? '')
    const token = query.get('oauth_token')
    if (token) {
      const callback = decodeToken(token)
      if (typeof callback !== 'string') throw new TypeError(`${url.href} has no request token of the test server`)
      return { provider, callback, state: '', isTwitter: true, isForm: false }
    }
    const state = query.get('state')
    if (!state) throw new TypeError(`${url.href} is not where /authorize leads`)
    const isForm = query.get('response_mode') === 'form_post'
    return { provider, callback: query.get('redirect_uri') ?? callbackUrl(config()), state, isTwitter: false, isForm }
  }

  /** What a service sends back. Undefined profile: it was denied. */
  function backOf(
    { state, provider, isTwitter, isForm }: Visit,
    profile: ProviderProfile | undefined,
  ): Record<string, string> {
    if (isTwitter) {
      const token = server().random.text(16)
      return profile ? { oauth_token: token, oauth_verifier: codeOf('twitter', profile) } : { denied: token }
    }
    if (!profile) return { error: 'access_denied', error_description: 'The user has denied your application access', state }
    const back = { code: codeOf(provider, profile), state }
    const [firstName, ...rest] = (profile.name ?? '').split(' ')
    const user = { name: { firstName, lastName: rest.join(' ') }, ...(profile.email && { email: profile.email }) }
    return isForm ? { ...back, user: JSON.stringify(user) } : back
  }

  /** Goes on at the callback as a browser does. */
  async function comeBack(visit: Visit, profile: ProviderProfile | undefined): Promise<string> {
    const back = backOf(visit, profile)
    // The server answers there, even if it is to be reached from elsewhere.
    const callback = `${callbackUrl(config())}${new URL(visit.callback).search}`
    const answer = visit.isForm
      ? await fetch(callback, { method: 'POST', body: new URLSearchParams(back) })
      : await fetch(withQuery(callback, back))
    return locationOf(answer)
  }

  async function visitAt(url: string | URL): Promise<Visit> {
    const given = new URL(url, config().API_EXTERNAL_URL)
    const isStart =
      given.pathname.endsWith('/authorize') && given.searchParams.has('provider') && !given.searchParams.has('state')
    const page = isStart ? new URL(await locationOf(await fetch(given.href))) : given
    const visit = visitOf(page)
    // A page elsewhere does not say whose it is; the server remembers.
    const { state } = server()
    const id = visit.isTwitter ? new URL(visit.callback).searchParams.get('state') : visit.state
    return { ...visit, provider: visit.provider || (state.flowStates.get(id)?.provider.toLowerCase() ?? '') }
  }

  /** The form that a service makes a browser send. */
  const post = (action: string, fields: Record<string, string>): Response => html(formPage(action, fields))

  /** The page of a service, and what its form leads to. */
  async function consent(url: URL, request: Request): Promise<Response> {
    const visit = visitOf(url)
    const { provider } = visit
    const profiles = known(provider)
    if (request.method !== 'POST' && !pages.autoApprove) {
      return html(consentPage({ title: titleOf(provider), wants: wantsOf(url), profiles }))
    }
    const profile = request.method === 'POST' ? readForm(await request.clone().text(), profiles) : profiles[0]
    const back = backOf(visit, profile)
    // Somebody who only follows redirects can't post, and the server takes both.
    if (visit.isForm && request.method === 'POST') return post(visit.callback, back)
    return new Response(null, {
      status: request.method === 'POST' ? 303 : 302,
      headers: { location: withQuery(visit.callback, back) },
    })
  }

  /** The page of the identity provider. */
  async function samlSignIn(url: URL, request: Request): Promise<Response> {
    const relayState = url.searchParams.get('RelayState') ?? ''
    const profiles = known(samlName)
    if (request.method !== 'POST' && !pages.autoApprove) {
      const wants = `${config().API_EXTERNAL_URL} wants to know who you are.`
      return html(consentPage({ title: 'Single sign-on', wants, profiles, canDeny: false }))
    }
    const profile = request.method === 'POST' ? readForm(await request.clone().text(), profiles) : profiles[0]
    const message = await responseTo(server(), { relayState }, profile ?? profiles[0]!)
    return post(`${callbackUrl(config()).replace(/callback$/, 'sso/saml/acs')}`, message)
  }

  const pages: ProviderPages = {
    autoApprove: false,
    current,
    profile(provider, profile) {
      const set = whole(provider, profile)
      chosen.set(provider.toLowerCase(), set)
      return set
    },
    async approve(url, profile) {
      const visit = await visitAt(url)
      return comeBack(visit, whole(visit.provider, profile))
    },
    deny: async (url) => comeBack(await visitAt(url), undefined),
    async idToken(provider, { nonce, access_token, ...claims } = {}) {
      const name = provider.toLowerCase()
      const custom = server().state.customProviders.find('identifier', name)
      const fields = custom && customFields(custom)
      const now = Math.floor(server().clock.now() / 1_000)
      const ofBuiltIn = isBuiltIn(name) && {
        iss: issuerOf(config(), name),
        aud: providerConfig(config(), name).clientIds[0],
      }
      return signToken({
        iss: provider,
        aud: 'test-client',
        ...(ofBuiltIn || (fields && { iss: fields.issuer, aud: fields.client_id })),
        sub: current(provider).id,
        iat: now,
        exp: now + 3_600,
        ...(nonce !== undefined && { nonce: toHex(await sha256(nonce)) }),
        ...(access_token !== undefined && { at_hash: await accessTokenHash(access_token) }),
        ...(claims.email !== undefined && { email_verified: true }),
        ...claims,
      })
    },
    samlMetadata: (name) => testMetadata(config(), name),
    async sso(start, profile) {
      const isUrl = typeof start === 'string' || start instanceof URL
      const relayState = isUrl ? (new URL(start).searchParams.get('RelayState') ?? '') : (start.redirectTo ?? '')
      const message = await responseTo(
        server(),
        isUrl ? { relayState } : { relayState, providerId: start.providerId },
        whole(samlName, profile),
      )
      const acs = callbackUrl(config()).replace(/callback$/, 'sso/saml/acs')
      return locationOf(await fetch(acs, { method: 'POST', body: new URLSearchParams(message) }))
    },
    async respond(path, request) {
      const [, given, rest = ''] = new RegExp(`^${pagesPath}/([^/]+)(/.*)?$`).exec(path) ?? []
      if (given === undefined || !['GET', 'POST'].includes(request.method)) return undefined
      const provider = decodeURIComponent(given)
      const url = new URL(request.url)
      try {
        if (rest === '/.well-known/openid-configuration') return json(discoveryOf(server(), provider))
        if (rest === '/jwks.json') return json({ keys: [publicJwk] })
        if (provider === samlName) {
          return rest.endsWith('/metadata')
            ? new Response(testMetadata(config(), rest.split('/')[1]), { headers: { 'content-type': 'application/xml' } })
            : await samlSignIn(url, request)
        }
        return await consent(url, request)
      } catch (cause) {
        if (!(cause instanceof TypeError)) throw cause
        return html(`<!doctype html><title>Test page</title><p>${escapeHtml(cause.message)}</p>`, 400)
      }
    },
    reset() {
      chosen.clear()
      pages.autoApprove = false
    },
  }
  return pages
}

const json = (body: object): Response =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })

const html = (text: string, status = 200): Response =>
  new Response(text, { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } })

/** @throws Error for an answer that leads nowhere */
async function locationOf(answer: Response): Promise<string> {
  const location = answer.headers.get('location')
  if (location === null) throw new Error(`The server answers ${answer.status} without a redirect: ${await answer.text()}`)
  return location
}

const sha256 = async (text: string): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(text)))

/** OpenID Connect Core 1.0, section 3.1.3.6. */
export const accessTokenHash = async (token: string): Promise<string> => toBase64url((await sha256(token)).slice(0, 16))

/** What a service says of itself (OpenID Connect Discovery 1.0, section 3). */
export function discoveryOf({ config }: Pick<Server, 'config'>, provider: string, issuer?: string): Record<string, string> {
  const host = fakeHost(config, provider)
  const own = isBuiltIn(provider) ? issuerOf(config, provider) : undefined
  return {
    issuer: issuer ?? own ?? host,
    authorization_endpoint: `${host}/authorize`,
    token_endpoint: `${host}/token`,
    userinfo_endpoint: `${host}/userinfo`,
    jwks_uri: `${host}/jwks.json`,
  }
}

function titleOf(provider: string): string {
  const name = provider.replace(/^custom:/, '').replaceAll(/[_-]/g, ' ')
  return name === 'github' ? 'GitHub' : name === 'gitlab' ? 'GitLab' : name.charAt(0).toUpperCase() + name.slice(1)
}

function wantsOf({ searchParams }: URL): string {
  const scope = searchParams.get('scope')
  return `The application ${searchParams.get('client_id') ?? ''} wants to know who you are${scope ? ` (${scope})` : ''}.`
}
