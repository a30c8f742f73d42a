import { milliseconds, type Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { tooMany } from './errors.ts'

/** Those of requests; the limits of messages are rates. */
type Word = Exclude<Extract<keyof Config, `GOTRUE_${string}RATE_LIMIT_${string}`>, `${string}_SENT` | `${string}_HEADER`>

/** What is limited. */
export type Bucketed =
  | 'signUps'
  | 'anonymousSignIns'
  | 'recover'
  | 'resend'
  | 'magicLink'
  | 'otp'
  | 'user'
  | 'token'
  | 'web3'
  | 'verify'
  | 'factorVerify'
  | 'factorChallenge'
  | 'passkeyAuthentication'
  | 'sso'
  | 'samlAssertion'
  | 'oauthClientRegister'

/** The limits of requests: which word of the configuration says how many, in which time. */
const buckets: Record<Bucketed, readonly [Word, number]> = {
  signUps: ['GOTRUE_RATE_LIMIT_OTP', 300_000],
  anonymousSignIns: ['GOTRUE_RATE_LIMIT_ANONYMOUS_USERS', 3_600_000],
  recover: ['GOTRUE_RATE_LIMIT_OTP', 300_000],
  resend: ['GOTRUE_RATE_LIMIT_OTP', 300_000],
  magicLink: ['GOTRUE_RATE_LIMIT_OTP', 300_000],
  otp: ['GOTRUE_RATE_LIMIT_OTP', 300_000],
  user: ['GOTRUE_RATE_LIMIT_OTP', 300_000],
  token: ['GOTRUE_RATE_LIMIT_TOKEN_REFRESH', 300_000],
  web3: ['GOTRUE_RATE_LIMIT_WEB3', 300_000],
  verify: ['GOTRUE_RATE_LIMIT_VERIFY', 300_000],
  factorVerify: ['GOTRUE_MFA_RATE_LIMIT_CHALLENGE_AND_VERIFY', 60_000],
  factorChallenge: ['GOTRUE_MFA_RATE_LIMIT_CHALLENGE_AND_VERIFY', 60_000],
  passkeyAuthentication: ['GOTRUE_RATE_LIMIT_PASSKEY', 300_000],
  sso: ['GOTRUE_RATE_LIMIT_SSO', 300_000],
  samlAssertion: ['GOTRUE_SAML_RATE_LIMIT_ASSERTION', 300_000],
  oauthClientRegister: ['GOTRUE_RATE_LIMIT_O_AUTH_DYNAMIC_CLIENT_REGISTER', 300_000],
}

export interface Limits {
  /**
   * Counts a request.
   *
   * @throws Refusal `over_request_rate_limit`
   */
  take(name: Bucketed, headers: Headers): void
  /** Whether one more mail or text message may go out. */
  takeMessage(kind: 'email' | 'sms'): boolean
  clear(): void
}

/** How many requests of an address always pass, however low the limit is. */
const burst = 30
const hour = 3_600_000

interface Bucket {
  left: number
  at: number
}

export function createLimits(config: Config, clock: Clock): Limits {
  const filled = new Map<string, Bucket>()
  const hours = new Map<string, Bucket>()

  /** A token bucket, in which so many come in a time. */
  function take(key: string, size: number, count: number, time: number): boolean {
    const now = clock.now()
    const bucket = filled.get(key) ?? { left: size, at: now }
    bucket.left = Math.min(size, bucket.left + (Math.max(0, now - bucket.at) * count) / time)
    bucket.at = now
    filled.set(key, bucket)
    // What time has filled is not exact.
    if (bucket.left < 1 - 1e-9) return false
    bucket.left--
    return true
  }

  /** So many in each hour since the first one. */
  function takeInHour(key: string, size: number): boolean {
    const now = clock.now()
    const last = hours.get(key)
    const passed = last ? Math.floor((now - last.at) / hour) : 0
    const current =
      !last || passed < 0 ? { left: size, at: now } : passed ? { left: size, at: last.at + passed * hour } : last
    hours.set(key, current)
    if (current.left < 1) return false
    current.left--
    return true
  }

  return {
    take(name, headers) {
      const address = addressOf(config, headers)
      const [word, window] = buckets[name]
      // Of anonymous sign-ins the burst is the limit itself.
      const size = name === 'anonymousSignIns' ? config[word] : burst
      if (address && !take(`${name} ${address}`, size, config[word], window)) {
        throw tooMany('over_request_rate_limit', 'Request rate limit reached')
      }
    },
    takeMessage(kind) {
      const [events, time] =
        config[kind === 'email' ? 'GOTRUE_RATE_LIMIT_EMAIL_SENT' : 'GOTRUE_RATE_LIMIT_SMS_SENT'].split('/')
      // Two limiters in one word: so many an hour, or so many at first and then one in each of those times.
      return time === undefined ? takeInHour(kind, Number(events)) : take(kind, Number(events), 1, milliseconds(time))
    },
    clear() {
      filled.clear()
      hours.clear()
    },
  }
}

/** By whom requests are counted; undefined: not at all. */
function addressOf(config: Config, headers: Headers): string | undefined {
  const name = config.GOTRUE_SECURITY_SB_FORWARDED_FOR_ENABLED ? 'sb-forwarded-for' : config.GOTRUE_RATE_LIMIT_HEADER
  return name ? headers.get(name)?.split(',')[0]!.trim() : undefined
}
