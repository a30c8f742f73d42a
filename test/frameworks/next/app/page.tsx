import { getUser } from '@/lib/user'
import { signOut } from './actions'

export default async function Page() {
  const user = await getUser()
  return (
    <form action={signOut}>
      <p>{`user: ${user?.email ?? 'nobody'}`}</p>
      <button>Sign out</button>
    </form>
  )
}
