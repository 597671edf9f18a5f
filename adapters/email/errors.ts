import { z } from 'zod'
import type { SendOutcome } from '../../src/core/chat.ts'

/** What nodemailer tells of a failure: the server's code, and the command it answered. */
const failure = z.object({
  code: z.string().optional(),
  responseCode: z.number().optional(),
  command: z.string().optional(),
  syscall: z.string().optional(),
  message: z.string(),
})

/** Greylisting wants a second attempt after some minutes. */
const LATER_SECONDS = 300
const AWAY_SECONDS = 30

/** Only what the server refused, or what never reached it, is certainly not sent. */
export function outcomeOf(error: unknown): SendOutcome {
  const { code, responseCode = 0, command, syscall } = failure.parse(error)
  const reason = `the mail server ${reasonOf(error)}`
  if (code === 'EAUTH') return { kind: 'wait', seconds: LATER_SECONDS, scope: 'platform' }
  // RFC 5321: 4yz is for now, 5yz for good; only a refused address is a matter of this reader alone.
  if (responseCode >= 400 && responseCode < 500)
    return { kind: 'wait', seconds: LATER_SECONDS, scope: command === 'RCPT TO' ? 'place' : 'platform' }
  if (responseCode >= 500) return { kind: 'refused', reason, permanent: command === 'RCPT TO' || code === 'EENVELOPE' }
  // nodemailer names the command CONN for any lost connection, also one lost after the server took the letter.
  const neverReached = syscall === 'connect' || code === 'EDNS'
  return neverReached ? { kind: 'wait', seconds: AWAY_SECONDS, scope: 'platform' } : { kind: 'uncertain', reason }
}

const UNREACHABLE = 'Are host and port in SMTP_URL right, and may this machine reach them? Many networks close port 25.'

/** What to do where the server does not let Paperboy in, by nodemailer's codes. */
export const REMEDIES: Record<string, string> = {
  EAUTH: 'Are user and password in SMTP_URL right? Some servers want a password for apps.',
  ETLS: 'Without STARTTLS there: take requireTLS out of SMTP_URL, or use smtps:// and its port, mostly 465.',
  EDNS: 'Is the host in SMTP_URL right?',
  ENOTFOUND: 'Is the host in SMTP_URL right?',
  ECONNECTION: UNREACHABLE,
  ECONNREFUSED: UNREACHABLE,
  ESOCKET: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
}

/** The first line of what the server said; the rest may quote addresses and texts. */
export function reasonOf(error: unknown): string {
  const { message, responseCode } = failure.parse(error)
  const [line = ''] = message.split('\n')
  return `answered ${responseCode ?? 'nothing'}: ${line.slice(0, 200)}`
}
