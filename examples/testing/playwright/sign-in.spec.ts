import { expect, test } from './fixtures.ts'

test('somebody signs in with the link in a mail', async ({ page, auth }) => {
  await page.goto(`/?auth=${auth.url}`)
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await expect(page.getByRole('status')).toHaveText('Look into your mails.')

  await page.goto(auth.inbox.last('ada@example.com').link!)
  await expect(page.getByRole('status')).toHaveText('Hello, ada@example.com!')
  await page.reload()
  await expect(page.getByRole('status')).toHaveText('Hello, ada@example.com!')
})

test('a link works once', async ({ page, auth }) => {
  await page.goto(`/?auth=${auth.url}`)
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await expect(page.getByRole('status')).toHaveText('Look into your mails.')

  const { link } = auth.inbox.last('ada@example.com')
  await fetch(link!, { redirect: 'manual' }) // as a mail scanner does
  await page.goto(link!)
  await expect(page.getByRole('status')).toHaveText('Nobody is signed in.')
})

test('the application says what the server does not allow', async ({ page, auth }) => {
  auth.faults.next('sendOtp', {
    status: 429,
    body: { code: 'over_email_send_rate_limit', message: 'email rate limit exceeded' },
  })
  await page.goto(`/?auth=${auth.url}`)
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await expect(page.getByRole('status')).toHaveText('email rate limit exceeded')
})

test('somebody signs in with GitHub, on a page that the test server has in its place', async ({ page, auth }) => {
  await page.goto(`/?auth=${auth.url}`)
  await page.getByRole('button', { name: 'Sign in with GitHub' }).click()
  await page.getByLabel('Somebody else, as').check()
  await page.getByLabel('E-mail address').fill('grace@example.com')
  await page.getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByRole('status')).toHaveText('Hello, grace@example.com!')
  expect(auth.users.find('grace@example.com')!.app_metadata.provider).toBe('github')
})
