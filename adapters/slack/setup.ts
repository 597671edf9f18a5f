import { endingIn, hostOf, list, text } from '../../src/core/setting.ts'
import { type ConnectContext, connectedBy, type SettingsOf, type Setup, USUAL_TRAITS } from '../../src/core/setup.ts'
import { isDirect } from './ids.ts'

const settings = {
  SLACK_BOT_TOKEN: text.startsWith('xoxb-', 'must start with xoxb-').optional(),
  SLACK_APP_TOKEN: text.startsWith('xapp-', 'must start with xapp-').optional(),
  SLACK_CHANNELS: list.optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_CLIENT_ID: text.optional(),
  SLACK_CLIENT_SECRET: text.optional(),
  SLACK_API_URL: endingIn('/api/').optional(),
}

const forInstallations = [
  ['SLACK_CLIENT_SECRET', 'goes with SLACK_CLIENT_ID'],
  ['PAPERBOY_SECRET', 'is needed to keep the tokens of several workspaces encrypted'],
  ['PAPERBOY_URL', 'is where Slack sends people back who install the app'],
  ['PORT', 'is needed to take installations'],
] as const

export const slack: Setup<SettingsOf<typeof settings>> = {
  platform: 'slack',
  label: 'Slack',
  // reactions.get is a method of tier 3, fifty times a minute; this leaves room.
  traits: {
    ...USUAL_TRAITS,
    team: 'a Slack workspace',
    toHear: 'First subscribe its Slack app to message.channels and message.groups, then write something here.',
    voterRate: { perSecond: 40 / 60, burst: 20 },
    isDirect,
  },
  // "Rate limits": about one message a second and channel, several hundred a minute and workspace.
  allowance: {
    platform: null,
    team: { perSecond: 4, burst: 1 },
    place: { perSecond: 1, burst: 1 },
    // reactions.add is a method of tier 3, as well.
    seed: { perSecond: 40 / 60, burst: 5 },
  },
  settings,
  rules: [
    ...forInstallations.map(([name, what]) => ({ given: ['SLACK_CLIENT_ID'], needs: [name] as [string], what })),
    { given: ['SLACK_CHANNELS'], needs: ['SLACK_BOT_TOKEN'], what: 'goes with SLACK_CHANNELS' },
    {
      given: ['SLACK_APP_TOKEN'],
      needs: ['SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID'],
      what: 'goes with SLACK_APP_TOKEN (or SLACK_CLIENT_ID, for many workspaces)',
    },
    {
      given: ['SLACK_BOT_TOKEN'],
      needs: ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'],
      what: 'goes with SLACK_BOT_TOKEN (or SLACK_SIGNING_SECRET, for HTTP)',
    },
    {
      // With a bot token, the rule before this one has said it.
      given: ['SLACK_CLIENT_ID'],
      needs: ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN'],
      what: 'goes with SLACK_CLIENT_ID (or SLACK_SIGNING_SECRET, for HTTP)',
    },
    {
      given: ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'],
      needs: ['PORT', 'SLACK_APP_TOKEN'],
      what: 'is needed for Slack over HTTP (or SLACK_APP_TOKEN, for Socket Mode)',
    },
  ],
  secrets: ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_CLIENT_SECRET'],
  channelsSetting: 'SLACK_CHANNELS',
  teams: { pattern: /^slack:[A-Z0-9]+$/, example: 'slack:T1' },
  destinations: [
    {
      name: 'Slack',
      hosts: 'slack.com, wss-primary.slack.com, wss-backup.slack.com, files.slack.com',
      sent: 'posts, answers, reactions, files that people ask for, questions about channels and members; the tokens',
      ends: 'SLACK_BOT_TOKEN, SLACK_CLIENT_ID',
      where: ({ SLACK_BOT_TOKEN, SLACK_CLIENT_ID, SLACK_API_URL }) =>
        SLACK_BOT_TOKEN || SLACK_CLIENT_ID ? [...hostOf(SLACK_API_URL ?? 'https://slack.com'), '*.slack.com'] : [],
    },
  ],
  manifest: {
    async render(url, read) {
      const { createManifest } = await import('./manifest.ts')
      return JSON.stringify(createManifest(url, url ?? read().publicUrl), null, 2)
    },
  },
  drawer: async () => (await import('./preview/draw.ts')).drawSlack,
  async connect(settings, context) {
    if (!settings.SLACK_BOT_TOKEN && !settings.SLACK_CLIENT_ID) return null
    const { createSlackAdapter } = await import('./index.ts')
    const adapter = createSlackAdapter({
      ...context,
      botToken: settings.SLACK_BOT_TOKEN ?? null,
      appToken: settings.SLACK_APP_TOKEN ?? null,
      signingSecret: settings.SLACK_SIGNING_SECRET ?? null,
      oauth: oauthOf(settings, context),
      apiUrl: settings.SLACK_API_URL ?? null,
    })
    return connectedBy(adapter, settings.SLACK_CHANNELS)
  },
}

function oauthOf(
  { SLACK_CLIENT_ID, SLACK_CLIENT_SECRET }: Partial<SettingsOf<typeof settings>>,
  { installations, publicUrl: url }: ConnectContext,
) {
  if (!SLACK_CLIENT_ID || !SLACK_CLIENT_SECRET || installations === null || url === null) return null
  return { clientId: SLACK_CLIENT_ID, clientSecret: SLACK_CLIENT_SECRET, url, installations }
}
