import { failure } from '../call.ts'
import { invalid } from './jws.ts'

/** What is asked of the claims of an access token. */
export interface ExpectedClaims {
  /** What `iss` must be, or one of several. Default: not checked. */
  issuer?: string | readonly string[] | undefined
  /** What `aud` must be or contain, or one of several, e.g. `authenticated`. Default: not checked. */
  audience?: string | readonly string[] | undefined
  /** How far the clocks may differ, in seconds. Default 10. */
  clockTolerance?: number | undefined
}

export interface Expectation extends ExpectedClaims {
  /** Milliseconds since the Unix epoch. */
  now?: number | undefined
  allowExpired?: boolean | undefined
}

/**
 * Makes a check of claims (RFC 7519, section 4.1). `iat` is not looked at: it says since when, not whether, and clocks that
 * differ would refuse what is new.
 *
 * @returns a function that throws AuthError `invalid_jwt`, or `jwt_expired` when all is well but the time
 * @throws AuthError `invalid_argument`
 */
export function createCheck({ issuer, audience, clockTolerance = 10, now = Date.now(), allowExpired }: Expectation) {
  // A number that is none compares with nothing, and so would refuse nothing.
  if (!(Number.isFinite(now) && Number.isFinite(clockTolerance) && clockTolerance >= 0)) {
    throw failure('invalid_argument', 'clockTolerance and now must be numbers')
  }
  const seconds = now / 1000
  return ({ sub, exp, nbf = 0, iss, aud }: Record<string, unknown>): void => {
    if (typeof sub !== 'string' || !isNumber(exp)) throw invalid('it has no subject or no expiry')
    if (!isNumber(nbf) || nbf - clockTolerance > seconds) throw invalid('it is not valid yet')
    if (issuer !== undefined && !haveCommon([iss], issuer)) throw invalid('its issuer is another')
    if (audience !== undefined && !haveCommon([aud].flat(), audience)) throw invalid('its audience is another')
    if (!allowExpired && exp + clockTolerance <= seconds) {
      throw failure('jwt_expired', 'The access token has expired')
    }
  }
}

const isNumber = (value: unknown): value is number => Number.isFinite(value)

const haveCommon = (given: unknown[], accepted: string | readonly string[]) =>
  given.some((one) => typeof one === 'string' && [accepted].flat().includes(one))
