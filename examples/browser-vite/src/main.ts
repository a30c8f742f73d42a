// A page with all ways to sign in, and an account with second factors and passkeys; without a framework. `npm run server` is a GoTrue in
// memory, whose mails are on http://localhost:9999/__dev; `npm run dev` is the page.
import type { AuthError, Session } from 'gotrue-sdk'
import {
  auth,
  enrollApp,
  here,
  isRecovering,
  needsSecondFactor,
  requestMail,
  verifiedApps,
  type Mail,
} from '../../shared/auth.ts'
import { errorText, signedOutTexts } from '../../shared/error-text.ts'
import '../../shared/style.css'

const find = <Found extends HTMLElement = HTMLElement>(selector: string) => document.querySelector<Found>(selector)!
const say = (text: string) => (find('#message').textContent = text)

/** What is shown as long as nobody is signed in. */
let view = 'sign-in'
/** The one that is waited for. */
let mail: Mail | undefined
/** The app that is being added. */
let addedApp: string | undefined

/** Does what a button or a form is for, once at a time, and says what went wrong. */
async function run<Answer extends { error: AuthError | null }>(work: () => Promise<Answer>): Promise<Answer> {
  const pressed = document.activeElement as HTMLElement
  say('')
  find('#error').textContent = ''
  const buttons = [...document.querySelectorAll('button')].filter((button) => !button.disabled)
  for (const button of buttons) button.disabled = true
  const answer = await work()
  for (const button of buttons) button.disabled = false
  if (answer.error) find('#error').textContent = errorText(answer.error)
  requestAnimationFrame(() => keepFocus(pressed))
  return answer
}
/** A button that is disabled, or goes, loses the focus. */
function keepFocus(pressed: HTMLElement): void {
  if (document.activeElement === document.body) pressed.focus()
  if (document.activeElement === document.body) find(`#${shown} h1`).focus()
}

const onClick = (selector: string, work: () => unknown) => {
  for (const button of document.querySelectorAll(selector)) button.addEventListener('click', work)
}
const onSubmit = (selector: string, work: (fields: Record<string, string>) => Promise<unknown>) => {
  const form = find<HTMLFormElement>(selector)
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    await work(Object.fromEntries(new FormData(form)) as Record<string, string>)
    // Codes and passwords don't stay in fields.
    for (const input of form.querySelectorAll<HTMLInputElement>('[type=password], [name=code]')) input.value = ''
  })
}

function go(to: string): void {
  view = to
  say('')
  find('#error').textContent = ''
  show()
}

// What is shown

let shown: string | undefined
function show(): void {
  const { status, session, user } = auth.getSnapshot()
  const section = status === 'loading' ? undefined : session ? sectionOf(session) : view
  for (const each of document.querySelectorAll('section')) each.hidden = each.id !== section
  find('#address').textContent = mail?.email ?? ''
  find('#user').textContent = user?.email ?? ''
  if (session) showApps(session)
  if (section === shown) return
  if (section === 'account') void showPasskeys()
  // Who can't see the page is told where it is now; but not when it opens.
  if (shown) find(`#${section} h1`).focus()
  shown = section
}
const sectionOf = (session: Session) =>
  needsSecondFactor(session) ? 'second-factor' : isRecovering ? 'new-password' : 'account'

function item(text: string, remove: () => Promise<unknown>): HTMLLIElement {
  const line = document.createElement('li')
  const button = document.createElement('button')
  button.className = 'link'
  button.textContent = 'Remove'
  button.setAttribute('aria-label', `Remove ${text}`)
  button.addEventListener('click', remove)
  line.append(text, button)
  return line
}

let shownApps: string | undefined
function showApps(session: Session): void {
  const apps = verifiedApps(session)
  // A session that was merely refreshed changes nothing under the user's hands.
  const ids = apps.map(({ id }) => id).join()
  if (ids === shownApps) return
  shownApps = ids
  find('#apps').replaceChildren(
    ...apps.map(({ id, friendly_name = 'App' }) =>
      item(friendly_name, () => run(() => auth.mfa.unenroll({ factorId: id }))),
    ),
  )
  find('#which-app').hidden = apps.length < 2
  find('[name=factorId]').replaceChildren(...apps.map(({ id, friendly_name = 'App' }) => new Option(friendly_name, id)))
}

