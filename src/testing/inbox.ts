import type { Server } from './context.ts'
import type { Message } from './accounts/outbox.ts'

/** The mails and text messages that the server has sent. */
export interface Inbox {
  /** All of them, or those to an address or number, oldest first. Of more than 10,000 the newest ones are kept. */
  all(to?: string): Message[]
  /**
   * The newest one, or the newest to an address or number.
   *
   * @throws Error when there is none
   */
  last(to?: string): Message
  /** Calls back with each message as it is sent. @returns what ends that */
  subscribe(callback: (message: Message) => void): () => void
  /** Throws them all away. The codes in them stay good. */
  clear(): void
}

const plain = (to: string): string => (to.includes('@') ? to.toLowerCase() : to.replace(/^\+/, '').replaceAll(' ', ''))

export function createInbox({ outbox }: Server): Inbox {
  const all = (to?: string) => outbox.messages.filter((message) => to === undefined || message.to === plain(to))
  return {
    all,
    last(to) {
      const message = all(to).at(-1)
      if (message) return message
      const others = [...new Set(outbox.messages.map(({ to }) => to))].slice(-5)
      throw new Error(
        `No message was sent${to === undefined ? '' : ` to ${to}`}` +
          (others.length ? `; the last ones went to ${others.join(', ')}` : ', to nobody'),
      )
    },
    subscribe(callback) {
      outbox.listeners.add(callback)
      return () => void outbox.listeners.delete(callback)
    },
    clear: () => void (outbox.messages.length = 0),
  }
}
