import type { Config } from '@react-router/dev/config'

export default { allowedActionOrigins: ['app.example.com'] } satisfies Config
