import type { Session } from 'gotrue-sdk'
import { auth, verifiedApps } from '../../shared/auth.ts'
import { Code, Form, Heading, Link, type Run } from './parts.tsx'

export function SecondFactor({ session, run }: { session: Session; run: Run }) {
  const apps = verifiedApps(session)
  return (
    <section>
      <Heading>One more step</Heading>
      <p>Your authenticator app shows a code.</p>
      <Form onSubmit={({ factorId = apps[0]!.id, code = '' }) => run(() => auth.mfa.challengeAndVerify({ factorId, code }))}>
        {apps.length > 1 && (
          <label>
            App{' '}
            <select name="factorId">
              {apps.map(({ id, friendly_name }) => (
                <option key={id} value={id}>
                  {friendly_name}
                </option>
              ))}
            </select>
          </label>
        )}
        <Code />
        <button className="main">Confirm</button>
      </Form>
      <p className="links">
        <Link onClick={() => run(() => auth.signOut())}>Sign out</Link>
      </p>
    </section>
  )
}
