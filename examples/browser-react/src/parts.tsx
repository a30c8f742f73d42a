import { useEffect, useRef, type ReactNode } from 'react'
import type { AuthError } from 'gotrue-sdk'

export type Run = <Answer extends { error: AuthError | null }>(work: () => Promise<Answer>) => Promise<Answer>

/** A form whose codes and passwords don't stay in its fields. */
export function Form({
  onSubmit,
  children,
}: {
  onSubmit: (fields: Record<string, string>) => unknown
  children: ReactNode
}) {
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault()
        const form = event.currentTarget
        await onSubmit(Object.fromEntries(new FormData(form)) as Record<string, string>)
        for (const input of form.querySelectorAll<HTMLInputElement>('[type=password], [name=code]')) input.value = ''
      }}
    >
      {children}
    </form>
  )
}

export function Email() {
  return (
    <label>
      E-mail address <input name="email" type="email" autoComplete="username" required />
    </label>
  )
}

export function Password({ label = 'Password', isNew = false }: { label?: string; isNew?: boolean }) {
  return (
    <label>
      {label} <input name="password" type="password" autoComplete={isNew ? 'new-password' : 'current-password'} required />
    </label>
  )
}

export function Code({ autoFocus = false }) {
  return (
    <label>
      Code <input name="code" inputMode="numeric" autoComplete="one-time-code" autoFocus={autoFocus} required />
    </label>
  )
}

let isFirst = true
/** Who can't see the page is told where it is now; but not when it opens. */
export function Heading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!isFirst) heading.current!.focus()
    isFirst = false
  }, [])
  return (
    <h1 tabIndex={-1} ref={heading}>
      {children}
    </h1>
  )
}

export function Link({ onClick, label, children }: { onClick: () => unknown; label?: string; children: ReactNode }) {
  return (
    <button type="button" className="link" aria-label={label} onClick={onClick}>
      {children}
    </button>
  )
}

/** Something that can be removed. */
export function Item({ name, onRemove }: { name: string; onRemove: () => unknown }) {
  return (
    <li>
      {name}
      <Link label={`Remove ${name}`} onClick={onRemove}>
        Remove
      </Link>
    </li>
  )
}
