import { useState } from 'react'
import { auth, here, requestMail, type Mail } from '../../shared/auth.ts'
import { Code, Email, Form, Heading, Link, Password, type Run } from './parts.tsx'

export function SignIn({ run, say }: { run: Run; say: (text: string) => void }) {
  const [view, go] = useState<'sign-in' | 'sign-up' | 'mail-link' | 'forgotten-password' | 'code'>('sign-in')
  const [mail, setMail] = useState<Mail>()

  const waitFor = (sent: Mail) => {
    setMail(sent)
    go('code')
  }
  const sendMail = async (wanted: Mail) => {
    const { error } = await run(() => requestMail(wanted))
    if (!error) waitFor(wanted)
    return !error
  }
  const back = <Link onClick={() => go('sign-in')}>Back</Link>

  switch (view) {
    case 'sign-in':
      return (
        <section key={view}>
          <Heading>Sign in</Heading>
          <Form
            onSubmit={async ({ email = '', password = '' }) => {
              const { error } = await run(() => auth.signInWithPassword({ email, password }))
              if (error?.code === 'email_not_confirmed') waitFor({ type: 'signup', email })
            }}
          >
            <Email />
            <Password />
            <button className="main">Sign in</button>
          </Form>
          <p className="links">
            <Link onClick={() => go('sign-up')}>Create an account</Link>
            <Link onClick={() => go('forgotten-password')}>Forgotten password?</Link>
          </p>
          <div className="others">
            <button onClick={() => go('mail-link')}>Send me a link</button>
            <button onClick={() => run(() => auth.signInWithOAuth({ provider: 'github', options: { redirectTo: here } }))}>
              Continue with GitHub
            </button>
            <button onClick={() => run(() => auth.signInWithPasskey())}>Use a passkey</button>
          </div>
        </section>
      )
    case 'sign-up':
      return (
        <section key={view}>
          <Heading>Create an account</Heading>
          <Form
            onSubmit={async ({ email = '', password = '' }) => {
              const { data, error } = await run(() => auth.signUp({ email, password, options: { emailRedirectTo: here } }))
              if (!error && data.status === 'confirmation-needed') waitFor({ type: 'signup', email })
            }}
          >
            <Email />
            <Password isNew />
            <button className="main">Sign up</button>
          </Form>
          <p className="links">
            <Link onClick={() => go('sign-in')}>I have an account</Link>
          </p>
        </section>
      )
    case 'mail-link':
      return (
        <section key={view}>
          <Heading>Sign in with a link</Heading>
          <Form onSubmit={({ email = '' }) => sendMail({ type: 'email', email })}>
            <Email />
            <button className="main">Send me a link</button>
          </Form>
          <p className="links">{back}</p>
        </section>
      )
    case 'forgotten-password':
      return (
        <section key={view}>
          <Heading>Forgotten password</Heading>
          <Form onSubmit={({ email = '' }) => sendMail({ type: 'recovery', email })}>
            <Email />
            <button className="main">Send me a mail</button>
          </Form>
          <p className="links">{back}</p>
        </section>
      )
    case 'code':
      return (
        <section key={view}>
          <Heading>Look into your mails</Heading>
          <p>
            We have written to <strong>{mail!.email}</strong>. Open the link in the mail, or enter its code here.
          </p>
          <Form onSubmit={({ code = '' }) => run(() => auth.verifyOtp({ ...mail!, token: code }))}>
            <Code />
            <button className="main">Confirm</button>
          </Form>
          <p className="links">
            <Link onClick={async () => (await sendMail(mail!)) && say('We have sent it again.')}>Send it again</Link>
            {back}
          </p>
        </section>
      )
  }
}
