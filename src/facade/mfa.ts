import { challengeFactor, enrollFactor, unenrollFactor, verifyFactor } from '../../generated/operations/functions/mfa.ts'
import { getUser } from '../../generated/operations/functions/user.ts'
import type {
  ChallengeFactorErrors,
  ChallengeFactorResponse,
  EnrollFactorBody,
  EnrollFactorErrors,
  EnrollFactorResponse,
  Factor,
  GetUserErrors,
  MessageChannel,
  UnenrolledFactor,
  UnenrollFactorErrors,
  VerifyFactorErrors,
  WebauthnCreationProof,
  WebauthnRequestProof,
} from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import type { AuthError } from '../transport/errors.ts'
import type { Call, RequestOptions, Send, UserOptions } from './call.ts'
import { decodeAccessToken, type AuthenticationMethod } from './claims/decode-access-token.ts'
import { createWebAuthnFactors, type WebAuthnFactors } from './mfa-webauthn.ts'
import { unwrap, type Result } from './result.ts'
import type { AccessTokens } from './session/access-token.ts'
import type { Keeper } from './session/keeper.ts'
import { asSession, asUser, following, type ClientTypes } from './session/session.ts'
import { signedIn, type SignedIn } from './session/sessions.ts'
import type { Refresher } from './session/refresh.ts'
import type { Tabs } from './session/tabs.ts'

/** A second factor to enroll. The name has to differ from those of the user's other factors; none counts as the empty name. */
export type EnrollParams =
  | { factorType: 'totp'; friendlyName?: string; issuer?: string }
  | { factorType: 'phone'; friendlyName?: string; phone: string }
  | { factorType: 'webauthn'; friendlyName?: string }

/** What enrolling gives, by the type of the factor. */
export type EnrolledFactor<Type extends EnrollParams['factorType']> = Extract<EnrollFactorResponse, { type: Type }>

/** What a challenge is answered with: a code, or what the browser's WebAuthn gave. */
export type VerifyFactorParams = { factorId: string; challengeId: string } & (
  { code: string } | { webauthn: WebauthnCreationProof | WebauthnRequestProof }
)

/** The factors of a user. The lists by type have verified ones only. */
export interface FactorList {
  all: Factor[]
  totp: Factor[]
  phone: Factor[]
  webauthn: Factor[]
}

/** How sure the server is of who is signed in, and how sure it could be. */
export interface AuthenticatorAssurance {
  /** `aal1`, or `aal2` after a second factor. Null when nobody is signed in. */
  currentLevel: 'aal1' | 'aal2' | (string & {}) | null
  /** `aal2` when the user has a verified factor. If it differs from the current one, ask for it. */
  nextLevel: 'aal1' | 'aal2' | (string & {}) | null
  /** How the user has signed in, the latest way first. */
  currentAuthenticationMethods: AuthenticationMethod[]
}

/** Second factors of the signed-in user. */
export interface Mfa<T extends ClientTypes = {}> extends WebAuthnFactors<T> {
  /**
   * Begins to add a second factor. It counts once it is verified.
   *
   * `POST /factors`. Of TOTP, `data.totp` has the key as `secret`, as `uri` for authenticator apps, and as `qr_code`: a data URL of an
   * SVG image, of some 300 kB. It is shown this once. For an `aal2` account the session has to be one, too (`insufficient_aal`).
   * @example
   * const { data, error } = await auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Phone' })
   * if (data) document.querySelector('img')!.src = data.totp.qr_code
   */
  enroll<Type extends EnrollParams['factorType']>(
    params: Extract<EnrollParams, { factorType: Type }> & { factorType: Type },
    options?: UserOptions,
  ): Promise<Result<EnrolledFactor<Type>, null, OperationError<EnrollFactorErrors>>>

  /**
   * Opens a challenge of a factor: sends the code to a phone; gives what WebAuthn needs; TOTP needs nothing but the challenge.
   *
   * `POST /factors/{factor_id}/challenge`. `data.expires_at` is in seconds since the Unix epoch, in the server's clock.
   * @param params `channel`: how the code goes to a phone, default `sms`
   * @example
   * const { data } = await auth.mfa.challenge({ factorId, channel: 'whatsapp' })
   */
  challenge(
    params: { factorId: string; channel?: MessageChannel },
    options?: UserOptions,
  ): Promise<Result<ChallengeFactorResponse, null, OperationError<ChallengeFactorErrors>>>

  /**
   * Answers a challenge. The session is one of `aal2` from then on, with new tokens; the factor is verified. The server ends every
   * other session of the user that is not of `aal2`, and deletes unverified factors of that type. Event: `MFA_CHALLENGE_VERIFIED`.
   *
   * `POST /factors/{factor_id}/verify`
   * @example
   * await auth.mfa.verify({ factorId, challengeId, code: '686136' })
   */
  verify(
    params: VerifyFactorParams,
    options?: UserOptions,
  ): Promise<Result<SignedIn<T>, null, OperationError<VerifyFactorErrors>>>

  /**
   * Opens a challenge and answers it at once, with the code of an authenticator app.
   *
   * `POST /factors/{factor_id}/challenge`, `POST /factors/{factor_id}/verify`
   * @example
   * const { data, error } = await auth.mfa.challengeAndVerify({ factorId, code: '686136' })
   */
  challengeAndVerify(
    params: { factorId: string; code: string },
    options?: UserOptions,
  ): Promise<Result<SignedIn<T>, null, OperationError<ChallengeFactorErrors> | OperationError<VerifyFactorErrors>>>

