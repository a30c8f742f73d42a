'use client'
import { useActionState } from 'react'
import { signIn } from '../actions'

export default function SignIn() {
  const [state, action] = useActionState(signIn, undefined)
  return (
    <form action={action}>
      <input name="email" type="email" />
      <input name="password" type="password" />
      <input name="next" type="hidden" value="/" />
      <button>Sign in</button>
      <p>{`code: ${state?.code ?? ''}`}</p>
    </form>
  )
}
