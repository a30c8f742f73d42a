import type {
  GetPasskeyAuthenticationOptionsErrors,
  GetPasskeyRegistrationOptionsErrors,
  Passkey,
  VerifyPasskeyAuthenticationErrors,
  VerifyPasskeyRegistrationErrors,
} from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import type { Call, SignInOptions, UserOptions } from '../call.ts'
import { unwrap, type Result } from '../result.ts'
import type { AccessTokens } from '../session/access-token.ts'
import type { Keeper } from '../session/keeper.ts'
import type { ClientTypes } from '../session/session.ts'
import type { SignedIn } from '../session/sessions.ts'
import { callCeremony, createCredential, getCredential } from './ceremony.ts'
import { createPasskeyMethods, type PasskeyMethods } from './passkey-methods.ts'

/** What a sign-in with a passkey takes. `timeout` is the limit of each of its two requests. */
export interface PasskeySignInOptions extends SignInOptions {
  /**
   * How the browser asks. `conditional` offers passkeys as autofill of an `<input autocomplete="username webauthn">`, and
   * waits until the user takes one, the signal is aborted, or another ceremony begins. Default: a prompt.
   */
  mediation?: CredentialMediationRequirement | undefined
}

/** The ceremonies in a browser, whole. */
export interface Passkeys<T extends ClientTypes = {}> {
  /**
   * Lets the signed-in user make a passkey: asks the server for a challenge, the user for a passkey, and the server to take it.
   *
   * `POST /passkeys/registration/options`, `navigator.credentials.create()`, `POST /passkeys/registration/verify`
   *
   * The time limit is that of each request. The user has as long as the server says, by default 5 minutes; `signal` ends that,
   * too. Codes of the browser's part: `webauthn_not_allowed` (declined, or out of time), `webauthn_credential_exists`,
   * `webauthn_unsupported`, `webauthn_rp_mismatch`, `webauthn_failed`; `aborted`, also by a later ceremony of the page.
   * @example
   * const { data: passkey, error } = await auth.registerPasskey()
   * if (error?.code === 'webauthn_credential_exists') await auth.passkey.list()
   */
  registerPasskey(params?: {
    options?: UserOptions
  }): Promise<
    Result<
      Passkey,
      null,
      OperationError<GetPasskeyRegistrationOptionsErrors> | OperationError<VerifyPasskeyRegistrationErrors>
    >
  >

  /**
   * Signs in with a passkey: asks the server for a challenge, the user for a passkey, and the server for a session.
   *
   * `POST /passkeys/authentication/options`, `navigator.credentials.get()`, `POST /passkeys/authentication/verify`
   *
   * Time limits and codes are those of `registerPasskey()`. Autofill may be left open for longer than the challenge is good, by
   * default 5 minutes: then the code is `webauthn_challenge_expired`, and another call has another challenge.
   * @example
   * const { data, error } = await auth.signInWithPasskey()
   * @example
   * // As autofill, until the page has something else to do:
   * const leaving = new AbortController()
   * const options = { mediation: 'conditional', signal: leaving.signal } as const
   * const { data, error } = await auth.signInWithPasskey({ options })
   */
  signInWithPasskey(params?: {
    options?: PasskeySignInOptions
  }): Promise<
    Result<
      SignedIn<T>,
      null,
      OperationError<GetPasskeyAuthenticationOptionsErrors> | OperationError<VerifyPasskeyAuthenticationErrors>
    >
  >
}

export function createPasskeys(call: Call, tokens: AccessTokens, keeper: Keeper): Passkeys & PasskeyMethods {
  const passkey = createPasskeyMethods(call, tokens, keeper)
  return {
    ...passkey,

    registerPasskey: (params) => {
      const options = params?.options ?? {}
      return callCeremony(call, options, async () => {
        const { challenge_id: challengeId, options: wanted } = unwrap(await passkey.startRegistration(options))
        const credential = await createCredential(wanted, options)
        return unwrap(await passkey.verifyRegistration({ challengeId, credential }, options))
      })
    },

    signInWithPasskey: (params) => {
      const { mediation, captchaToken, ...options } = params?.options ?? {}
      const ceremony = { signal: options.signal, mediation }
      return callCeremony(call, ceremony, async () => {
        const { challenge_id: challengeId, options: wanted } = unwrap(
          await passkey.startAuthentication({ options: { ...options, captchaToken } }),
        )
        const credential = await getCredential(wanted, ceremony)
        return unwrap(await passkey.verifyAuthentication({ challengeId, credential }, options))
      })
    },
  }
}
