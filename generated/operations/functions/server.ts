// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  GetHealthData,
  GetHealthErrors,
  GetHealthResponses,
  GetSettingsData,
  GetSettingsErrors,
  GetSettingsResponses,
} from '../types.ts'
import type { Options } from './options.ts'

/**
 * Ask whether the server runs
 *
 * Says that the process answers, and which version it is. Does not ask the database.
 *
 * `GET /health`
 *
 * Error codes: `unexpected_failure`.
 */
export const getHealth = (options: Options<GetHealthData>): RequestResult<GetHealthResponses, GetHealthErrors> =>
  options.client<GetHealthResponses, GetHealthErrors>('get', {
    url: '/health',
    operation: 'getHealth',
    repeatable: true,
    ...options,
  })

/**
 * Read what is switched on
 *
 * Public settings, from the server's configuration. What a sign-in form should offer can be read from them.
 *
 * `GET /settings`
 *
 * Error codes: `unexpected_failure`.
 */
export const getSettings = (options: Options<GetSettingsData>): RequestResult<GetSettingsResponses, GetSettingsErrors> =>
  options.client<GetSettingsResponses, GetSettingsErrors>('get', {
    url: '/settings',
    operation: 'getSettings',
    repeatable: true,
    ...options,
  })
