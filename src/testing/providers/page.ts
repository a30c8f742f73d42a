import type { ProviderProfile } from './user-data.ts'

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 30rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem; margin: 0 }
.note { border: 2px dashed; border-radius: .5rem; padding: .5rem .75rem }
fieldset { border: 1px solid color-mix(in srgb, currentColor 30%, transparent); border-radius: .5rem; margin: 1rem 0; padding: .5rem 1rem }
label { display: block; padding: .25rem 0 }
input:not([type]), input[type=email] { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .4rem; margin-bottom: .25rem }
button { font: inherit; padding: .5rem 1.25rem; border-radius: .5rem; border: 1px solid; cursor: pointer; margin-right: .5rem }
.main { background: #1a5fb4; border-color: #1a5fb4; color: #fff }`

const frame = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} (test page)</title>
<style>${style}</style>
<body>
<main>
${body}
</main>
</body>
</html>
`

/** The page that asks who somebody is, and whether they approve. It works without scripts. */
export function consentPage({
  title,
  wants,
  profiles,
  canDeny = true,
}: {
  title: string
  wants: string
  profiles: readonly ProviderProfile[]
  canDeny?: boolean
}): string {
  const choices = profiles.map(({ name, email, id }, at) => {
    const who = `${name || id} (${email ?? 'without an address'}, ID ${id})`
    return `<label><input type="radio" name="who" value="${at}"${at ? '' : ' checked'}> ${escapeHtml(who)}</label>`
  })
  return frame(
    `Sign in with ${title}`,
    `<h1>Sign in with ${escapeHtml(title)}</h1>
<p class="note">This is a test page, no real ${escapeHtml(title)}. Type no real password or secret here.</p>
<p>${escapeHtml(wants)}</p>
<form method="post">
<fieldset>
<legend>Who are you?</legend>
${choices.join('\n')}
<label><input type="radio" name="who" value="other"> Somebody else, as written below</label>
</fieldset>
<fieldset>
<legend>Somebody else</legend>
<label>Name <input name="name" autocomplete="off"></label>
<label>E-mail address <input name="email" type="email" autocomplete="off"></label>
<label>The provider's own ID of the user <input name="id" autocomplete="off"></label>
<label><input type="checkbox" name="email_verified" checked> The address is verified</label>
</fieldset>
<button class="main" name="decision" value="approve">Approve</button>
${canDeny ? '<button name="decision" value="deny">Deny</button>' : ''}
</form>`,
  )
}

/** Who was chosen on the page. Undefined: nobody approves. */
export function readForm(text: string, profiles: readonly ProviderProfile[]): ProviderProfile | undefined {
  const form = new URLSearchParams(text)
  if (form.get('decision') === 'deny') return undefined
  const known = profiles[Number(form.get('who') ?? 0)]
  if (known) return known
  const email = form.get('email')?.trim() || null
  const name = form.get('name')?.trim() ?? ''
  return {
    id: form.get('id')?.trim() || email || 'unnamed',
    email,
    name,
    user_name: email?.split('@')[0] ?? name,
    email_verified: form.has('email_verified'),
  }
}

/** A page that sends a form at once, as services do that post their answers. */
export function formPage(action: string, fields: Record<string, string>): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return frame(
    'Back to the application',
    `<form method="post" action="${escapeHtml(action)}">
${inputs.join('\n')}
<button class="main">Go on</button>
</form>
<script>document.forms[0].submit()</script>`,
  )
}
