import { hostOf, httpUrl, list, text } from '../../../src/core/setting.ts'
import { connectedBy, type SettingsOf, type Setup, USUAL_TRAITS } from '../../../src/core/setup.ts'
import { localOf } from './ids.ts'

const settings = {
  PLAZA_URL: httpUrl.optional(),
  PLAZA_TOKEN: text.optional(),
  PLAZA_SECRET: text.optional(),
  PLAZA_CHANNELS: list.optional(),
}

export const plaza: Setup<SettingsOf<typeof settings>> = {
  platform: 'plaza',
  label: 'Plaza',
  traits: { ...USUAL_TRAITS, team: 'a Plaza server', isDirect: (channel) => localOf(channel).startsWith('dm-') },
  // Plaza's handbook, "Limits": ten requests a second and bot.
  allowance: {
    platform: { perSecond: 8, burst: 8 },
    team: null,
    place: { perSecond: 1, burst: 3 },
    seed: { perSecond: 2, burst: 5 },
  },
  settings,
  rules: [
    { given: ['PLAZA_TOKEN'], needs: ['PLAZA_URL'], what: 'goes with PLAZA_TOKEN' },
    { given: ['PLAZA_TOKEN'], needs: ['PLAZA_SECRET'], what: 'goes with PLAZA_TOKEN' },
    { given: ['PLAZA_TOKEN'], needs: ['PORT'], what: 'is needed to hear commands from Plaza' },
  ],
  secrets: ['PLAZA_TOKEN', 'PLAZA_SECRET'],
  channelsSetting: 'PLAZA_CHANNELS',
  teams: { pattern: /^plaza:\w+$/, example: 'plaza:main' },
  destinations: [
    {
      name: 'Plaza',
      hosts: 'the host of PLAZA_URL',
      sent: 'posts, answers, reactions, questions about channels and members; the token',
      ends: 'PLAZA_TOKEN',
      where: ({ PLAZA_TOKEN, PLAZA_URL }) => (PLAZA_TOKEN ? hostOf(PLAZA_URL) : []),
    },
  ],
  manifest: null,
  drawer: null,
  async connect({ PLAZA_URL, PLAZA_TOKEN, PLAZA_SECRET, PLAZA_CHANNELS }, { log, reportToken }) {
    if (!PLAZA_URL || !PLAZA_TOKEN || !PLAZA_SECRET) return null
    const { createPlazaAdapter } = await import('./index.ts')
    const onTokenRefused = () => reportToken('it refuses PLAZA_TOKEN; make a new one, and start again')
    const config = { url: PLAZA_URL, token: PLAZA_TOKEN, secret: PLAZA_SECRET, log, onTokenRefused }
    return connectedBy(createPlazaAdapter(config), PLAZA_CHANNELS)
  },
}
