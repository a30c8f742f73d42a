import type { ChallengeFactorErrors, EnrollFactorErrors, VerifyFactorErrors } from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import { AuthApiError } from '../transport/errors.ts'
import { failure, type Call, type UserOptions } from './call.ts'
import type { Mfa, VerifyFactorParams } from './mfa.ts'
import { callCeremony, createCredential, getCredential } from './passkeys/ceremony.ts'
import { unwrap, type Result } from './result.ts'
import type { ClientTypes } from './session/session.ts'
import type { SignedIn } from './session/sessions.ts'

/** The ceremonies of WebAuthn factors in a browser, whole: security keys and passkeys as a second factor. */
export interface WebAuthnFactors<T extends ClientTypes = {}> {
  /**
   * Adds a WebAuthn factor: enrolls it, lets the user make a key, and verifies it. The session is one of `aal2` from then on, as
   * after `verify()`.
   *
   * `POST /factors`, `POST /factors/{factor_id}/challenge`, `navigator.credentials.create()`, `POST /factors/{factor_id}/verify`
   *
   * When no key is made, the factor is removed again (`DELETE /factors/{factor_id}`). One that stayed behind, as when the page was
   * closed, is removed when it is in the way: by its name, or by the number of factors that a user may have.
   *
   * The time limit is that of each request. The user has as long as the server says, by default 5 minutes; `signal` ends that,
   * too. Codes of the browser's part: `webauthn_not_allowed` (declined, or out of time), `webauthn_credential_exists` (a key that
   * is a factor already), `webauthn_unsupported`, `webauthn_rp_mismatch`, `webauthn_failed`; `aborted`, also by a later ceremony
   * of the page.
   *
   * @param params `friendlyName`: as for `enroll()`
   * @example
   * const { data, error } = await auth.mfa.registerWebAuthn({ friendlyName: 'Security key' })
   * if (error?.code === 'webauthn_not_allowed') console.log('no key was made')
   */
  registerWebAuthn(
    params?: { friendlyName?: string },
    options?: UserOptions,
  ): Promise<
    Result<
      SignedIn<T>,
      null,
      OperationError<EnrollFactorErrors> | OperationError<ChallengeFactorErrors> | OperationError<VerifyFactorErrors>
    >
  >

  /**
   * Answers a challenge of a WebAuthn factor: lets the user prove the key, and verifies that. The session is one of `aal2` from then
   * on, as after `verify()`. The keys of all WebAuthn factors of the user are good for it. Of a factor that is not verified yet the
   * user makes the key.
   *
   * `POST /factors/{factor_id}/challenge`, `navigator.credentials.get()`, `POST /factors/{factor_id}/verify`
   *
   * Time limits and codes are those of `registerWebAuthn()`; `invalid_argument` for a factor of another type.
   * @example
   * const { data: factors } = await auth.mfa.listFactors()
   * const factor = factors?.webauthn[0]
   * if (factor) await auth.mfa.verifyWebAuthn({ factorId: factor.id })
   */
  verifyWebAuthn(
    params: { factorId: string },
    options?: UserOptions,
  ): Promise<Result<SignedIn<T>, null, OperationError<ChallengeFactorErrors> | OperationError<VerifyFactorErrors>>>
}

/** @param remove removes a factor that is not verified, so that the session stays as it is */
export function createWebAuthnFactors(
  call: Call,
  { enroll, challenge, verify, listFactors }: Pick<Mfa, 'enroll' | 'challenge' | 'verify' | 'listFactors'>,
  remove: Mfa['unenroll'],
): WebAuthnFactors {
  /** Whatever has become of the call: it has no signal, and the error that counts is another one. */
  const discard = (factorId: string, options: UserOptions | undefined) =>
    remove({ factorId }, { ...options, signal: undefined })

  const enrollAnew = async (friendlyName: string | undefined, options: UserOptions | undefined) => {
    const params = { factorType: 'webauthn', friendlyName } as const
    const enrolled = await enroll(params, options)
    if (!/name_conflict|too_many/.test(enrolled.error?.code!)) return unwrap(enrolled)
    // The server itself deletes those that nobody has verified, once another is verified.
    for (const { id, factor_type, status } of unwrap(await listFactors(options)).all) {
      if (factor_type === 'webauthn' && status !== 'verified') await discard(id, options)
    }
    return unwrap(await enroll(params, options))
  }

  /** What the challenge asks for: to make a key, or to prove it. */
  const prove = async (factorId: string, options: UserOptions | undefined) => {
    const { id: challengeId, ...asked } = unwrap(await challenge({ factorId }, options))
    if (!('webauthn' in asked)) throw failure('invalid_argument', 'The factor is of another type')
    const { type, credential_options } = asked.webauthn
    const perform = type === 'create' ? createCredential : getCredential
    const credential_response = await perform(credential_options.publicKey as never, { signal: options?.signal })
    return { factorId, challengeId, webauthn: { type, credential_response } } as VerifyFactorParams
  }

  return {
    registerWebAuthn: (params, options) =>
      callCeremony(call, { signal: options?.signal }, async () => {
        const { id } = await enrollAnew(params?.friendlyName, options)
        const proof = await prove(id, options).catch(async (cause) => {
          await discard(id, options)
          throw cause
        })
        const verified = await verify(proof, options)
        // Without the server's own answer nobody knows whether it is verified.
        if (verified.error instanceof AuthApiError) await discard(id, options)
        return unwrap(verified)
      }),

    verifyWebAuthn: (params, options) =>
      callCeremony(call, { signal: options?.signal }, async () =>
        unwrap(await verify(await prove(params.factorId, options), options)),
      ),
  }
}
