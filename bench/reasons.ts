// Why ours is not ahead, by row; printed only where that is so. Nothing stands here that was not measured: by the tables
// themselves, by a profile, or by taking the part in question out.
const request =
  "fetch's copy of openapi-fetch's Request (see below); time limit and abort signal, which auth-js has not: two thirds of it"
const verifying = 'both wait for the same WebCrypto, which is nearly all of it'
const needed = 'the one request is needed: '

export const reasons: Record<string, string> = {
  'import/installed': 'many small ES modules, which one file is ahead without (row above)',
  'overhead/getUser': request,
  'overhead/signInWithPassword': request,
  'overhead/refreshSession': request,
  'overhead/getUser over HTTP': 'as getUser() above, beside a real request',
  ...Object.fromEntries(
    ['getUser', 'signInWithPassword'].flatMap((call) =>
      ['each', 'p50', 'p99'].map((what) => [`load/${call}/${what}`, 'as in the overhead of a call, beside a real request']),
    ),
  ),
  'endurance/early': 'what is there from the start: undici of Node for a Request with a signal',
  'endurance/most': 'as above; it is less later',
  'verify/HS256': verifying,
  'verify/RS256': verifying,
  'verify/ES256': verifying,
  'verify/EdDSA': verifying,
  'memory/heldBytes': 'methods are closures of each client, not of a class; but all of it is freed (below)',
  'memory/microseconds': 'the garbage collector, as the heap of a client is larger: the first in a profile',
  'memory/handles': 'neither has any',
  'requests/expired-start/server': `${needed}the access token has expired`,
  'requests/expired-start/browser': `${needed}the access token has expired`,
  'requests/concurrent-get-session/server': `${needed}both share it among all 50 calls`,
  'requests/concurrent-get-session/browser': `${needed}both share it among all 50 calls`,
  'requests/implicit-callback/browser': `${needed}the URL has tokens, but no user`,
  'testing/signIn': 'the garbage collector, as there is more to look through: the first in a profile',
  'testing/page': 'as above',
  'testing/filtered': 'a search through all of them, as the database has it',
}
