import type { Context } from '../context.ts'
import { fromBase64url, toBase64url, utf8 } from '../crypto/encoding.ts'
import { badRequest, notFound } from '../http/errors.ts'
import { checkChallenge, insertFlow } from '../accounts/pkce.ts'
import { hasNul } from '../http/parsing.ts'
import { encodeQuery } from '../http/redirects.ts'
import type { CustomProviderRow, UserRow } from '../state/state.ts'
import { findInvited } from './accounts.ts'
import { customFields } from './custom.ts'
import { callbackUrl, endpoints, fakeHost, isBuiltIn, providerConfig, type Endpoint } from './endpoints.ts'

/** A service that people can be sent to. */
export interface Service {
  /** In lower case: what the server looks it up by. */
  name: string
  endpoint: Pick<Endpoint, 'passesOn' | 'parameters'>
  /** The page that asks for consent. */
  page: string
  clientId: string
  redirectUri: string
  scopes: readonly string[]
  emailOptional: boolean
  /** Whether the server sends a code challenge of its own. */
  isPkce: boolean
  custom: CustomProviderRow | undefined
}

/** @throws Error that says why a service can't be used */
export function serviceOf({ server }: Context, given: string, scopes: string): Service {
  const { config, state } = server
  const name = given.toLowerCase()
  if (name.startsWith('custom:')) {
    if (!config.GOTRUE_CUSTOM_OAUTH_ENABLED) throw new Error('custom OAuth providers are disabled')
    if (hasNul(name)) {
      const why = 'ERROR: invalid byte sequence for encoding "UTF8": 0x00 (SQLSTATE 22021)'
      throw new Error(`error finding custom provider: error finding custom OAuth provider by identifier: ${why}`)
    }
    const custom = state.customProviders.find('identifier', name)
    if (!custom) throw new Error(`custom provider ${name} not found`)
    const { enabled, client_id, scopes: stored, pkce_enabled, email_optional, authorization_params } = customFields(custom)
    if (!enabled) throw new Error(`custom provider ${name} is disabled`)
    const wanted = scopes.split(/\s+/).filter(Boolean)
    return {
      name,
      endpoint: { parameters: authorization_params },
      page: `${fakeHost(config, name)}/authorize`,
      clientId: client_id,
      redirectUri: callbackUrl(config),
      scopes: wanted.length ? wanted : stored,
      emailOptional: email_optional,
      isPkce: pkce_enabled,
      custom,
    }
  }
  if (!isBuiltIn(name)) throw new Error(`Provider ${name} could not be found`)
  const { enabled, clientIds, secret, redirectUri, url, emailOptional } = providerConfig(config, name)
  if (!enabled) throw new Error('provider is not enabled')
  if (!clientIds[0]) throw new Error('missing OAuth client ID')
  if (!secret) throw new Error('missing OAuth secret')
  const endpoint = endpoints[name]
  return {
    name,
    endpoint,
    page: `${(!endpoint.isFixed && url) || fakeHost(config, name)}${endpoint.path}`,
    clientId: clientIds[0],
    redirectUri,
    scopes: [...endpoint.scopes, ...(endpoint.hasMoreScopes && scopes ? scopes.split(',') : [])],
    emailOptional,
    isPkce: endpoint.isPkce ?? false,
    custom: undefined,
  }
}

/** Parameters of the flow, which no request may set. */
export const reserved: readonly string[] = [
  'client_id',
  'client_secret',
  'redirect_uri',
  'response_type',
  'state',
  'code_challenge',
  'code_challenge_method',
  'code_verifier',
  'nonce',
]

/**
 * Begins a visit at a service.
 *
 * @param target whom an identity is to be added to
 * @returns where the browser goes
 * @throws Refusal `validation_failed`, `user_not_found`
 */
export async function startVisit(context: Context, target?: UserRow): Promise<string> {
  const { server, query } = context
  const provider = query.get('provider') ?? ''
  const challenge = query.get('code_challenge') ?? ''
  const method = query.get('code_challenge_method') ?? ''
  let service: Service
  try {
    service = serviceOf(context, provider, query.get('scopes') ?? '')
  } catch (cause) {
    throw badRequest('validation_failed', `Unsupported provider: ${(cause as Error).message}`)
  }
  const invite = query.get('invite_token') ?? ''
  if (invite && !findInvited(server, invite)) throw notFound('user_not_found', 'User identified by token not found')
  const redirectTo = context.redirectTo()
  checkChallenge(challenge, method)
  const passedOn = new Map<string, string>()
  for (const name of new Set(query.keys())) {
    const lower = name.toLowerCase()
    if (name === 'scopes' || name === 'provider' || (reserved.includes(lower) && lower !== 'nonce')) continue
    passedOn.set(name === 'workos_provider' ? 'provider' : name, query.get(name)!)
  }
  if (challenge && !/^(s256|plain)$/i.test(method)) throw badRequest('validation_failed', 'Invalid code_challenge_method')
  if (service.isPkce) {
    passedOn.set('code_challenge', await randomChallenge(context))
    passedOn.set('code_challenge_method', 'S256')
  }
  const flow = insertFlow(
    context,
    {
      // As it was written: identities are of that name then.
      provider,
      authentication_method: 'oauth',
      invite_token: invite,
      redirect_to: redirectTo,
      email_optional: service.emailOptional,
      linking_target_id: target?.id ?? null,
    },
    challenge,
    method,
  )
  const { page, clientId, redirectUri, scopes, endpoint } = service
  if (service.name === 'twitter') {
    // OAuth 1.0a: a request token stands for all of it. Ours says where it leads.
    const callback = `${redirectUri}?${encodeQuery({ state: flow.id })}`
    return `${page}?${encodeQuery({ oauth_token: encodeToken(callback) })}`
  }
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    ...(scopes.length && { scope: scopes.join(' ') }),
    state: flow.id,
    ...(endpoint.passesOn !== false && Object.fromEntries(passedOn)),
    ...endpoint.parameters,
  }
  return `${page}${page.includes('?') ? '&' : '?'}${encodeQuery(parameters)}`
}

/** Nobody keeps the verifier: the services of the test server don't ask for it. */
async function randomChallenge({ server }: Context): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', server.random.bytes(32))))
}

/** A text that names something by itself. */
export const encodeToken = (value: unknown): string => toBase64url(utf8(JSON.stringify(value)))

/** What {@link encodeToken} has been given. Undefined for other texts. */
export function decodeToken(text: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(fromBase64url(text)))
  } catch {
    return undefined
  }
}
