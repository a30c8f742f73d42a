import { redirect, type ActionFunctionArgs } from 'react-router'
import { sessionContext } from '~/root'

export async function action({ context }: ActionFunctionArgs) {
  await context.get(sessionContext).auth.signOut()
  return redirect('/account', 303)
}
