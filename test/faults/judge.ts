// Says what must not happen. It knows what the server has answered, what the application has called and what the storage holds, and
// takes nothing from what a client believes.
import type { AuthChangeDetails, Session } from '../../src/facade/index.ts'
import type { Answer, SentRequest } from './network.ts'

/** By the server's documents; a list of its own, so that the facade's is held against it. */
const fatal = new Set([
  'refresh_token_not_found',
  'refresh_token_already_used',
  'session_not_found',
  'session_expired',
  'user_not_found',
  'user_banned',
])

export interface JudgedTab {
  name: string
  state: 'open' | 'disposed' | 'gone'
  frozen: boolean
  /** `signOut()` was called here, and what it removes may still be there. */
  leaving: boolean
  signOuts: number
}

/** A refresh token on its way to the server, or back as another one. */
export interface Exchange<Tab> {
  token: string
  tab: Tab
  /** By a sign-out, whose access token has expired: it ends what it gets. */
  isLast: boolean
}

export interface Issued {
  session: string
  user: string
  /** Which refresh token of all. */
  order: number
  accessTokens: Set<string>
  /** The tab that has asked for it, if it was one. */
  tab: JudgedTab
  /** By the verification of a factor, after which the server takes the refresh token before for stolen. */
  isUpgrade: boolean
  isStored: boolean
  /** Its answer has not come to a tab that could store it. */
  isLost: boolean
}

export const parse = (text: string | null | undefined): Session | null => {
  try {
    const { received_at: _, ...session } = JSON.parse(text!)
    return session.access_token && session.refresh_token ? session : null
  } catch {
    return null
  }
}
export const sessionIdOf = (accessToken: string): string =>
  JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString()).session_id

export interface JudgeOptions {
  /** Whether the clients take turns: by locks, or because there is one. */
  serialized: boolean
  note: (line: string) => void
  violation: (line: string) => void
}

