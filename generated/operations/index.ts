// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

export * from './functions.ts'
export type * from './types.ts'
