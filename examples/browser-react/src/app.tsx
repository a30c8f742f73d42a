import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { auth, isRecovering, needsSecondFactor } from '../../shared/auth.ts'
import { errorText, signedOutTexts } from '../../shared/error-text.ts'
import { Account } from './account.tsx'
import { Form, Heading, Password, type Run } from './parts.tsx'
import { SecondFactor } from './second-factor.tsx'
import { SignIn } from './sign-in.tsx'

export function App() {
  const { status, session } = useSyncExternalStore(auth.subscribe, auth.getSnapshot)
  const [message, say] = useState('')
  const [problem, complain] = useState('')
  const [isBusy, setBusy] = useState(false)

  const pressed = useRef<HTMLElement | null>(null)

  /** Does what a button or a form is for, once at a time, and says what went wrong. */
  const run: Run = async (work) => {
    pressed.current = document.activeElement as HTMLElement
    say('')
    complain('')
    setBusy(true)
    const answer = await work()
    setBusy(false)
    if (answer.error) complain(errorText(answer.error))
    return answer
  }

  // A button that is disabled, or goes, loses the focus.
  useEffect(() => {
    if (isBusy) return
    if (document.activeElement === document.body) pressed.current?.focus()
    if (document.activeElement === document.body && pressed.current) document.querySelector('h1')?.focus()
  }, [isBusy])

  useEffect(() => {
    // What the address said that the page was opened with. It is read once, however often it is asked for.
    void auth.initialize().then(({ error }) => error && complain(errorText(error)))
    const { data } = auth.onAuthStateChange((event, _session, { reason }) => {
      if (event === 'SIGNED_OUT' && reason) say(signedOutTexts[reason])
    })
    return () => data.subscription.unsubscribe()
  }, [])

  const props = { run, say }
  return (
    <>
      <p role="status">{message}</p>
      <p role="alert">{problem}</p>
      <fieldset disabled={isBusy}>
        {status === 'signed-out' && <SignIn {...props} />}
        {session &&
          (needsSecondFactor(session) ? (
            <SecondFactor session={session} {...props} />
          ) : isRecovering ? (
            <NewPassword {...props} />
          ) : (
            <Account session={session} complain={complain} {...props} />
          ))}
      </fieldset>
    </>
  )
}

function NewPassword({ run, say }: { run: Run; say: (text: string) => void }) {
  return (
    <section>
      <Heading>Choose a new password</Heading>
      <Form
        onSubmit={async ({ password = '' }) => {
          const { error } = await run(() => auth.updateUser({ password }))
          if (!error) say('Your password is changed.')
        }}
      >
        <Password label="New password" isNew />
        <button className="main">Save</button>
      </Form>
    </section>
  )
}
