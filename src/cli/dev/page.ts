// The page of the development server, in the browser. It asks for the state, shows it, and asks again: the answer comes when
// something has changed. What has not changed stays as it is, so that nothing closes or loses its focus meanwhile.
import type { DevState } from './pages.ts'

type Item = { id: string | number }

const byId = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind
const filter = byId<HTMLInputElement>('filter')
const failure = byId('failure')

let state: DevState | undefined
/** How far the server's clock is from this machine's, in milliseconds. */
let offset = 0

/** An element, its attributes and what is in it. */
function make(name: string, attributes: Record<string, string> = {}, ...content: (Node | string)[]): HTMLElement {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...content)
  return element
}

function button(label: string, press: () => void): HTMLElement {
  const made = make('button', { type: 'button' }, label)
  made.addEventListener('click', press)
  return made
}

const shown = new WeakMap<Element, string>()

/** Brings a list up to date. Elements of what is as it was stay. */
function show<Kind extends Item>(list: HTMLElement, items: Kind[], render: (item: Kind) => HTMLElement[]): void {
  const old = new Map([...list.children].map((child) => [(child as HTMLElement).dataset.id, child as HTMLElement]))
  const isFirst = !list.dataset.filled
  list.dataset.filled = 'yes'
  const next = items.map((item) => {
    const id = String(item.id)
    const text = JSON.stringify(item)
    const known = old.get(id)
    if (known && shown.get(known) === text) return known
    const element = make('li', { 'data-id': id }, ...render(item))
    if (!known && !isFirst) element.className = 'new'
    shown.set(element, text)
    return element
  })
  for (const [at, element] of next.entries()) {
    if (list.children[at] !== element) list.insertBefore(element, list.children[at] ?? null)
  }
  while (list.children.length > next.length) list.lastElementChild!.remove()
}

const matches = (...texts: (string | undefined | null)[]): boolean => {
  const wanted = filter.value.trim().toLowerCase()
  return !wanted || texts.some((text) => text?.toLowerCase().includes(wanted))
}

const clock = (time: number): string => new Date(time).toLocaleString()

function message(sent: DevState['messages'][number]): HTMLElement[] {
  const { to, type, channel, code, link, subject, sentAt } = sent
  const copy = button('Copy', () => {
    void navigator.clipboard.writeText(code).then(() => (copy.textContent = 'Copied'))
  })
  copy.setAttribute('aria-label', `Copy the code ${code}`)
  return [
    make(
      'div',
      { class: 'line' },
      make('span', { class: 'who' }, to),
      make('span', {}, make('span', { class: 'tag' }, type), ' ', make('span', { class: 'tag' }, channel)),
    ),
    make(
      'div',
      { class: 'line' },
      make('span', {}, subject || 'Text message'),
      make('span', { class: 'quiet' }, clock(sentAt)),
    ),
    make('div', { class: 'line' }, make('code', { class: 'code' }, code), copy),
    ...(link ? [make('a', { class: 'link', href: link, target: '_blank', rel: 'noreferrer' }, link)] : []),
  ]
}

function user(person: DevState['users'][number]): HTMLElement[] {
  const { id, email, phone, password, is_anonymous, email_confirmed_at, phone_confirmed_at, factors, banned_until } = person
  const name = email || phone || (is_anonymous ? 'anonymous' : id)
  const tags = [
    is_anonymous ? 'anonymous' : email_confirmed_at || phone_confirmed_at ? 'confirmed' : 'not confirmed',
    ...(banned_until ? ['banned'] : []),
    ...(factors?.length ? [`${factors.length} factor${factors.length > 1 ? 's' : ''}`] : []),
  ]
  const signIn = make(
    'a',
    { href: `/__dev/sign-in?user=${id}`, target: '_blank', rel: 'noreferrer', 'aria-label': `Sign in as ${name}` },
    'sign in',
  )
  const remove = button('Delete', () => void act('/__dev/users/delete', { id }))
  remove.setAttribute('aria-label', `Delete ${name}`)
  return [
    make('div', { class: 'line' }, make('span', { class: 'who' }, name), make('span', {}, signIn, ' ', remove)),
    make(
      'div',
      { class: 'line quiet' },
      make('span', {}, password ? 'password ' : 'no password', ...(password ? [make('code', {}, password)] : [])),
      make('span', {}, ...tags.flatMap((tag) => [make('span', { class: 'tag' }, tag), ' '])),
    ),
    make('details', {}, make('summary', {}, 'All of it'), make('pre', { tabindex: '0' }, JSON.stringify(person, null, 2))),
  ]
}

