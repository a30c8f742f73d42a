import {
  deletePasskey,
  getPasskeyAuthenticationOptions,
  getPasskeyRegistrationOptions,
  listPasskeys,
  updatePasskey,
  verifyPasskeyAuthentication,
  verifyPasskeyRegistration,
} from '../../../generated/operations/functions/passkeys.ts'
import type {
  Assertion,
  Attestation,
  DeletePasskeyErrors,
  GetPasskeyAuthenticationOptionsErrors,
  GetPasskeyRegistrationOptionsErrors,
  ListPasskeysErrors,
  Passkey,
  PasskeyAssertion,
  PasskeyAuthenticationOptions,
  PasskeyRegistrationOptions,
  UpdatePasskeyErrors,
  VerifyPasskeyAuthenticationErrors,
  VerifyPasskeyRegistrationErrors,
} from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import type { Call, PublicOptions, SignInOptions, UserOptions } from '../call.ts'
import type { Result } from '../result.ts'
import type { AccessTokens } from '../session/access-token.ts'
import type { Keeper } from '../session/keeper.ts'
import type { ClientTypes } from '../session/session.ts'
import { keepSession, type SignedIn } from '../session/sessions.ts'

/** The passkeys of the signed-in user, and the steps of ceremonies that an application or a native library performs. */
export interface PasskeyMethods<T extends ClientTypes = {}> {
  /**
   * The passkeys of the signed-in user.
   *
   * `GET /passkeys`
   * @example
   * const { data: passkeys, error } = await auth.passkey.list()
   */
  list(options?: UserOptions): Promise<Result<Passkey[], null, OperationError<ListPasskeysErrors>>>

  /**
   * Renames a passkey of the signed-in user.
   *
   * `PATCH /passkeys/{passkey_id}`
   *
   * @param params `friendlyName`: 1 to 120 bytes in UTF-8; a passkey is first called by its maker's name, or `Passkey`
   * @example
   * const { data: passkeys } = await auth.passkey.list()
   * if (passkeys?.[0]) await auth.passkey.update({ passkeyId: passkeys[0].id, friendlyName: 'Laptop' })
   */
  update(
    params: { passkeyId: string; friendlyName: string },
    options?: UserOptions,
  ): Promise<Result<Passkey, null, OperationError<UpdatePasskeyErrors>>>

  /**
   * Removes a passkey of the signed-in user from the server. Who has a second factor must have used it (`insufficient_aal`).
   *
   * `DELETE /passkeys/{passkey_id}`. The authenticator keeps its half, and goes on offering it.
   * @example
   * const { data: passkeys } = await auth.passkey.list()
   * for (const { id } of passkeys ?? []) await auth.passkey.delete({ passkeyId: id })
   */
  delete(
    params: { passkeyId: string },
    options?: UserOptions,
  ): Promise<Result<null, null, OperationError<DeletePasskeyErrors>>>

  /**
   * Opens a challenge for a new passkey of the signed-in user. `data.options` is what
   * `PublicKeyCredential.parseCreationOptionsFromJSON()` reads (WebAuthn Level 3, section 5.1.8).
   *
   * `POST /passkeys/registration/options`. The challenge is good until `data.expires_at`, by default for 5 minutes.
   * @example
   * const { data, error } = await auth.passkey.startRegistration()
   */
  startRegistration(
    options?: UserOptions,
  ): Promise<Result<PasskeyRegistrationOptions, null, OperationError<GetPasskeyRegistrationOptionsErrors>>>

  /**
   * Answers that challenge: the passkey is the user's from then on.
   *
   * `POST /passkeys/registration/verify`
   *
   * @param params `challengeId`: of `startRegistration()`; `credential`: what `navigator.credentials.create()` gave, as its
   *   `toJSON()` writes it
   * @example
   * const { data } = await auth.passkey.startRegistration()
   * if (data) {
   *   const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(data.options)
   *   const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
   *   await auth.passkey.verifyRegistration({ challengeId: data.challenge_id, credential: made.toJSON() })
   * }
   */
  verifyRegistration(
    params: { challengeId: string; credential: Attestation },
    options?: UserOptions,
  ): Promise<Result<Passkey, null, OperationError<VerifyPasskeyRegistrationErrors>>>

  /**
   * Opens a challenge for a sign-in with any passkey of this site. `data.options` is what
   * `PublicKeyCredential.parseRequestOptionsFromJSON()` reads (WebAuthn Level 3, section 5.1.9).
   *
   * `POST /passkeys/authentication/options`. The challenge is good until `data.expires_at`, by default for 5 minutes.
   * @example
   * const { data, error } = await auth.passkey.startAuthentication()
   */
  startAuthentication(params?: {
    options?: PublicOptions
  }): Promise<Result<PasskeyAuthenticationOptions, null, OperationError<GetPasskeyAuthenticationOptionsErrors>>>

  /**
   * Answers that challenge, and signs in.
   *
   * `POST /passkeys/authentication/verify`
   *
   * @param params `challengeId`: of `startAuthentication()`; `credential`: what `navigator.credentials.get()` gave, as its
   *   `toJSON()` writes it
   * @example
   * const { data } = await auth.passkey.startAuthentication()
   * if (data) {
   *   const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(data.options)
   *   const proof = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
   *   await auth.passkey.verifyAuthentication({ challengeId: data.challenge_id, credential: proof.toJSON() })
   * }
   */
  verifyAuthentication(
    params: { challengeId: string; credential: Assertion },
    options?: Omit<SignInOptions, 'captchaToken'>,
  ): Promise<Result<SignedIn<T>, null, OperationError<VerifyPasskeyAuthenticationErrors>>>
}

export function createPasskeyMethods(call: Call, tokens: AccessTokens, keeper: Keeper): PasskeyMethods {
  return {
    list: (options) => call(null, options, (send) => tokens.authorize(send, options?.accessToken)(listPasskeys, {})),

    update: (params, options) =>
      call(null, options, async (send) => {
        const { passkeyId: passkey_id, friendlyName: friendly_name } = params
        return tokens.authorize(send, options?.accessToken)(updatePasskey, { path: { passkey_id }, body: { friendly_name } })
      }),

    delete: (params, options) =>
      call(null, options, async (send) => {
        const { passkeyId: passkey_id } = params
        await tokens.authorize(send, options?.accessToken)(deletePasskey, { path: { passkey_id } })
        return null
      }),

    startRegistration: (options) =>
      call(null, options, (send) => tokens.authorize(send, options?.accessToken)(getPasskeyRegistrationOptions, {})),

    verifyRegistration: (params, options) =>
      call(null, options, async (send) => {
        const { challengeId: challenge_id, credential } = params
        const body = { challenge_id, credential }
        return tokens.authorize(send, options?.accessToken)(verifyPasskeyRegistration, { body })
      }),

    startAuthentication: (params) => call(null, params?.options, (send) => send(getPasskeyAuthenticationOptions, {})),

    verifyAuthentication: (params, options) =>
      call(null, options, async (send) => {
        const { challengeId: challenge_id, credential } = params
        // Passkeys say whose they are. If one does not, it is the server that refuses it.
        const body = { challenge_id, credential: credential as PasskeyAssertion }
        return keepSession(keeper, await send(verifyPasskeyAuthentication, { body }), options)
      }),
  }
}
