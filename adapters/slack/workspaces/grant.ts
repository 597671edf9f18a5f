import { z } from 'zod'
import type { WebClient } from '../connect.ts'
import { identify } from './workspaces.ts'

/** A workspace and what renews its token: null for one that does not expire. Milliseconds since the epoch. */
const grant = z.object({
  team: z.string(),
  token: z.string(),
  botUser: z.string(),
  bot: z.string(),
  name: z.string(),
  renewal: z.object({ token: z.string(), expiresAt: z.number() }).nullable(),
})
export type Grant = z.output<typeof grant>

/** Throws when it is none of ours. */
export const parseGrant = (text: string): Grant => grant.parse(JSON.parse(text))

export type Credentials = { clientId: string; clientSecret: string }

/** Slack’s answer to a code, and to a renewal (oauth.v2.access). An installation for an organisation has no team. */
const access = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().optional(),
  expires_in: z.number().optional(),
  is_enterprise_install: z.boolean().default(false),
  team: z.object({ id: z.string() }).nullish(),
})

/** The grant that a code stands for; `organisation`: the token of an installation for no single workspace. */
export async function fetchGrant(
  client: WebClient,
  credentials: Credentials,
  asked: { code: string; redirect_uri: string },
): Promise<Grant | { organisation: string }> {
  const granted = await fetchAccess(client, credentials, asked)
  if (granted.is_enterprise_install || !granted.team) return { organisation: granted.access_token }
  return { ...(await identify(client, granted.access_token)), renewal: renewalOf(granted) }
}

/** The next token; the one before works for a while longer, the renewal before it does not. */
export async function renewGrant(client: WebClient, credentials: Credentials, before: Grant): Promise<Grant> {
  if (!before.renewal) return before
  const asked = { grant_type: 'refresh_token', refresh_token: before.renewal.token } as const
  const granted = await fetchAccess(client, credentials, asked)
  return { ...before, token: granted.access_token, renewal: renewalOf(granted) }
}

type Asked = { code: string; redirect_uri: string } | { grant_type: 'refresh_token'; refresh_token: string }

async function fetchAccess(client: WebClient, { clientId, clientSecret }: Credentials, asked: Asked) {
  const answer = await client.oauth.v2.access({ client_id: clientId, client_secret: clientSecret, ...asked })
  return access.parse(answer)
}

function renewalOf({ refresh_token: token, expires_in }: z.output<typeof access>): Grant['renewal'] {
  if (token === undefined || expires_in === undefined) return null
  return { token, expiresAt: Date.now() + expires_in * 1_000 }
}
