import { badRequest, tooMany, type Refusal } from '../http/errors.ts'
import { quote } from '../http/parsing.ts'
import type { Context, Server } from '../context.ts'
import type { OneTimeToken, UserRow } from '../state/state.ts'

export type MailType = 'signup' | 'invite' | 'recovery' | 'magiclink' | 'email_change' | 'reauthentication'

/** A mail or text message that the server has sent. */
export interface Message {
  id: string
  channel: 'email' | 'sms' | 'whatsapp'
  /** An address in lower case, or a number without `+`. */
  to: string
  type: MailType | 'sms' | 'phone_change' | 'mfa'
  /** What to type. */
  code: string
  /** What the link carries as `token`; `token_hash` of `POST /verify`. Undefined where there is no link. */
  tokenHash: string | undefined
  /** What a click opens. */
  link: string | undefined
  /** Where the link leads in the end. */
  redirectTo: string | undefined
  subject: string
  /** What is written in it. */
  text: string
  /** Milliseconds since the Unix epoch. */
  sentAt: number
}

/** The messages, newest last. */
export interface Outbox {
  messages: Message[]
  /** Told of each message, once the request that sends it has come to a good end. */
  listeners: Set<(message: Message) => void>
}

export const createOutbox = (): Outbox => ({ messages: [], listeners: new Set() })

const subjects: Record<MailType, string> = {
  signup: 'Confirm your address',
  invite: 'You are invited',
  recovery: 'Reset your password',
  magiclink: 'Sign in with this link',
  email_change: 'Confirm your new address',
  reauthentication: 'Your code',
}

