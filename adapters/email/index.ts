import { createTransport } from 'nodemailer'
import { type ChatAdapter, idOf, type Outgoing, type Place, type SendOutcome } from '../../src/core/chat.ts'
import { remedyFor } from '../../src/core/error-words.ts'
import { broken, type Finding, fine } from '../../src/core/finding.ts'
import type { ReaderLinks } from '../../src/core/setup.ts'
import { outcomeOf, REMEDIES, reasonOf } from './errors.ts'
import { renderLetter } from './render.ts'

export type EmailConfig = {
  /** `smtp://user:password@host:587` */
  url: string
  from: { name: string; address: string }
  linksFor(address: string): ReaderLinks
}

export type EmailAdapter = ChatAdapter & {
  examine(): Promise<Finding[]>
}

const TIMEOUT_MS = 15_000

/** Letters over SMTP. Letters take no answers, so this adapter hears nothing. */
export function createEmailAdapter({ url, from, linksFor }: EmailConfig): EmailAdapter {
  const transport = createTransport({
    url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // A text that looks like a path is a text.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.address.split('@')[1]

  async function send(delivery: Outgoing): Promise<SendOutcome> {
    const address = addressOf(delivery.to)
    const links = linksFor(address)
    // The same after a crash: mailboxes show a letter that comes twice once.
    const messageId = `<${delivery.id}@${domain}>`
    try {
      await transport.sendMail({
        from,
        to: { name: '', address },
        messageId,
        ...renderLetter(delivery.message, links),
        attachments: delivery.files.map(({ name: filename, type: contentType, text: content }) => ({
          filename,
          contentType,
          content,
        })),
        ...(delivery.thread && { inReplyTo: delivery.thread.id, references: [delivery.thread.id] }),
        // RFC 8058: the mail program's own button, without a page in between.
        headers: {
          'List-Unsubscribe': `<${links.unsubscribe}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          'Auto-Submitted': 'auto-generated',
        },
      })
      return { kind: 'sent', ref: { channel: `email:${address}` as const, id: messageId } }
    } catch (error) {
      return outcomeOf(error)
    }
  }

  return {
    platform: 'email',
    async start() {},
    send,
    // No mailbox can be looked into; the Message-ID makes a second letter the same one.
    find: async () => ({ kind: 'repeatable' }),
    edit: async () => ({ kind: 'refused', reason: 'a letter that was sent stays as it is', permanent: false }),
    seed: async () => ({ kind: 'refused', reason: 'a letter takes no reactions', permanent: true }),
    voters: async () => 'unsupported',
    access: async (channel, person) =>
      addressOf({ channel }) === addressOf({ person }) ? { isAdmin: false, isFull: true, roles: [], zone: null } : null,
    features: ['threads', 'direct', 'files', 'rights', 'network'],
    async examine() {
      try {
        await transport.verify()
        return [fine('The mail server takes letters.')]
      } catch (error) {
        const remedy = remedyFor(error, REMEDIES) ?? 'Are SMTP_URL and MAIL_FROM right?'
        return [broken(`The mail server ${reasonOf(error)}.`, remedy)]
      }
    },
    async stop() {
      transport.close()
    },
  }
}

function addressOf(to: Place): string {
  const place = idOf(to)
  return place.slice(place.indexOf(':') + 1)
}
