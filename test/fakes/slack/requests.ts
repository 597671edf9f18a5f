import { createHmac } from 'node:crypto'

export type Signed = { body: string; headers: Record<string, string> }

/** A request as Slack signs it. `at` in seconds. */
export function signed(type: string, payload: object, secret: string, at = Math.floor(Date.now() / 1000)): Signed {
  const isEvent = type === 'events_api'
  const fields = type === 'slash_commands' ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) }
  const body = isEvent ? JSON.stringify(payload) : new URLSearchParams(fields).toString()
  return {
    body,
    headers: {
      'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`,
    },
  }
}

/** Delivers a request; resolves with the status and the answer, parsed where it is JSON. */
export async function deliver(url: string, { body, headers }: Signed): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(url, { method: 'POST', body, headers })
  const text = await response.text()
  return { status: response.status, answer: text.startsWith('{') ? JSON.parse(text) : text }
}
