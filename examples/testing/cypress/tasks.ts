import type { Message, NewUser, TestServer, TestUser } from 'gotrue-sdk/testing'

/** What tests ask the server for. A task gets and gives JSON, and has to give something. */
export function createTasks(server: TestServer) {
  return {
    'auth:reset'(): null {
      server.reset()
      return null
    },
    'auth:user': (user: NewUser): TestUser => server.users.create(user),
    'auth:message': (to: string): Message => server.inbox.last(to),
    'auth:advance'(by: string): null {
      server.clock.advance(by)
      return null
    },
  }
}
