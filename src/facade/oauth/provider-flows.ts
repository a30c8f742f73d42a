import { linkIdentity } from '../../../generated/operations/functions/identities.ts'
import { grantToken } from '../../../generated/operations/functions/sessions.ts'
import { signInWithSso } from '../../../generated/operations/functions/sso.ts'
import { getUser } from '../../../generated/operations/functions/user.ts'
import { AuthApiError, type AuthError } from '../../transport/errors.ts'
import { failure, type PublicOptions, type RequestOptions, type Send, type SignInOptions } from '../call.ts'
import { decodeAccessToken } from '../claims/decode-access-token.ts'
import type { Keeper } from '../session/keeper.ts'
import { keepSession, notSignedIn, type NotSignedIn, type SignedIn } from '../session/sessions.ts'
import type { ClientTypes } from '../session/session.ts'
import type { SessionStorage } from '../session/storage.ts'
import type { Tabs } from '../session/tabs.ts'
import { addressFor } from './address.ts'
import { authorizeQuery, authorizeUrl, type AuthorizeUrlOptions, type Provider } from './authorize-url.ts'
import { parseCallback, stripCallback, type Callback } from './callback.ts'
import { createVerifiers, type Flow } from './verifiers.ts'

/** Whether the URL that a page was opened with is to be taken in: always, never, or if a function says so. */
export type DetectSessionInUrl = boolean | ((url: URL, callback: Callback) => boolean)

/** What the calls take that leave for a provider. */
export interface OAuthOptions extends Omit<AuthorizeUrlOptions, 'provider' | 'codeChallenge'>, RequestOptions {
  /** True to get the URL only, and go there yourself. Default: browsers are sent there. */
  skipBrowserRedirect?: boolean
}

/** What a callback was, and who is signed in by it. */
export type HandledCallback<T extends ClientTypes = {}> =
  | ({ type: 'signed_in'; redirectType: 'recovery' | null } & SignedIn<T>)
  | ({ type: 'email_change_pending'; message: string } & NotSignedIn)
  | ({ type: 'none' } & NotSignedIn)

/** What `signInWithSSO()` takes besides the organisation. */
export interface SsoOptions extends PublicOptions {
  /** Where the user comes back to. */
  redirectTo?: string
  /** True to get the URL only, and go there yourself. Default: browsers are sent there. */
  skipBrowserRedirect?: boolean
}

/** Which organisation's identity provider. */
export type SsoParams = { domain: string; options?: SsoOptions } | { providerId: string; options?: SsoOptions }

interface Credentials {
  provider: Provider
  options?: OAuthOptions
}

/** The work of the methods that leave the page and come back. Each throws AuthError. */
export interface ProviderFlows {
  /** Sends a request that starts a flow. What is refused, or done at once, leaves none. */
  begin<Answer extends object>(
    redirectTo: string | undefined,
    request: (challenge: object) => Promise<Answer>,
  ): Promise<Answer>
  signIn(credentials: Credentials): Promise<{ provider: Provider; url: string }>
  link(credentials: Credentials, authorized: Send): Promise<{ provider: Provider; url: string }>
  signInWithSso(params: SsoParams, send: Send): Promise<{ url: string }>
  exchange(
    code: string,
    options: (SignInOptions & { codeVerifier?: string }) | undefined,
    send: Send,
  ): Promise<SignedIn & { redirectType: 'recovery' | null }>
  takeIn(url: string | URL, options: SignInOptions | undefined, send: Send): Promise<HandledCallback>
  /** Takes in the URL that a page was opened with, if it is ours, and takes it out of the address and the history. */
  detect(url: string, wanted: DetectSessionInUrl, send: Send): Promise<void>
}

