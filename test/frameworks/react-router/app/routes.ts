import { route, type RouteConfig } from '@react-router/dev/routes'

export default [route('account', 'routes/account.tsx'), route('sign-out', 'routes/sign-out.ts')] satisfies RouteConfig
