import { getHealth, getSettings } from '../../generated/operations/functions/server.ts'
import type {
  GetHealthErrors,
  GetSettingsErrors,
  Health,
  Settings as ServerSettings,
} from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import type { Call, RequestOptions } from './call.ts'
import type { Result } from './result.ts'

export interface Settings {
  /**
   * What the server has switched on, as far as everybody may know: the ways to sign in, confirmation, SAML, passkeys.
   *
   * `GET /settings`
   * @example
   * const { data } = await auth.settings()
   * if (data?.external.github) await auth.signInWithOAuth({ provider: 'github' })
   */
  settings(options?: RequestOptions): Promise<Result<ServerSettings, null, OperationError<GetSettingsErrors>>>

  /**
   * Whether the server is there, and its version.
   *
   * `GET /health`
   * @example
   * const { data } = await auth.health()
   */
  health(options?: RequestOptions): Promise<Result<Health, null, OperationError<GetHealthErrors>>>
}

export function createSettings(call: Call): Settings {
  return {
    settings: (options) => call(null, options, (send) => send(getSettings, {})),
    health: (options) => call(null, options, (send) => send(getHealth, {})),
  }
}
