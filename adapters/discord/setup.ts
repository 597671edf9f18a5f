import { proxySettings } from '../../src/core/network/proxy.ts'
import { checked, endingIn, hostOf, list, onOff, text } from '../../src/core/setting.ts'
import { connectedBy, type SettingsOf, type Setup, USUAL_TRAITS } from '../../src/core/setup.ts'
import { nearestOf } from '../../src/core/text/nearest.ts'

const settings = {
  DISCORD_TOKEN: text.optional(),
  DISCORD_APPLICATION_ID: checked('must be the number from the developer portal', (id) =>
    /^\d{15,25}$/.test(id),
  ).optional(),
  DISCORD_CHANNELS: list.optional(),
  DISCORD_SHARDS: checked(
    'must be auto or a number',
    (shards) => /^(auto|\d+)$/.test(shards),
    nearestOf(['auto']),
  ).optional(),
  DISCORD_MESSAGE_CONTENT: onOff.default(false),
  DISCORD_API_URL: endingIn('/api').optional(),
}

const isDirect = (channel: string): boolean => channel.startsWith('discord:@me/')

export const discord: Setup<SettingsOf<typeof settings>> = {
  platform: 'discord',
  label: 'Discord',
  // For votes: a request for the message and one for each emoji on it, within Discord's limit for a channel.
  traits: {
    ...USUAL_TRAITS,
    isOpen: true,
    hasRoles: true,
    team: 'a Discord server',
    toHear: 'First its operator switches on the Message Content intent and sets DISCORD_MESSAGE_CONTENT=on.',
    isDirect,
    isTeamless: isDirect,
  },
  // "Rate Limits": 50 requests a second and bot, of which answers to people need some; 5 messages in 5 s and channel.
  allowance: { platform: { perSecond: 45, burst: 5 }, team: null, place: { perSecond: 1, burst: 1 }, seed: null },
  settings,
  rules: [{ given: ['DISCORD_CHANNELS'], needs: ['DISCORD_TOKEN'], what: 'goes with DISCORD_CHANNELS' }],
  secrets: ['DISCORD_TOKEN'],
  channelsSetting: 'DISCORD_CHANNELS',
  teams: { pattern: /^discord:\d+$/, example: 'discord:1' },
  destinations: [
    {
      name: 'Discord',
      hosts: 'discord.com, gateway.discord.gg',
      sent: 'posts, answers, reactions, files that people ask for, questions about channels and members; the token',
      ends: 'DISCORD_TOKEN',
      where: ({ DISCORD_TOKEN, DISCORD_API_URL }) =>
        DISCORD_TOKEN ? [...hostOf(DISCORD_API_URL ?? 'https://discord.com'), 'gateway.discord.gg'] : [],
    },
  ],
  manifest: {
    async render(_url, read) {
      const { renderManifest } = await import('./manifest.ts')
      return renderManifest(read().settings.DISCORD_APPLICATION_ID ?? null)
    },
  },
  drawer: async () => (await import('./preview/draw.ts')).drawDiscord,
  async connect(settings, context) {
    if (!settings.DISCORD_TOKEN) return null
    if (proxySettings()) (await import('./connection/proxied-websocket.ts')).proxyWebSocket()
    const { createDiscordAdapter } = await import('./index.ts')
    const shards = Number(settings.DISCORD_SHARDS)
    const adapter = createDiscordAdapter({
      ...context,
      token: settings.DISCORD_TOKEN,
      applicationId: settings.DISCORD_APPLICATION_ID,
      apiUrl: settings.DISCORD_API_URL,
      shards: shards > 0 ? shards : null,
      messageContent: settings.DISCORD_MESSAGE_CONTENT,
      onTokenRefused: () => context.reportToken('it refuses DISCORD_TOKEN; make a new one, and start again'),
    })
    return connectedBy(adapter, settings.DISCORD_CHANNELS)
  },
}
