import { useLoaderData } from 'react-router'

export default function Account() {
  const { email } = useLoaderData<typeof loader>()
  return <p>{`user: ${email ?? 'nobody'}`}</p>
}
