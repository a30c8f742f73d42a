import { useEffect, useState } from 'react'
import type { Session } from 'gotrue-sdk'
import { auth, enrollApp, verifiedApps } from '../../shared/auth.ts'
import { errorText } from '../../shared/error-text.ts'
import { Code, Form, Heading, Item, type Run } from './parts.tsx'

interface Props {
  session: Session
  run: Run
  say: (text: string) => void
  complain: (text: string) => void
}

export function Account(props: Props) {
  const { session, run } = props
  return (
    <section>
      <Heading>Hello!</Heading>
      <p>
        You are signed in as <strong>{session.user.email}</strong>.
      </p>
      <button onClick={() => run(() => auth.signOut())}>Sign out</button>
      <Apps {...props} />
      <Passkeys {...props} />
    </section>
  )
}

function Apps({ session, run, say }: Props) {
  /** The app that is being added. */
  const [added, setAdded] = useState<{ id: string; totp: { qr_code: string; secret: string } } | null>(null)
  return (
    <>
      <h2>Authenticator apps</h2>
      <p className="quiet">A second step after the sign-in: a code that your phone shows.</p>
      <ul>
        {verifiedApps(session).map(({ id, friendly_name = 'App' }) => (
          <Item key={id} name={friendly_name} onRemove={() => run(() => auth.mfa.unenroll({ factorId: id }))} />
        ))}
      </ul>
      {added ? (
        <Form
          onSubmit={async ({ code = '' }) => {
            const { error } = await run(() => auth.mfa.challengeAndVerify({ factorId: added.id, code }))
            if (error) return
            say('From now on we ask for a code when you sign in.')
            setAdded(null)
          }}
        >
          <img className="qr" src={added.totp.qr_code} alt="QR code for your authenticator app" />
          <p className="quiet">
            Scan it with your app, or enter this key there: <code>{added.totp.secret}</code>
          </p>
          <Code autoFocus />
          <button className="main">Confirm</button>
          <button
            type="button"
            onClick={async () => {
              await run(() => auth.mfa.unenroll({ factorId: added.id }))
              setAdded(null)
            }}
          >
            Cancel
          </button>
        </Form>
      ) : (
        <Form
          onSubmit={async ({ name = '' }) => {
            const { data } = await run(() => enrollApp(name))
            setAdded(data)
          }}
        >
          <label>
            Name of the app <input name="name" defaultValue="My phone" autoComplete="off" required />
          </label>
          <button>Add an app</button>
        </Form>
      )}
    </>
  )
}

function Passkeys({ run, say, complain }: Props) {
  const [passkeys, setPasskeys] = useState<{ id: string; friendly_name?: string }[]>([])
  const load = async () => {
    const { data, error } = await auth.passkey.list()
    setPasskeys(data ?? [])
    return { error }
  }
  useEffect(() => void load().then(({ error }) => error && complain(errorText(error))), [])
  return (
    <>
      <h2>Passkeys</h2>
      <p className="quiet">Sign in with this device, and without a password.</p>
      <ul>
        {passkeys.map(({ id, friendly_name = 'Passkey' }) => (
          <Item
            key={id}
            name={friendly_name}
            onRemove={() =>
              run(async () => {
                const answer = await auth.passkey.delete({ passkeyId: id })
                await load()
                return answer
              })
            }
          />
        ))}
      </ul>
      <button
        onClick={async () => {
          const { error } = await run(() => auth.registerPasskey())
          if (!error) say('You can sign in with this device now.')
          await load()
        }}
      >
        Add a passkey
      </button>
    </>
  )
}
