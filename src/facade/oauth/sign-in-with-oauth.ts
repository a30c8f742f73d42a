import { getUser, grantToken } from '../../../generated/operations/functions.ts'
import type { GetUserErrors, GrantTokenErrors } from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import { AuthApiError, type AuthError } from '../../transport/errors.ts'
import { failure, type Call, type RequestOptions, type Send, type SignInOptions } from '../call.ts'
import { decodeAccessToken } from '../claims/decode-access-token.ts'
import type { Result } from '../result.ts'
import type { Keeper } from '../session/keeper.ts'
import type { ClientTypes } from '../session/session.ts'
import { keepSession, notSignedIn, type NotSignedIn, type SignedIn } from '../session/sessions.ts'
import { authorizeUrl, type AuthorizeUrlOptions, type Provider } from './authorize-url.ts'
import { parseCallback } from './callback.ts'
import type { Flow, Flows } from './flows.ts'

export interface OAuthOptions extends Omit<AuthorizeUrlOptions, 'provider' | 'codeChallenge'>, RequestOptions {
  /** True to get the URL only, and go there yourself. Default: browsers are sent there. */
  skipBrowserRedirect?: boolean
}

/** What a callback was, and who is signed in by it. */
export type HandledCallback<T extends ClientTypes = {}> =
  | ({ type: 'signed_in'; redirectType: 'recovery' | null } & SignedIn<T>)
  | ({ type: 'email_change_pending'; message: string } & NotSignedIn)
  | ({ type: 'none' } & NotSignedIn)

type CallbackError = OperationError<GrantTokenErrors & GetUserErrors>

export interface SignInWithOAuth<T extends ClientTypes = {}> {
  /**
   * Starts a sign-in with a provider: builds the URL, and sends the browser there unless told otherwise.
   *
   * `GET /authorize`, by the browser; the call itself sends nothing. What comes back is taken in by the client that the
   * page starts with (`detectSessionInUrl`), or by `handleCallback()`.
   */
  signInWithOAuth(credentials: {
    provider: Provider
    options?: OAuthOptions
  }): Promise<Result<{ provider: Provider; url: string }, { provider: Provider; url: null }>>

  /**
   * Signs in with the code of a PKCE flow, of a provider or a mail.
   *
   * `POST /token?grant_type=pkce` (RFC 7636, section 4.5). The code verifier is the one that the flow began with here; with
   * several flows under way, the one that fits. A code works once, and only for some minutes.
   *
   * @param code the `code` parameter of the URL
   * @param options `codeVerifier`: where the flow began elsewhere
   */
  exchangeCodeForSession(
    code: string,
    options?: SignInOptions & { codeVerifier?: string },
  ): Promise<Result<SignedIn<T> & { redirectType: 'recovery' | null }, NotSignedIn, OperationError<GrantTokenErrors>>>

  /**
   * Takes in a URL that a flow of ours came back to: a code (PKCE), tokens in the fragment (implicit), an error, or a first
   * confirmation of an e-mail change. For deep links and routers; the URL that a page was opened with is taken in by itself.
   *
   * `POST /token?grant_type=pkce`, or `GET /user`. A code is ours only if a flow that was started here leads to this URL;
   * other URLs are `none`, and nothing is sent.
   *
   * @param url absolute
   */
  handleCallback(url: string | URL, options?: SignInOptions): Promise<Result<HandledCallback<T>, NotSignedIn, CallbackError>>
}

/** Goes to an address, where there is a page that can. @returns the address */
export type LeaveFor = (
  answer: { url: string } | { location: string },
  options: { skipBrowserRedirect?: boolean } | undefined,
) => { url: string }

export function createSignInWithOAuth(
  call: Call,
  url: string,
  keeper: Keeper,
  flows: Flows,
  leaveFor: LeaveFor,
): SignInWithOAuth {
  const enter = async (answer: unknown, method: string | undefined, options: SignInOptions | undefined) => {
    const isRecovery = method === 'recovery'
    const signedIn = await keepSession(keeper, answer, options, isRecovery ? 'PASSWORD_RECOVERY' : 'SIGNED_IN')
    return { ...signedIn, redirectType: isRecovery ? ('recovery' as const) : null }
  }

  /** Tries the verifiers in turn: a wrong one does not use the code up. */
  const exchange = async (send: Send, auth_code: string, candidates: Flow[], options: SignInOptions | undefined) => {
    let refusal = failure('pkce_code_verifier_not_found', 'No code verifier fits: the flow was not started here')
    for (const flow of candidates) {
      try {
        const body = { auth_code, code_verifier: flow.code_verifier }
        const session = await send(grantToken, { query: { grant_type: 'pkce' }, body })
        await flows.end(flow)
        return await enter(session, latestMethod(session.access_token), options)
      } catch (error) {
        refusal = error as AuthError
        if (refusal.code !== 'bad_code_verifier') break
      }
    }
    throw refusal
  }

  return {
    signInWithOAuth: (credentials) =>
      call({ provider: credentials?.provider, url: null }, credentials?.options, async () => {
        const { provider, options } = credentials
        const { code_challenge: codeChallenge } = await flows.start(options?.redirectTo)
        const { href } = authorizeUrl(url, { ...options, provider, codeChallenge })
        return { provider, ...leaveFor({ url: href }, options) }
      }),

    exchangeCodeForSession: (code, options) =>
      call(notSignedIn, options, async (send) => {
        const code_verifier = options?.codeVerifier
        return exchange(send, code, code_verifier ? [{ code_verifier } as Flow] : await flows.pending(), options)
      }),

    handleCallback: (address, options) =>
      call(notSignedIn, options, async (send) => {
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
          case 'code': {
            const candidates = await flows.pending(address)
            if (candidates.length)
              return { type: 'signed_in', ...(await exchange(send, callback.code, candidates, options)) }
          }
        }
        return { type: 'none', ...notSignedIn }
      }),
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
