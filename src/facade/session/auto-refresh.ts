import type { Events } from './events.ts'
import type { Keeper } from './keeper.ts'
import type { Refresher } from './refresh.ts'
import { unref } from './tabs.ts'

export interface AutoRefresh {
  start(): void
  stop(): void
}

/** Milliseconds. Timers stand still while a machine sleeps, so none is longer. */
const longestTimer = 60_000

/**
 * Refreshes the session before it expires: 60 to 90 seconds before, or a fifth of a short life, differing from client to
 * client so that not all come at once; and only while the page is visible, where there is a page. When it becomes visible
 * again it takes over what other tabs have done.
 *
 * It has a timer only while it is on and somebody is signed in.
 */
export function createAutoRefresh(keeper: Keeper, refresher: Refresher, events: Events): AutoRefresh {
  const page = globalThis.document as Document | undefined
  const early = 60 + 30 * Math.random()
  let stop = () => {}

  const start = () => {
    stop()
    let isOn = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const schedule = () => {
      clearTimeout(timer)
      const session = keeper.session()
      if (!session || !isOn || page?.hidden) return
      const seconds = keeper.secondsLeft() - Math.min(early, session.expires_in / 5)
      const wait = Math.max(seconds * 1000, refresher.pause())
      if (wait > 0) {
        timer = setTimeout(schedule, Math.min(wait, longestTimer))
        unref(timer)
      } else {
        // A failure is told to whoever needs the token, and makes the next pause.
        refresher.refresh(session.refresh_token).then(schedule, schedule)
      }
    }
    const onVisibility = () => {
      schedule()
      if (!page!.hidden) keeper.sync().catch(() => {})
    }
    const unsubscribe = events.subscribe(schedule)
    page?.addEventListener('visibilitychange', onVisibility)
    stop = () => {
      isOn = false
      clearTimeout(timer)
      unsubscribe()
      page?.removeEventListener('visibilitychange', onVisibility)
    }
  }
  return { start, stop: () => stop() }
}