/** The link of a mail. */
export function verificationLink({ config }: Server, type: MailType, hash: string, redirectTo: string): string {
  const path = {
    signup: config.GOTRUE_MAILER_URLPATHS_CONFIRMATION,
    invite: config.GOTRUE_MAILER_URLPATHS_INVITE,
    email_change: config.GOTRUE_MAILER_URLPATHS_EMAIL_CHANGE,
    recovery: config.GOTRUE_MAILER_URLPATHS_RECOVERY,
    magiclink: config.GOTRUE_MAILER_URLPATHS_RECOVERY,
    reauthentication: config.GOTRUE_MAILER_URLPATHS_RECOVERY,
  }[type]
  // As the server has it: taken to be escaped already, unless it can't be.
  const redirect = /[&=#]/.test(redirectTo) ? encodeURIComponent(redirectTo).replaceAll('%20', '+') : redirectTo
  const query = `token=${hash}&type=${type}&redirect_to=${redirect}`
  return new URL(`${path}?${query}`, config.API_EXTERNAL_URL).href
}

/** A code for an address and its hash, as they are stored and sent. The hash of a PKCE flow says so. */
export function newToken({ random, config }: Server, to: string, isPkce = false): OneTimeToken {
  const code = random.digits(config.GOTRUE_MAILER_OTP_LENGTH)
  return { to, code, hash: `${isPkce ? 'pkce_' : ''}${random.hex(56)}` }
}

/**
 * Sends a mail.
 *
 * @throws Refusal `email_address_not_authorized`, `over_email_send_rate_limit`
 */
export function sendMail(
  context: Context,
  type: MailType,
  token: OneTimeToken,
  redirectTo: string,
  { isCounted = true }: { isCounted?: boolean } = {},
): void {
  const { server } = context
  const { to } = token
  // The two mails of a change of address count as one.
  if (isCounted) {
    requireAuthorizedAddress(server, to)
    takeMail(server)
  }
  const link = type === 'reauthentication' ? undefined : verificationLink(server, type, token.hash, redirectTo)
  put(context, {
    channel: 'email',
    to,
    type,
    code: token.code,
    tokenHash: link && token.hash,
    link,
    redirectTo: link && redirectTo,
    subject: subjects[type],
    text: `${link ? `Open ${link}\n\nor enter` : 'Enter'} the code ${token.code}`,
  })
}

/** @throws Refusal `email_address_not_authorized` */
export function requireAuthorizedAddress({ config }: Server, address: string): void {
  const allowed = config.GOTRUE_EXTERNAL_EMAIL_AUTHORIZED_ADDRESSES
  const plain = address.replace(/\+(?:[^@]+@|[^@]*$)/, (tag) => (tag.endsWith('@') ? '@' : tag)).toLowerCase()
  if (address && allowed.length && !allowed.some((one) => one.toLowerCase() === plain)) {
    throw badRequest(
      'email_address_not_authorized',
      `Email address ${quote(address)} cannot be used as it is not authorized`,
    )
  }
}

/** @throws Refusal `over_email_send_rate_limit` */
export function takeMail({ config, limits }: Server): void {
  const isNever = Number(config.GOTRUE_RATE_LIMIT_EMAIL_SENT.split('/')[0]) === 0
  if (isNever || (!config.GOTRUE_MAILER_AUTOCONFIRM && !limits.takeMessage('email'))) {
    throw tooMany('over_email_send_rate_limit', 'email rate limit exceeded')
  }
}

/** Sends a code to a number, unless it is one of those whose code is known. @returns the code, and whether it is such a one */
export function sendText(
  context: Context,
  type: 'sms' | 'phone_change' | 'reauthentication' | 'mfa',
  to: string,
  channel: string | undefined,
): { code: string; isTest: boolean } {
  const { config, limits, random } = context.server
  const test = type === 'mfa' ? undefined : testCodeOf(context, to)
  if (test !== undefined) return { code: test, isTest: true }
  if (type !== 'mfa' && !config.GOTRUE_SMS_AUTOCONFIRM && !limits.takeMessage('sms')) {
    throw tooMany('over_sms_send_rate_limit', 'SMS rate limit exceeded')
  }
  const code = random.digits(type === 'mfa' ? config.GOTRUE_MFA_PHONE_OTP_LENGTH : config.GOTRUE_SMS_OTP_LENGTH)
  put(context, {
    channel: channel === 'whatsapp' ? 'whatsapp' : 'sms',
    to,
    type,
    code,
    tokenHash: undefined,
    link: undefined,
    redirectTo: undefined,
    subject: '',
    text: `Your code is ${code}`,
  })
  return { code, isTest: false }
}

/** The code of a number that needs no message. */
export function testCodeOf({ server: { config }, now }: Context, phone: string): string | undefined {
  const until = config.GOTRUE_SMS_TEST_OTP_VALID_UNTIL
  if (until && new Date(until).getTime() < now) return undefined
  const found = Object.entries(config.GOTRUE_SMS_TEST_OTP).find(
    ([number]) => number.replace(/^\+/, '').replaceAll(' ', '') === phone,
  )
  return found?.[1]
}

function put(context: Context, message: Omit<Message, 'id' | 'sentAt'>): void {
  const { outbox, state, random } = context.server
  const sent: Message = { id: random.uuid(), ...message, sentAt: context.now }
  outbox.messages.push(sent)
  state.journal.note(() => void outbox.messages.splice(outbox.messages.indexOf(sent), 1))
}

/** @throws Refusal `over_email_send_rate_limit`, `over_sms_send_rate_limit` if the last message is too young */
export function requirePause(context: Context, kind: 'email' | 'sms', sentAt: number | null, frequency: number): void {
  if (sentAt === null || frequency === 0) return
  const end = sentAt + frequency
  if (kind === 'email' ? end > context.now : end >= context.now) throw tooSoon(context, kind, sentAt, frequency)
}

function tooSoon({ now }: Context, kind: 'email' | 'sms', sentAt: number, frequency: number): Refusal {
  const seconds = Math.floor((sentAt + frequency - now) / 1_000)
  return tooMany(
    kind === 'email' ? 'over_email_send_rate_limit' : 'over_sms_send_rate_limit',
    `For security purposes, you can only request this after ${seconds} seconds.`,
  )
}

/** Address or number of whom a message goes to. */
export const recipientOf = ({ email, phone }: UserRow): string => email || phone
