import type { RequestSession } from 'gotrue-sdk/ssr'

declare global {
  namespace App {
    interface Locals {
      session: RequestSession
    }
  }
}
