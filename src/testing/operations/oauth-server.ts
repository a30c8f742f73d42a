import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const oauthServer: Pick<
  Handlers,
  | 'oauthToken'
  | 'getOauthUserinfo'
  | 'oauthAuthorize'
  | 'getOauthAuthorization'
  | 'consentOauthAuthorization'
  | 'listOauthGrants'
  | 'revokeOauthGrant'
> = {
  oauthToken: () => {
    throw unforeseen('not yet')
  },
  getOauthUserinfo: () => {
    throw unforeseen('not yet')
  },
  oauthAuthorize: () => {
    throw unforeseen('not yet')
  },
  getOauthAuthorization: () => {
    throw unforeseen('not yet')
  },
  consentOauthAuthorization: () => {
    throw unforeseen('not yet')
  },
  listOauthGrants: () => {
    throw unforeseen('not yet')
  },
  revokeOauthGrant: () => {
    throw unforeseen('not yet')
  },
}
