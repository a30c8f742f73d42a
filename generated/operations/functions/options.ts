// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { Client, Options as OperationOptions, TDataShape } from '#transport'

export type Options<TData extends TDataShape = TDataShape> = OperationOptions<TData> & {
  /** What `createTransport()` made. */
  client: Client
}