export function createProviderFlows(
  { url, flowType, leave }: { url: string; flowType: 'implicit' | 'pkce'; leave: ((url: string) => void) | undefined },
  keeper: Keeper,
  ...slots: [storage: SessionStorage, key: string, tabs: Tabs]
): ProviderFlows {
  const verifiers = createVerifiers(...slots)
  const [, , tabs] = slots
  const start = async (redirectTo: string | undefined) =>
    flowType === 'pkce' ? verifiers.start(redirectTo) : ([{}, undefined] as const)
  const begin: ProviderFlows['begin'] = async (redirectTo, request) => {
    const [challenge, flow] = await start(redirectTo)
    try {
      const answer = await request(challenge)
      if (flow && 'access_token' in answer) await verifiers.end(flow)
      return answer
    } catch (error) {
      const { status } = error as AuthError
      // No mail has gone out. Anything else may have begun.
      if (flow && status >= 400 && status < 500) await verifiers.end(flow)
      throw error
    }
  }
  const query = async ({ provider, options }: Credentials) => {
    const [challenge]: readonly [{ code_challenge?: string }, unknown] = await start(options?.redirectTo)
    return { ...options, provider, codeChallenge: challenge.code_challenge }
  }
  /** Goes to an address, where there is a page that can. @returns the address */
  const leaveFor = (answer: { url: string } | { location: string }, options: OAuthOptions | undefined) => {
    const address = addressFor('url' in answer ? answer.url : answer.location)
    if (leave && !options?.skipBrowserRedirect) leave(address)
    return { url: address }
  }
  const enter = async (answer: unknown, method: string | undefined, options: SignInOptions | undefined) => {
    const isRecovery = method === 'recovery'
    const signedIn = await keepSession(keeper, answer, options, isRecovery ? 'PASSWORD_RECOVERY' : 'SIGNED_IN')
    return { ...signedIn, redirectType: isRecovery ? ('recovery' as const) : null }
  }

  /** Tries the verifiers in turn: a wrong one does not use the code up. */
  const exchange = async (auth_code: string, flows: Flow[], options: SignInOptions | undefined, send: Send) => {
    let refusal = failure('pkce_code_verifier_not_found', 'No code verifier fits')
    for (const flow of flows) {
      try {
        const body = { auth_code, code_verifier: flow.code_verifier }
        const session = await send(grantToken, { query: { grant_type: 'pkce' }, body })
        await verifiers.end(flow)
        return await enter(session, latestMethod(session.access_token), options)
      } catch (error) {
        refusal = error as AuthError
        if (refusal.code !== 'bad_code_verifier') break
      }
    }
    throw refusal
  }

  const takeIn: ProviderFlows['takeIn'] = async (address, options, send) => {
    const callback = parseCallback(address)
    switch (callback.type) {
      case 'error': {
        const { error, error_code = error, error_description = error } = callback
        throw new AuthApiError(error_description, { code: error_code })
      }
      case 'email_change_pending':
        return { ...notSignedIn, ...callback }
      case 'session': {
        const { type: _type, verification, ...tokens } = callback
        const user = await send(getUser, { credentials: { accessToken: tokens.access_token } })
        return { type: 'signed_in', ...(await enter({ ...tokens, user }, verification, options)) }
      }
      // Effects run twice, and a page may have two clients: who comes second finds the flow ended.
      case 'code':
        return tabs.inTurn('exchange', async () => {
          const flows = await verifiers.pending(address)
          if (flows.length) return { type: 'signed_in', ...(await exchange(callback.code, flows, options, send)) }
          await keeper.sync()
          return { type: 'none', ...notSignedIn }
        })
    }
    return { type: 'none', ...notSignedIn }
  }

  return {
    begin,
    signIn: async (credentials) => {
      const { href } = authorizeUrl(url, await query(credentials))
      return { provider: credentials.provider, ...leaveFor({ url: href }, credentials.options) }
    },
    link: async (credentials, authorized) => {
      // Browsers can't send a bearer with a navigation, and hide where a redirect leads.
      const parameters = { ...authorizeQuery(await query(credentials)), skip_http_redirect: true }
      // The transport writes names as they are, and one may hold another parameter.
      const named = Object.entries(parameters).map(([name, value]) => [encodeURIComponent(name), value])
      const answer = await authorized(linkIdentity, { query: Object.fromEntries(named) })
      return { provider: credentials.provider, ...leaveFor(answer, credentials.options) }
    },
    signInWithSso: async (params, send) => {
      const { options } = params
      const redirect_to = options?.redirectTo
      const target = 'domain' in params ? { domain: params.domain } : { provider_id: params.providerId }
      // Browsers hide where a redirect leads.
      const body = { ...target, redirect_to, skip_http_redirect: true }
      const answer = await begin(redirect_to, (challenge) => send(signInWithSso, { body: { ...body, ...challenge } }))
      return leaveFor(answer, options)
    },
    exchange: async (code, options, send) => {
      const code_verifier = options?.codeVerifier
      return exchange(code, code_verifier ? [{ code_verifier }] : await verifiers.pending(), options, send)
    },
    takeIn,
    detect: async (opened, wanted, send) => {
      const callback = parseCallback(opened)
      const isWanted = typeof wanted === 'function' ? wanted(new URL(opened), callback) : wanted
      if (callback.type === 'none' || !isWanted) return
      const clean = () => history.replaceState(history.state, '', stripCallback(location.href))
      try {
        const { type } = await takeIn(opened, undefined, send)
        if (type !== 'none') clean()
      } catch (cause) {
        const { retryable, code } = cause as AuthError
        // A reload may still take it in; and a code that nobody knows may be another server's.
        if (!retryable && !/flow_state_not_found|verifier|aborted/.test(code)) clean()
        throw cause
      }
    },
  }
}

/** The latest way in which the user of an access token has signed in: it says what a mail was for. */
function latestMethod(accessToken: string): string | undefined {
  try {
    return decodeAccessToken(accessToken).amr?.[0]?.method
  } catch {
    return undefined
  }
}
