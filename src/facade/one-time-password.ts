import { resend, sendOtp, verifyOtp } from '../../generated/operations/functions/sign-in.ts'
import type {
  EmailVerificationType,
  MessageChannel,
  ResendErrors,
  SendOtpErrors,
  VerifyOtpErrors,
} from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import { addressOf, type Call, type PublicOptions, type SignInOptions } from './call.ts'
import type { Flows } from './oauth/flows.ts'
import type { Result } from './result.ts'
import type { Keeper } from './session/keeper.ts'
import type { ClientTypes, UserMetadata } from './session/session.ts'
import { keepSession, notSignedIn, type NotSignedIn, type SignedIn } from './session/sessions.ts'

/** What `signInWithOtp()` takes besides the address or number. */
export interface OtpOptions<T extends ClientTypes = {}> extends PublicOptions {
  /** Whether an address or number that nobody has is signed up. Default true; else the error is `otp_disabled`. */
  shouldCreateUser?: boolean
  /** The `user_metadata` of a new user. */
  data?: UserMetadata<T>
}

/** … for an e-mail address. */
export interface EmailOtpOptions<T extends ClientTypes = {}> extends OtpOptions<T> {
  /** Where the link in the mail leads to in the end. Must be allowed by the server. */
  emailRedirectTo?: string
}

/** … for a phone number. */
export interface PhoneOtpOptions<T extends ClientTypes = {}> extends OtpOptions<T> {
  /** Default `sms`. */
  channel?: MessageChannel
}

/** A message was sent, if there was one to send. `messageId` is rarely known. */
export type Sent = NotSignedIn & { messageId: string | null }

/** `data` beside an error, where it is {@link Sent} otherwise. */
export type NotSent = NotSignedIn & { messageId?: null }

/** What a one-time code or the hash of a link is verified with. Nobody is sent to `redirectTo`; the server's mail hook sees it. */
export type VerifyOtpParams =
  | { email: string; token: string; type: EmailVerificationType; options?: SignInOptions & { redirectTo?: string } }
  | { phone: string; token: string; type: 'sms' | 'phone_change'; options?: SignInOptions & { redirectTo?: string } }
  | { token_hash: string; type: EmailVerificationType; options?: SignInOptions & { redirectTo?: string } }

/** Signed in; or the other address has to confirm, too, before an e-mail change takes effect. */
export type Verified<T extends ClientTypes = {}> =
  ({ status: 'signed-in' } & SignedIn<T>) | ({ status: 'confirmation-needed'; message: string } & NotSignedIn)

export interface OneTimePassword<T extends ClientTypes = {}> {
  /**
   * Sends a one-time code and, by mail, a link that signs in.
   *
   * `POST /otp`. The code is for `verifyOtp()` with the type `email` or `sms`; it comes by SMS or WhatsApp to a phone.
   * @example
   * await auth.signInWithOtp({ email, options: { shouldCreateUser: false } })
   */
  signInWithOtp(
    credentials: { email: string; options?: EmailOtpOptions<T> } | { phone: string; options?: PhoneOtpOptions<T> },
  ): Promise<Result<Sent, NotSent, OperationError<SendOtpErrors>>>

  /**
   * Signs in with the code of a message, or with the hash of a mail's link.
   *
   * `POST /verify`. `data.status` is `confirmation-needed` after the first of the two confirmations of an e-mail change.
   * With the type `recovery` the event is `PASSWORD_RECOVERY`.
   * @example
   * await auth.verifyOtp({ type: 'email', email, token: '686136' })
   */
  verifyOtp(params: VerifyOtpParams): Promise<Result<Verified<T>, NotSignedIn, OperationError<VerifyOtpErrors>>>

  /**
   * Sends the message of a sign-up, or of a change of address or number, once more.
   *
   * `POST /resend`. Address and number are the present ones, not those that are to come.
   * @example
   * await auth.resend({ type: 'signup', email })
   */
  resend(
    credentials:
      | { type: 'signup' | 'email_change'; email: string; options?: PublicOptions & { emailRedirectTo?: string } }
      | { type: 'sms' | 'phone_change'; phone: string; options?: PublicOptions },
  ): Promise<Result<Sent, NotSent, OperationError<ResendErrors>>>
}

export function createOneTimePassword(call: Call, keeper: Keeper, flows: Flows): OneTimePassword {
  return {
    signInWithOtp: (credentials) =>
      call(notSignedIn, credentials?.options, async (send) => {
        const { options = {} } = credentials
        const { data, shouldCreateUser, emailRedirectTo, channel }: EmailOtpOptions & PhoneOtpOptions = options
        const body = { ...addressOf(credentials), data, create_user: shouldCreateUser, channel }
        return sent(await flows.mail(send, sendOtp, body, emailRedirectTo))
      }),

    verifyOtp: (params) =>
      call(notSignedIn, params?.options, async (send) => {
        const { options, ...body } = params
        const answer = await send(verifyOtp, { query: { redirect_to: options?.redirectTo }, body })
        if ('msg' in answer) return { status: 'confirmation-needed', message: answer.msg, ...notSignedIn }
        const event = body.type === 'recovery' ? 'PASSWORD_RECOVERY' : 'SIGNED_IN'
        return { status: 'signed-in', ...(await keepSession(keeper, answer, options, event)) }
      }),

    resend: (credentials) =>
      call(notSignedIn, credentials?.options, async (send) => {
        const { type, options = {} } = credentials
        const { emailRedirectTo }: EmailOtpOptions = options
        return sent(await flows.mail(send, resend, { type, ...addressOf(credentials) }, emailRedirectTo))
      }),
  }
}

export const sent = ({ message_id }: { message_id?: string }): Sent => ({ ...notSignedIn, messageId: message_id ?? null })