function call(request: DevState['requests'][number]): HTMLElement[] {
  const { method, url, operation, status, headers, body } = request
  const kind = !status || status >= 400 ? 'bad' : 'good'
  const summary = make(
    'summary',
    {},
    make('strong', { class: kind }, String(status ?? 'broken')),
    ` ${method} ${url} `,
    make('span', { class: 'quiet' }, operation ?? 'no such operation'),
  )
  const text = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const details = typeof body === 'string' ? body : JSON.stringify(body, null, 2)
  return [
    make('details', {}, summary, make('pre', { tabindex: '0' }, [...text, '', body === null ? '' : details].join('\n'))),
  ]
}

function render(): void {
  if (!state) return
  const { messages, users, userCount, requests, url } = state
  byId('url').textContent = url
  byId('message-count').textContent = String(messages.length)
  byId('user-count').textContent = String(userCount)
  byId('request-count').textContent = String(requests.length)
  document.title = `${messages.length ? `(${messages.length}) ` : ''}GoTrue in memory`
  show(
    byId('messages'),
    messages.filter(({ to, type, subject }) => matches(to, type, subject)),
    message,
  )
  show(
    byId('people'),
    users.filter(({ email, phone, id }) => matches(email, phone, id)),
    user,
  )
  show(
    byId('calls'),
    requests.filter(({ url, operation }) => matches(url, operation)),
    call,
  )
}

/** Tells those who do not see the list grow. */
function announce(last: DevState | undefined, next: DevState): void {
  const [newest] = next.messages
  if (!last || !newest || newest.id === last.messages[0]?.id) return
  byId('announcement').textContent = `New message to ${newest.to}: the code is ${[...newest.code].join(' ')}`
}

function tick(): void {
  const now = new Date(Date.now() + offset)
  const time = byId<HTMLTimeElement>('time')
  time.dateTime = now.toISOString()
  time.textContent = now.toLocaleString()
  const minutes = Math.round(offset / 60_000)
  byId('offset').textContent = minutes ? `${span(Math.abs(minutes))} ${minutes > 0 ? 'ahead' : 'behind'}` : ''
}

function span(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'min'],
  ] as const
  return parts
    .filter(([number]) => number)
    .map(([number, unit]) => `${number} ${unit}`)
    .join(' ')
}

async function act(path: string, given: object): Promise<void> {
  failure.hidden = true
  const answer = await fetch(path, { method: 'POST', body: JSON.stringify(given) })
  if (answer.ok) return
  failure.textContent = ((await answer.json()) as { message: string }).message
  failure.hidden = false
}

for (const element of document.querySelectorAll<HTMLButtonElement>('button[data-action]')) {
  element.addEventListener('click', () => {
    const { action, ask, ...given } = element.dataset
    if (!ask || confirm(ask)) void act(action!, given)
  })
}
for (const [id, path] of [
  ['new-user', '/__dev/users/create'],
  ['advance', '/__dev/clock/advance'],
] as const) {
  const form = byId<HTMLFormElement>(id)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void act(path, Object.fromEntries(new FormData(form))).then(() => form.reset())
  })
}
filter.addEventListener('input', render)
setInterval(tick, 1_000)

const connection = byId('connection')
for (;;) {
  try {
    const answer = await fetch(`/__dev/state?after=${state?.version ?? ''}`)
    const next = (await answer.json()) as DevState
    announce(state, next)
    state = next
    offset = next.now - Date.now()
    connection.textContent = ''
    tick()
    render()
  } catch {
    connection.textContent = 'does not answer; trying again …'
    await new Promise((resolve) => setTimeout(resolve, 1_500))
  }
}
