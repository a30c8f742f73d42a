import type { GetUserErrors, GrantTokenErrors } from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import type { AuthError } from '../../transport/errors.ts'
import type { Call, SignInOptions } from '../call.ts'
import type { Result } from '../result.ts'
import type { ClientTypes } from '../session/session.ts'
import { notSignedIn, type NotSignedIn, type SignedIn } from '../session/sessions.ts'
import type { Provider } from './authorize-url.ts'
import type { Flows } from './flows.ts'
import type { HandledCallback, OAuthOptions } from './provider-flows.ts'

type CallbackError = OperationError<GrantTokenErrors> | OperationError<GetUserErrors>

export interface SignInWithOAuth<T extends ClientTypes = {}> {
  /**
   * Starts a sign-in with a provider: builds the URL, and sends the browser there unless told otherwise.
   *
   * `GET /authorize`, by the browser; the call itself sends nothing. What comes back is taken in by the client that the
   * page starts with (`detectSessionInUrl`), or by `handleCallback()`.
   * @example
   * await auth.signInWithOAuth({ provider: 'github', options: { scopes: 'repo', redirectTo: 'https://app.example.com/' } })
   */
  signInWithOAuth(credentials: {
    provider: Provider
    options?: OAuthOptions
  }): Promise<Result<{ provider: Provider; url: string }, { provider: Provider; url: null }, AuthError<never>>>

  /**
   * Signs in with the code of a PKCE flow, of a provider or a mail.
   *
   * `POST /token?grant_type=pkce` (RFC 7636, section 4.5). The code verifier is the one that the flow began with here; with
   * several flows under way, the one that fits. A code works once, and only for some minutes.
   *
   * @param code the `code` parameter of the URL
   * @param options `codeVerifier`: where the flow began elsewhere
   * @example
   * const code = new URL(location.href).searchParams.get('code')
   * if (code) await auth.exchangeCodeForSession(code)
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
   * other URLs are `none`, and nothing is sent. That holds for the site URL, too, where the server sends users whose `redirectTo` it does
   * not allow: `exchangeCodeForSession()` takes their code.
   *
   * @param url absolute
   * @example
   * const { data, error } = await auth.handleCallback('myapp://welcome?code=5d2a4c0d')
   * if (!error && data.type === 'signed_in') console.log(data.redirectType === 'recovery' ? 'ask for a new password' : 'welcome')
   */
  handleCallback(url: string | URL, options?: SignInOptions): Promise<Result<HandledCallback<T>, NotSignedIn, CallbackError>>
}

export function createSignInWithOAuth(call: Call, flows: Flows): SignInWithOAuth {
  return {
    signInWithOAuth: (credentials) =>
      call({ provider: credentials?.provider, url: null }, credentials?.options, async () =>
        (await flows.load()).signIn(credentials),
      ),

    exchangeCodeForSession: (code, options) =>
      call(notSignedIn, options, async (send) => (await flows.load()).exchange(code, options, send)),

    handleCallback: (address, options) =>
      call(notSignedIn, options, async (send) => (await flows.load()).takeIn(address, options, send)),
  }
}
