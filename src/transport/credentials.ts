import type { ClientAuthentication } from './client-authentication.ts'
import { AuthError } from './errors.ts'

/** What calls prove themselves with. Which one a call uses is said by the spec. */
export interface Credentials {
  /** A user's access token, for the operations of the signed-in user. */
  accessToken?: string | undefined
  /** A JWT with an admin role, for the admin operations. Default: the API key, if it may be one (`service_role`, `sb_secret_…`). */
  adminToken?: string | undefined
  /** For `oauthToken()`: `clientSecretBasic(id, secret)`, `clientSecretPost(id, secret)` or `publicClient(id)`. */
  oauthClient?: ClientAuthentication | undefined
}

/** What a `credentials` function is told about the call. */
export interface CredentialsRequest {
  /** The operationId. */
  operation: string | undefined
  /** What the call needs: the spec's `UserAuth` is an access token, `AdminAuth` an admin token. */
  credential: keyof Credentials
  /** Aborted when the call ends early. */
  signal: AbortSignal
}

/** Credentials, or a function that is asked for them at each call. */
export type CredentialsOption =
  Credentials | ((request: CredentialsRequest) => Credentials | undefined | Promise<Credentials | undefined>)

/**
 * What a call has to send to prove itself, besides the API key.
 *
 * @returns the `Authorization` header, if any, and the body, with an OAuth client's identifier and secret where they belong there
 * @throws AuthError `credentials_missing`
 */
export function authorize(
  body: unknown,
  credential: keyof Credentials | undefined,
  credentials: Credentials | undefined = {},
  apiKey: string | undefined,
): ReturnType<ClientAuthentication> {
  // Where the spec asks for none, a token that the caller gives is still sent: some operations do more with one.
  const given = credential ? credentials[credential] : (credentials.accessToken ?? credentials.adminToken)
  if (typeof given === 'function') return given(body)
  // An API key can be an admin's.
  if (credential && !given && !(apiKey && credential === 'adminToken')) {
    throw new AuthError(`credentials.${credential} is missing`, { code: 'credentials_missing' })
  }
  // Only a JWT: the server answers `bad_jwt` to a bearer of any other form, such as `sb_publishable_…`.
  const bearer = given ?? (/^ey.+\..+\./.test(apiKey!) && apiKey)
  return { body, authorization: bearer ? `Bearer ${bearer}` : undefined }
}