export function createJudge<Tab extends JudgedTab>({ serialized, note, violation }: JudgeOptions) {
  const issued = new Map<string, Issued>()
  const parents = new Map<string, string>()
  /** Of these the server has said so, to one of the clients. */
  const over = new Set<string>()
  /** These were removed by clients. */
  const removed = new Set<string>()
  const vanished = new Set<string>()
  /** In place of these another one was stored. */
  const replaced = new Set<string>()
  /** These had a refresh token delivered twice by the network, late enough for the server to take it for theft. */
  const hurt = new Set<string>()
  /** Refresh tokens whose successor was stored. */
  const spent = new Set<string>()
  /** These came once more, in an old answer. */
  const stale = new Set<string>()
  const open = new Set<Exchange<Tab>>()
  /** One lost answer the server forgives, but not that of an upgrade. */
  const isLost = ({ session, order }: Issued) => {
    const lost = [...issued.values()].filter(
      (later) =>
        later.session === session &&
        later.order > order &&
        !later.isStored &&
        (later.isLost || later.tab.frozen || later.tab.state === 'gone'),
    )
    return lost.length > 1 || lost.some(({ isUpgrade }) => isUpgrade)
  }
  const judge = {
    /** Nobody can know better than a storage that failed, or was changed behind the clients' backs. */
    storageFailed: false,
    corrupted: false,
    cleared: false,
    /** A sign-out is done, and nobody signs in. */
    out: false,

    /** The server has answered. */
    answered(tab: Tab, { path, body }: SentRequest, { status, headers, body: text }: Answer, isAgain: boolean) {
      const isRefresh = path.includes('refresh_token')
      const token: string = isRefresh ? JSON.parse(body).refresh_token : ''
      if (status >= 400) {
        const used = issued.get(token)
        if (headers['x-sb-error-code'] !== 'refresh_token_already_used' || !used) return
        const { session } = used
        if (isAgain || isLost(used)) hurt.add(session)
        else if (serialized && !judge.storageFailed && !hurt.has(session)) {
          violation(`a refresh token was used again: ${token}`)
        }
        return
      }
      const session = parse(text)
      if (!session) return
      const { access_token, refresh_token } = session
      const known = issued.get(refresh_token)
      if (known) known.accessTokens.add(access_token)
      else {
        issued.set(refresh_token, {
          session: sessionIdOf(access_token),
          user: session.user.id,
          order: issued.size,
          accessTokens: new Set([access_token]),
          tab,
          isUpgrade: path.endsWith('/verify'),
          isStored: false,
          isLost: false,
        })
        if (isRefresh) parents.set(refresh_token, token)
      }
    },

    /** An answer of the server has come to a client. */
    received({ path, body, headers }: SentRequest, answer: Answer) {
      const code = answer.headers['x-sb-error-code'] ?? ''
      if (answer.status < 400 || !fatal.has(code)) return
      const bearer = headers.authorization?.slice(7)
      const session = path.includes('refresh_token')
        ? issued.get(JSON.parse(body).refresh_token)?.session
        : bearer && sessionIdOf(bearer)
      if (!session) return
      note(`the server has said ${code} of ${session}`)
      over.add(session)
    },

    /** No client gets this answer any more, or the tab is frozen that would. */
    loses(answer: Answer | undefined) {
      const known = issued.get(parse(answer?.body)?.refresh_token ?? '')
      if (known) known.isLost = true
    },
    freezes(tab: Tab) {
      for (const known of issued.values()) if (known.tab === tab && !known.isStored) known.isLost = true
    },

    begin(exchange: Exchange<Tab>) {
      const { token, tab, isLast } = exchange
      const isTwin = (other: Exchange<Tab>) =>
        other.token === token &&
        !isLast &&
        !other.isLast &&
        !other.tab.frozen &&
        other.tab.state !== 'gone' &&
        (other.tab === tab || serialized)
      if ([...open].some(isTwin)) violation(`${tab.name} sends a refresh token that is under way: ${token}`)
      if (serialized && !judge.storageFailed && !isLast && spent.has(token)) {
        violation(`${tab.name} sends a refresh token whose successor is stored: ${token}`)
      }
      open.add(exchange)
    },
    end: (exchange: Exchange<Tab>) => void open.delete(exchange),

    /** A client stores. */
    stores(
      tab: Tab,
      text: string,
      before: string | undefined,
      { isLeaving, isEntering }: { isLeaving: boolean; isEntering: boolean },
    ) {
      const session = parse(text)
      const known = session && issued.get(session.refresh_token)
      const wrong = (what: string) => violation(`${tab.name} stores ${what}: ${session?.refresh_token}`)
      if (!known?.accessTokens.has(session!.access_token)) return wrong('what the server has not given')
      known.isStored = true
      spent.add(parents.get(session!.refresh_token) ?? '')
      tab.leaving = isLeaving
      const last = issued.get(parse(before)?.refresh_token ?? '')
      if (last && last.session !== known.session) replaced.add(last.session)
      if (!serialized) return
      const other = parse(before)
      if (other && other.user.id !== session!.user.id && !isEntering && !judge.storageFailed)
        wrong('a session of somebody else')
      if (judge.out) wrong('a session after sign-out')
      // What has failed may have been done all the same, and be undone by another tab: that looks as if it had not.
      if (removed.has(known.session) && !judge.storageFailed) wrong('a session that was removed')
      if (last?.session === known.session && last.order > known.order && !judge.storageFailed && !hurt.has(known.session))
        wrong('an older token')
    },

    /** A client removes what is stored. */
    removes(tab: Tab, before: string | undefined, isLeaving: boolean) {
      const session = parse(before)
      const id = session && sessionIdOf(session.access_token)
      // Where the storage has failed, it may hold an older session than the one in memory, which is over.
      const isOver = over.has(id!) || (judge.storageFailed && over.size > 0)
      if (id && serialized && !tab.leaving && !isOver) violation(`${tab.name} removes a session that nobody has ended`)
      if (id) removed.add(id)
      tab.leaving = isLeaving
    },
    /** It goes without a client: one that writes at that moment may bring it back. */
    clears(before: string | undefined) {
      const session = parse(before)
      if (session) vanished.add(sessionIdOf(session.access_token))
      judge.cleared = true
    },

    /** Why somebody is told to be signed out. */
    signedOut(tab: Tab, name: string, before: Session | null | undefined, { reason }: AuthChangeDetails) {
      const wrong = (what: string) => violation(`${name} SIGNED_OUT, ${reason}: ${what}`)
      const id = before && sessionIdOf(before.access_token)
      if (!before && reason !== 'corrupt_storage') wrong('nobody was signed in')
      switch (reason) {
        case 'user':
          if (tab.signOuts === 0) wrong('nobody has called signOut() here')
          break
        case 'expired':
        case 'revoked':
          if (!over.has(id!)) wrong('the server has not said so')
          break
        case 'elsewhere':
          if (
            !removed.has(id!) &&
            !vanished.has(id!) &&
            !(replaced.has(id!) && removed.size + vanished.size > 0) &&
            !judge.storageFailed
          )
            wrong('nobody has signed out')
          break
        case 'corrupt_storage':
          if (!judge.corrupted) wrong('it is not')
          break
        default:
          wrong('a reason is missing')
      }
    },

    /** A successful sign-in, undisturbed by others. */
    signedIn(name: string, session: Session, stored: Session | null) {
      if (!serialized || judge.storageFailed) return
      const id = sessionIdOf(session.access_token)
      const isStored = stored && sessionIdOf(stored.access_token) === id
      if (!isStored && !over.has(id) && !removed.has(id) && !vanished.has(id)) violation(`${name}: the session is lost`)
    },

    userOf: (refreshToken: string) => issued.get(refreshToken)?.user,
    isHurt: (id: string) => hurt.has(id),
    /** An old answer has begun a session anew, or gone back in one, and nobody can tell. */
    revive({ access_token, refresh_token }: Session) {
      const id = sessionIdOf(access_token)
      removed.delete(id)
      over.delete(id)
      hurt.add(id)
      spent.delete(refresh_token)
      stale.add(refresh_token)
    },
    isStale: ({ refresh_token }: Session) => stale.has(refresh_token),
  }
  return judge
}
