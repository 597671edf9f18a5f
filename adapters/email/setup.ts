import { z } from 'zod'
import { hostOf, text } from '../../src/core/setting.ts'
import { noSettings, type SettingsOf, type Setup, sendsOnly, USUAL_TRAITS } from '../../src/core/setup.ts'

const settings = {
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must look like smtp://user:password@host:587' }).optional(),
  MAIL_FROM: text.optional(),
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
    if (SMTP_URL === undefined || readerLinks === null) return null
    const { createEmailAdapter } = await import('./index.ts')
    const adapter = createEmailAdapter({ url: SMTP_URL, from: MAIL_FROM ?? '', linksFor: readerLinks })
    // A mailbox is asked by letter, and says yes itself.
    return { ...sendsOnly, adapter, platform: 'email', examine: adapter.examine }
  },
}
