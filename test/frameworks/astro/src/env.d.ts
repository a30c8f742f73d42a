declare namespace App {
  interface Locals {
    session: import('gotrue-sdk/ssr').RequestSession
  }
}
