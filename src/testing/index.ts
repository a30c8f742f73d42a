/**
 * The entry point `gotrue-sdk/testing`: a GoTrue server in memory, for tests and for work on a front end.
 * @module gotrue-sdk/testing
 */
export { createTestServer, type RecordedRequest, type TestServer, type TestServerOptions } from './server.ts'
export { createTestToken, testJwks } from './test-token.ts'
export { createMswHandlers, type MswHttp } from './msw.ts'
export type { Clock, Duration } from './clock.ts'
export type { Config, ConfigInput } from './config.ts'
export type { Fault, Faults, FaultTarget } from './faults.ts'
export type { FakeProviders, IdTokenClaims, ProviderName, ProviderProfile } from './fake-providers.ts'
export type { Inbox } from './inbox.ts'
export type { ListenOptions } from './listen.ts'
export type { Message } from './accounts/outbox.ts'
export type { ServerState } from './snapshot.ts'
export type { NewUser, TestUser, Users } from './user-factory.ts'
