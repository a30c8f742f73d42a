import type { Server } from '../context.ts'
import { badRequest, weakPassword, type Refusal } from '../http/errors.ts'

/** bcrypt reads no more. */
const longest = 72

/** @throws Refusal `validation_failed`, `weak_password` */
export function checkPassword(server: Server, password: string): void {
  if (new TextEncoder().encode(password).length > longest) {
    throw badRequest('validation_failed', `Password cannot be longer than ${longest} characters`)
  }
  const weak = weakness(server, password)
  if (weak) throw weak
}

/** A password that nobody knows, and that the rules allow. */
export function randomPassword({ config, random }: Server, length: number): string {
  const required = config.GOTRUE_PASSWORD_REQUIRED_CHARACTERS.map((set) => random.text(1, set)).join('')
  return required + random.text(Math.max(0, length - required.length), alphanumeric)
}

const alphanumeric = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Why a password would be refused, if it would be. */
export function weakness({ config, isPwned }: Server, password: string): Refusal | undefined {
  const messages: string[] = []
  const reasons: string[] = []
  if (new TextEncoder().encode(password).length < config.GOTRUE_PASSWORD_MIN_LENGTH) {
    reasons.push('length')
    messages.push(`Password should be at least ${config.GOTRUE_PASSWORD_MIN_LENGTH} characters.`)
  }
  const sets = config.GOTRUE_PASSWORD_REQUIRED_CHARACTERS
  if (sets.some((set) => ![...set].some((character) => password.includes(character)))) {
    reasons.push('characters')
    messages.push(`Password should contain at least one character of each: ${sets.join(', ')}.`)
  }
  if (config.GOTRUE_PASSWORD_HIBP_ENABLED && isPwned(password)) {
    reasons.push('pwned')
    messages.push('Password is known to be weak and easy to guess, please choose a different one.')
  }
  return reasons.length ? weakPassword(messages.join(' '), reasons) : undefined
}
