import { expect, test } from 'vitest'
import { callerOf, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

test('says what it can do, which is nothing yet', async () => {
  const server = checkedServer()
  const call = callerOf(server)
  const answer = await call('GET /scim/v2/ServiceProviderConfig')
  expect(answer.headers.get('content-type')).toBe('application/scim+json')
  expect(answer).toMatchObject({
    status: 200,
    body: { patch: { supported: false }, meta: { location: `${server.url}/scim/v2/ServiceProviderConfig` } },
  })
  for (const name of ['ResourceTypes', 'Schemas']) {
    expect(await call(`GET /scim/v2/${name}`)).toMatchObject({ status: 200, body: { totalResults: 0, Resources: [] } })
    expect(await call(`GET /scim/v2/${name}?filter=id`)).toMatchObject({
      status: 403,
      body: { detail: 'Filtering is not supported on this endpoint', status: '403' },
    })
  }
  expect(await call('GET /scim/v2/Users')).toMatchObject({ status: 404, body: { status: '404' } })
})

test('is switched off by its word', async () => {
  const call = callerOf(checkedServer({ config: { GOTRUE_EXPERIMENTAL_SCIM_ENABLED: false } }))
  for (const name of ['ServiceProviderConfig', 'ResourceTypes', 'Schemas']) {
    expect(await call(`GET /scim/v2/${name}`)).toMatchObject(refusal(404, 'feature_disabled', 'SCIM server is disabled'))
  }
})
