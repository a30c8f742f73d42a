// Runs app.ts in Node. Of a project of your own, all but the last lines is @hono/node-server: serve({ fetch: app.fetch, port }).
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { createApp } from './app.ts'

const {
  GOTRUE_URL: url,
  GOTRUE_API_KEY: apiKey,
  GOTRUE_ISSUER: issuer,
  ORIGIN: origin = 'http://localhost:3000',
} = process.env
if (!url) throw new Error('GOTRUE_URL is missing')
const app = createApp({ url, apiKey, issuer, origin })

const server = createServer(async (incoming, outgoing) => {
  const { method = 'GET', rawHeaders, url: path = '/' } = incoming
  const headers = new Headers()
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!)
  const body = /^(GET|HEAD)$/.test(method) ? {} : { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' }
  const response = await app.fetch(new Request(new URL(path, origin), { method, headers, ...body }))
  outgoing.writeHead(response.status, [...response.headers].flat())
  outgoing.end(Buffer.from(await response.arrayBuffer()))
})
server.listen(Number(new URL(origin).port || 3000), () => console.log(`Listening on ${origin}`))
