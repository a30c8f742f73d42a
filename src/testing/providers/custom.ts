import type { CustomProviderRow } from '../state/state.ts'

/** What the row of a custom provider holds beside its secret. */
export interface CustomFields {
  name: string
  client_id: string
  acceptable_client_ids: string[]
  scopes: string[]
  pkce_enabled: boolean
  attribute_mapping: Record<string, unknown>
  custom_claims_allowlist: string[]
  authorization_params: Record<string, string>
  enabled: boolean
  email_optional: boolean
  issuer?: string
  discovery_url?: string
  skip_nonce_check: boolean
  discovery_document?: Record<string, unknown>
  authorization_url?: string
  token_url?: string
  userinfo_url?: string
  jwks_uri?: string
}

/** The table keeps them as what they are on the wire. */
export const customFields = ({ fields }: CustomProviderRow): CustomFields => fields as unknown as CustomFields
