// The application under test: signs in with a link in a mail or with GitHub, and greets.
import { createClient } from 'gotrue-sdk'

// Where the GoTrue is: your own application has it in its configuration, and gets the test server's there.
const url = (localStorage.authUrl = new URLSearchParams(location.search).get('auth') ?? localStorage.authUrl)
const auth = createClient({ url })
const greeting = document.querySelector('output')!

auth.onAuthStateChange((_event, session) => {
  greeting.textContent = session ? `Hello, ${session.user.email}!` : 'Nobody is signed in.'
})
document.querySelector('form')!.addEventListener('submit', async (event) => {
  event.preventDefault()
  const email = new FormData(event.target as HTMLFormElement).get('email') as string
  const { error } = await auth.signInWithOtp({ email, options: { emailRedirectTo: location.origin } })
  greeting.textContent = error ? error.message : 'Look into your mails.'
})
document.querySelector('#github')!.addEventListener('click', async () => {
  const { error } = await auth.signInWithOAuth({ provider: 'github', options: { redirectTo: location.origin } })
  if (error) greeting.textContent = error.message
})
