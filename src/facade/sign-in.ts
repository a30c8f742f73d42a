import { grantToken } from '../../generated/operations/functions/sessions.ts'
import type {
  GrantTokenData,
  GrantTokenErrors,
  IdTokenProvider,
  WeakPasswordNotice,
} from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import { addressOf, type Call, type SignInOptions } from './call.ts'
import type { Result } from './result.ts'
import type { Keeper } from './session/keeper.ts'
import type { ClientTypes } from './session/session.ts'
import { keepSession, notSignedIn, type NotSignedIn, type SignedIn } from './session/sessions.ts'

/** An OpenID Connect token that an application got from a provider by itself. */
export interface IdTokenCredentials {
  provider: IdTokenProvider
  /** The ID token. */
  token: string
  /** The provider's access token, where the ID token has an `at_hash`. */
  access_token?: string
  /** The nonce itself; the ID token has its SHA-256 in hexadecimal. */
  nonce?: string
}

export interface SignIn<T extends ClientTypes = {}> {
  /**
   * Signs in with a password.
   *
   * `POST /token?grant_type=password`. `data.weakPassword` is there if the password would be refused at sign-up today.
   * @example
   * const { data, error } = await auth.signInWithPassword({ email, password })
   */
  signInWithPassword(
    credentials:
      | { email: string; password: string; options?: SignInOptions }
      | { phone: string; password: string; options?: SignInOptions },
  ): Promise<
    Result<SignedIn<T> & { weakPassword?: NonNullable<WeakPasswordNotice> }, NotSignedIn, OperationError<GrantTokenErrors>>
  >

  /**
   * Signs in, or up, with an ID token of a provider, e.g. of a native sign-in with Apple or Google.
   *
   * `POST /token?grant_type=id_token`
   * @example
   * await auth.signInWithIdToken({ provider: 'google', token })
   */
  signInWithIdToken(
    credentials: IdTokenCredentials & { options?: SignInOptions },
  ): Promise<Result<SignedIn<T>, NotSignedIn, OperationError<GrantTokenErrors>>>
}

export function createSignIn(call: Call, keeper: Keeper): SignIn {
  return {
    signInWithPassword: (credentials) =>
      call(notSignedIn, credentials?.options, async (send) => {
        const { password, options } = credentials
        const body = { ...addressOf(credentials), password }
        const { weak_password, ...session } = await send(grantToken, { query: { grant_type: 'password' }, body })
        return { ...(await keepSession(keeper, session, options)), ...(weak_password && { weakPassword: weak_password }) }
      }),

    signInWithIdToken: (credentials) =>
      call(notSignedIn, credentials?.options, async (send) =>
        keepSession(keeper, await send(grantToken, idTokenGrant(credentials)), credentials.options),
      ),
  }
}

/** The request of a grant with an ID token. */
export function idTokenGrant(
  { provider, token, access_token, nonce }: IdTokenCredentials,
  link_identity?: boolean,
): Pick<GrantTokenData, 'query' | 'body'> {
  const body = { provider, id_token: token, access_token, nonce, link_identity }
  return { query: { grant_type: 'id_token' }, body }
}
