// The server of load.ts, in a process of its own: it answers at once, so that the clients are what is measured. It prints its address,
// and ends when its standard input does.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sessions, userText } from './answers.ts'

let count = 0
const server = createServer((request, response) => {
  const text = request.url === '/user' ? userText : sessions[count++ % sessions.length]!
  response.setHeader('content-type', 'application/json')
  request.resume().on('end', () => response.end(text))
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.stdin.resume().on('end', () => process.exit())