  /**
   * Removes a factor. A verified one needs a session of `aal2` (`insufficient_aal`). Sessions that used this factor last are of `aal1`
   * afterwards; a session of `aal2` is therefore refreshed at once, so that its token says what is true.
   *
   * `DELETE /factors/{factor_id}`
   * @example
   * await auth.mfa.unenroll({ factorId })
   */
  unenroll(
    params: { factorId: string },
    options?: UserOptions,
  ): Promise<Result<UnenrolledFactor, null, OperationError<UnenrollFactorErrors>>>

  /**
   * The factors of the signed-in user, as the server has them now. The user of the session has them, too, then.
   *
   * `GET /user`
   * @example
   * const { data } = await auth.mfa.listFactors()
   * const factor = data?.totp[0]
   */
  listFactors(options?: UserOptions): Promise<Result<FactorList, null, OperationError<GetUserErrors>>>

  /**
   * Whether a second factor was used, and whether one could be. Read from the session, without a request unless it has expired; of an
   * access token that is given, the server is asked for the user's factors.
   *
   * `GET /user`, if any
   * @example
   * const { data } = await auth.mfa.getAuthenticatorAssuranceLevel()
   * if (data && data.currentLevel !== data.nextLevel) console.log('ask for the second factor')
   */
  getAuthenticatorAssuranceLevel(
    accessToken?: string,
    options?: RequestOptions,
  ): Promise<Result<AuthenticatorAssurance, null, OperationError<GetUserErrors>>>
}

export function createMfa(call: Call, tokens: AccessTokens, keeper: Keeper, refresher: Refresher, tabs: Tabs): Mfa {
  const challenge: Mfa['challenge'] = (params, options) =>
    call(null, options, (send) => {
      const path = { factor_id: params.factorId }
      return tokens.authorize(send, options?.accessToken)(challengeFactor, { path, body: { channel: params.channel } })
    })

  const verify: Mfa['verify'] = (params, options) =>
    call(null, options, async (send) => {
      const { factorId: factor_id, challengeId: challenge_id, ...proof } = params
      const request = { path: { factor_id }, body: { challenge_id, ...proof } }
      // To the server the refresh token before is stolen, once it has said yes: nobody may be under way with it.
      const inTurn = (...sent: Parameters<Send>) =>
        tabs.inTurn('refresh', async () => {
          const session = asSession(await send(...sent))
          if (!options?.accessToken) await keeper.change((current) => following(current, session), 'MFA_CHALLENGE_VERIFIED')
          return signedIn(session)
        })
      return tokens.authorize(inTurn as never, options?.accessToken)(verifyFactor, request) as never
    })

  const remove: Mfa['unenroll'] = (params, options) =>
    call(null, options, (send) =>
      tokens.authorize(send, options?.accessToken)(unenrollFactor, { path: { factor_id: params.factorId } }),
    )

  const readFactors = async (send: Send, accessToken: string | undefined) => {
    const user = asUser(await tokens.authorize(send, accessToken)(getUser, {}))
    const isNews = (factors: Factor[] | undefined) => JSON.stringify(factors) !== JSON.stringify(user.factors)
    if (!accessToken) {
      await keeper.change((current) =>
        current?.user.id === user.id && isNews(current.user.factors) ? { ...current, user } : current,
      )
    }
    return user.factors ?? []
  }

  const steps: Omit<Mfa, keyof WebAuthnFactors> = {
    challenge,
    verify,

    enroll: ((params: EnrollParams, options?: UserOptions) =>
      call(null, options, async (send) => {
        const { factorType: factor_type, friendlyName: friendly_name, ...rest } = params
        const authorized = tokens.authorize(send, options?.accessToken)
        const factor = await authorized(enrollFactor, { body: { factor_type, friendly_name, ...rest } as EnrollFactorBody })
        if (factor.type !== 'totp') return factor
        // The server sends the document itself; an image wants a URL.
        const qr_code = `data:image/svg+xml;utf-8,${encodeURIComponent(factor.totp.qr_code)}`
        return { ...factor, totp: { ...factor.totp, qr_code } }
      })) as Mfa['enroll'],

    challengeAndVerify: (params, options) =>
      call(null, options, async () => {
        const { factorId, code } = params
        const { id: challengeId } = unwrap(await challenge({ factorId }, options))
        return unwrap(await verify({ factorId, challengeId, code }, options))
      }),

    unenroll: (params, options) =>
      call(null, options, async () => {
        const removed = unwrap(await remove(params, options))
        const session = keeper.session()
        // The server has downgraded the session; its token still says otherwise. A failure is told to whoever needs the token next.
        if (!options?.accessToken && session && decodeAccessToken(session.access_token).aal === 'aal2') {
          await refresher.refresh(session.refresh_token).catch((_failure: AuthError) => {})
        }
        return removed
      }),

    listFactors: (options) =>
      call(null, options, async (send) => {
        const all = await readFactors(send, options?.accessToken)
        const verified = (type: string) =>
          all.filter(({ factor_type, status }) => factor_type === type && status === 'verified')
        return { all, totp: verified('totp'), phone: verified('phone'), webauthn: verified('webauthn') }
      }),

    getAuthenticatorAssuranceLevel: (accessToken, options) =>
      call(null, options, async (send) => {
        const token = accessToken ?? (await tokens.get())
        if (!token) return { currentLevel: null, nextLevel: null, currentAuthenticationMethods: [] }
        const held = keeper.session()
        const factors = held?.access_token === token ? held.user.factors : await readFactors(send, token)
        const { aal: currentLevel = null, amr = [] } = decodeAccessToken(token)
        const isVerified = factors?.some(({ status }) => status === 'verified')
        return { currentLevel, nextLevel: isVerified ? 'aal2' : currentLevel, currentAuthenticationMethods: amr }
      }),
  }
  return { ...steps, ...createWebAuthnFactors(call, steps, remove) }
}
