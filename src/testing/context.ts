import type { operations } from '../../generated/schema.ts'
import type { OperationId } from '../../generated/routes.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Keys } from './accounts/keys.ts'
import type { Limits } from './http/limits.ts'
import type { Outbox } from './accounts/outbox.ts'
import type { ProviderPages } from './fake-providers.ts'
import type { Random } from './random.ts'
import type { SessionRow, State, UserRow } from './state/state.ts'

/** What every part of the server works with. */
export interface Server {
  readonly config: Config
  readonly state: State
  readonly clock: Clock
  readonly random: Random
  readonly keys: Keys
  readonly limits: Limits
  readonly outbox: Outbox
  readonly providers: ProviderPages
  /** Whether the answer to a CAPTCHA is right. */
  isCaptchaSolved(token: string): boolean | Promise<boolean>
  /** Whether a password is among those that everybody knows. */
  isPwned(password: string): boolean
}

/** The claims of an access token that the server looks at. */
export interface AccessTokenClaims extends Record<string, unknown> {
  sub?: string
  aud?: string | string[]
  role?: string
  session_id?: string
  is_anonymous?: boolean
  client_id?: string
  scope?: string
}

type Operation<Id extends OperationId> = operations[Id]

/** Any field of a union's members. */
type FieldsOf<Union> = {
  [Key in Union extends unknown ? keyof Union : never]?: Union extends { [K in Key]?: infer Value }
    ? NonNullable<Value>
    : never
}

/** The JSON body of an operation, when its types are right; what is required is for the handler to see. */
export type BodyOf<Id extends OperationId> =
  NonNullable<Operation<Id>['requestBody']> extends { content: { 'application/json': infer Body } } ? FieldsOf<Body> : never

/** The answers of an operation that are no refusals. */
export type AnswerOf<Id extends OperationId> = {
  [Status in keyof Operation<Id>['responses'] & (200 | 201 | 204 | 302 | 303)]: Operation<Id>['responses'][Status] extends {
    content: { 'application/json': infer Body }
  }
    ? { status: Status; body: Body; headers?: Record<string, string> }
    : { status: Status; body?: undefined; headers?: Record<string, string> }
}[keyof Operation<Id>['responses'] & (200 | 201 | 204 | 302 | 303)]

/** An answer that the router sends as it is. */
export type RawAnswer = Response

/** One request. */
export interface Context<Id extends OperationId = OperationId> {
  readonly server: Server
  readonly operation: Id
  readonly request: Request
  readonly headers: Headers
  /** The parts of the path by their names in the spec, as they are in the URL. */
  readonly path: Record<string, string>
  readonly query: URLSearchParams
  /** The body as text. */
  readonly text: string
  /** Milliseconds since the Unix epoch: one moment for all of a request. */
  readonly now: number
  /** Whose requests count together, and what is noted of a session. */
  readonly ip: string
  readonly userAgent: string
  /** The API version that was asked for, if it has the newer error bodies. */
  readonly isNewVersion: boolean
  /** Headers of the answer, whatever it will be. */
  readonly answerHeaders: Headers
  /** @throws Refusal `bad_json`, `request_entity_too_large` */
  body(): BodyOf<Id>
  /** Where the browser is to go in the end: `redirect_to` if it may, else where it came from, else the site. */
  redirectTo(wanted?: string): string
  /** The audience that is worked in. */
  audience(): string
  /**
   * The user of the access token.
   *
   * @throws Refusal `no_authorization`, `bad_jwt`, `user_not_found`, `session_not_found`, `user_banned`
   */
  requireUser(): Promise<SignedIn>
  /**
   * As `requireUser()`, and not anonymous.
   *
   * @throws Refusal `no_authorization` too
   */
  requirePermanentUser(): Promise<SignedIn>
  /** @throws Refusal `no_authorization`, `bad_jwt`, `not_admin`, `session_not_found`, `session_expired`, … */
  requireAdmin(): Promise<AccessTokenClaims>
  /** @throws Refusal `captcha_failed` */
  requireCaptcha(): Promise<void>
  /** @throws Refusal `over_request_rate_limit` */
  limit(name: Parameters<Limits['take']>[0]): void
  /** Notes what happened. */
  audit(
    actor: Pick<UserRow, 'id' | 'email' | 'phone' | 'is_sso_user' | 'user_metadata'>,
    action: string,
    traits?: Record<string, unknown>,
  ): void
}

export interface SignedIn {
  user: UserRow
  /** Null for tokens that name none. */
  session: SessionRow | null
  claims: AccessTokenClaims
}

export type Handler<Id extends OperationId> = (
  context: Context<Id>,
) => AnswerOf<Id> | RawAnswer | Promise<AnswerOf<Id> | RawAnswer>

/** The handlers of a part of the operations. */
export type Handlers = { [Id in OperationId]: Handler<Id> }

/** An ID in the form that the database takes: with hyphens or without, of either case. */
export function uuidOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  const hex = text.replace(/^urn:uuid:/, '').replace(/^\{(.*)\}$/, '$1')
  if (!/^[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}$/i.test(hex)) return undefined
  const plain = hex.replaceAll('-', '').toLowerCase()
  return [plain.slice(0, 8), plain.slice(8, 12), plain.slice(12, 16), plain.slice(16, 20), plain.slice(20)].join('-')
}

/** A moment as the wire has it. */
export const timestamp = (time: number): string => new Date(time).toISOString()

/** Without what is undefined, null or empty, as Go's `omitempty` has it. */
export function present<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  ) as Partial<Fields>
}