async function showPasskeys(): Promise<void> {
  const { data: passkeys, error } = await auth.passkey.list()
  if (error) find('#error').textContent = errorText(error)
  find('#passkeys').replaceChildren(
    ...(passkeys ?? []).map(({ id, friendly_name }) =>
      item(friendly_name ?? 'Passkey', () =>
        run(async () => {
          const answer = await auth.passkey.delete({ passkeyId: id })
          await showPasskeys()
          return answer
        }),
      ),
    ),
  )
}

// Signing in

for (const button of document.querySelectorAll<HTMLElement>('[data-go]')) {
  button.addEventListener('click', () => go(button.dataset.go!))
}

onSubmit('#sign-in form', async ({ email = '', password = '' }) => {
  const { error } = await run(() => auth.signInWithPassword({ email, password }))
  if (error?.code === 'email_not_confirmed') waitFor({ type: 'signup', email })
})
onSubmit('#sign-up form', async ({ email = '', password = '' }) => {
  const { data, error } = await run(() => auth.signUp({ email, password, options: { emailRedirectTo: here } }))
  if (!error && data.status === 'confirmation-needed') waitFor({ type: 'signup', email })
})
onSubmit('#mail-link form', ({ email = '' }) => sendMail({ type: 'email', email }))
onSubmit('#forgotten-password form', ({ email = '' }) => sendMail({ type: 'recovery', email }))

function waitFor(sent: Mail): void {
  mail = sent
  view = 'code'
  show()
}
async function sendMail(wanted: Mail) {
  const { error } = await run(() => requestMail(wanted))
  if (!error) waitFor(wanted)
  return !error
}
onClick('#again', async () => (await sendMail(mail!)) && say('We have sent it again.'))
onSubmit('#code form', ({ code = '' }) => run(() => auth.verifyOtp({ ...mail!, token: code })))

onClick('#github', () => run(() => auth.signInWithOAuth({ provider: 'github', options: { redirectTo: here } })))
onClick('#passkey', () => run(() => auth.signInWithPasskey()))
onSubmit('#second-factor form', ({ factorId = '', code = '' }) => run(() => auth.mfa.challengeAndVerify({ factorId, code })))
onSubmit('#new-password form', async ({ password = '' }) => {
  const { error } = await run(() => auth.updateUser({ password }))
  if (!error) say('Your password is changed.')
})
onClick('[data-sign-out]', () => run(() => auth.signOut()))

// The account

onSubmit('#add-app', async ({ name = '' }) => {
  const { data } = await run(() => enrollApp(name))
  if (data) showNewApp(data.id, data.totp)
})
function showNewApp(id: string | undefined, { qr_code = '', secret = '' } = {}): void {
  addedApp = id
  find<HTMLImageElement>('#qr').src = qr_code
  find('#secret').textContent = secret
  find('#add-app').hidden = !!id
  find('#confirm-app').hidden = !id
  if (id) find('#confirm-app input').focus()
}
onSubmit('#confirm-app', async ({ code = '' }) => {
  const { error } = await run(() => auth.mfa.challengeAndVerify({ factorId: addedApp!, code }))
  if (error) return
  say('From now on we ask for a code when you sign in.')
  showNewApp(undefined)
})
onClick('#cancel-app', async () => {
  await run(() => auth.mfa.unenroll({ factorId: addedApp! }))
  showNewApp(undefined)
})
onClick('#add-passkey', async () => {
  const { error } = await run(() => auth.registerPasskey())
  if (!error) say('You can sign in with this device now.')
  await showPasskeys()
})

// The start, and all that happens afterwards, in other tabs, too

auth.onAuthStateChange((event, _session, { reason }) => {
  if (event === 'SIGNED_OUT' && reason) go('sign-in')
  if (event === 'SIGNED_OUT' && reason) say(signedOutTexts[reason])
  if (event === 'SIGNED_IN') say('')
})
auth.subscribe(show)
const { error } = await auth.initialize()
if (error) find('#error').textContent = errorText(error)
