// For those who run a server: lists its users, and invites one.
//
//   GOTRUE_URL=http://localhost:9999 GOTRUE_SERVICE_KEY=… node examples/admin.ts ada@example.com
//   GOTRUE_URL=http://localhost:9999 GOTRUE_JWT_SECRET=… node examples/admin.ts ada@example.com
import { createAdmin, createServiceToken, isAuthError } from 'gotrue-sdk/admin'

const [email] = process.argv.slice(2)
const { GOTRUE_URL: url, GOTRUE_JWT_SECRET: secret } = process.env

try {
  // Without options the address and the key come from the environment. With the secret, each call has a token of its own.
  const admin = url && secret ? createAdmin({ url, adminToken: () => createServiceToken({ secret }) }) : createAdmin()

  let count = 0
  for await (const user of admin.listUsers({ sort: 'created_at asc' })) {
    console.log(`${user.created_at.slice(0, 10)}  ${user.id}  ${user.email || user.phone || 'anonymous'}`)
    count++
  }
  console.log(`${count} ${count === 1 ? 'user' : 'users'}`)

  if (email) {
    const { data, error } = await admin.inviteUserByEmail(email, { data: { invited_by: 'examples/admin.ts' } })
    if (error?.code === 'email_exists') console.log(`${email} is there already`)
    else if (error) throw error
    else console.log(`Invited ${data.user.email}`)
  }
} catch (error) {
  // Iteration throws, and so does createAdmin().
  if (!isAuthError(error)) throw error
  console.error(`✗ ${error.code}: ${error.message}`)
  process.exitCode = 1
}
