import addressParser, { type MailboxAddress } from 'nodemailer/lib/addressparser'
import { addressOf, asciiAddress, checked, hostOf } from '../../src/core/setting.ts'
import { noSettings, type SettingsOf, type Setup, sendsOnly, USUAL_TRAITS } from '../../src/core/setup.ts'

/** As nodemailer will read it; null: that is no one mailbox. */
function senderOf(text: string): MailboxAddress | null {
  const [sender, ...others] = addressParser(asciiAddress(text), { flatten: true })
  return sender && others.length === 0 && /^[^\s@]+@[^\s@]+$/.test(sender.address) ? sender : null
}

const settings = {
  SMTP_URL: addressOf(/^smtps?:\/\//i, 'must look like smtp://user:password@host:587').optional(),
  MAIL_FROM: checked('must be one address, such as Paperboy <papers@example.org>', (text) => senderOf(text) !== null)
    .transform(senderOf)
    .optional(),
}

export const email: Setup<SettingsOf<typeof settings>> = {
  ...noSettings,
  platform: 'email',
  label: 'mail',
  traits: { ...USUAL_TRAITS, digest: 'letter', readerAt: (address) => `email:${address}` as const },
  settings,
  rules: [
    { given: ['SMTP_URL'], needs: ['MAIL_FROM'], what: 'goes with SMTP_URL' },
    { given: ['SMTP_URL'], needs: ['PAPERBOY_URL'], what: 'is where the links in letters lead (SMTP_URL)' },
    { given: ['SMTP_URL'], needs: ['PORT'], what: 'is where those links are answered (SMTP_URL)' },
    { given: ['SMTP_URL'], needs: ['PAPERBOY_SECRET'], what: 'keeps others from making such links (SMTP_URL)' },
  ],
  secrets: ['SMTP_URL'],
  destinations: [
    {
      name: 'mail',
      hosts: 'that of SMTP_URL',
      sent: 'letters, and the addresses of their readers',
      ends: 'SMTP_URL',
      where: ({ SMTP_URL }) => hostOf(SMTP_URL),
    },
  ],
  async connect({ SMTP_URL, MAIL_FROM }, { readerLinks }) {
    if (!SMTP_URL || !MAIL_FROM || readerLinks === null) return null
    const { createEmailAdapter } = await import('./index.ts')
    const adapter = createEmailAdapter({ url: SMTP_URL, from: MAIL_FROM, linksFor: readerLinks })
    // A mailbox is asked by letter, and says yes itself.
    return { ...sendsOnly, adapter, platform: 'email', examine: adapter.examine }
  },
}
