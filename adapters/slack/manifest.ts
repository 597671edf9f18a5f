export const REDIRECT_PATH = '/slack/oauth_redirect'

/** The message shortcut that keeps a note; the other one looks for papers. */
export const KEEP_NOTE = 'keep-note'

/** The least that works, and what for. */
export const SCOPES: Record<string, string> = {
  'chat:write': 'posting',
  commands: '/papers',
  'channels:read': 'channels by name',
  'groups:read': 'private channels by name',
  'channels:join': 'joining public channels',
  'channels:history': 'looking for a post of unknown fate',
  'groups:history': 'the same in private channels',
  'reactions:read': 'votes',
  'reactions:write': 'the first 👍, so that one tap votes',
  'users:read': 'who is a full member, and who a guest',
  'im:write': 'direct messages that people ask for',
  'im:history': 'looking for one of those of unknown fate',
  'files:write': 'files that people ask for, such as a calendar entry',
}

/** What each event says of a channel. */
export const CHANNEL_CHANGES = {
  channel_archive: 'archived',
  group_archive: 'archived',
  channel_deleted: 'removed',
  group_deleted: 'removed',
  channel_left: 'removed',
  group_left: 'removed',
  channel_rename: 'renamed',
  group_rename: 'renamed',
} as const

const EVENTS = [
  ...Object.keys(CHANNEL_CHANGES),
  ...['app_home_opened', 'app_uninstalled', 'channel_id_changed', 'member_left_channel'],
  ...['reaction_added', 'reaction_removed', 'tokens_revoked'],
].toSorted()

/** docs.slack.dev/reference/app-manifest. `events` null: Socket Mode; `redirects` null: one workspace, by token. */
export function createManifest(events: string | null, redirects: string | null): object {
  const url = events === null ? null : `${events}/slack/events`
  const requestUrl = url === null ? {} : { request_url: url }
  const shortcut = (name: string, callback_id: string, description: string) => ({
    name,
    type: 'message',
    callback_id,
    description,
  })
  return {
    _metadata: { major_version: 1 },
    display_information: {
      name: 'Paperboy',
      description: 'Brings a research team its papers, and counts what you want to discuss.',
      background_color: '#2c3e50',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'Paperboy', always_online: true },
      shortcuts: [
        shortcut('Look up paper', 'look-up', 'The papers this message links to'),
        shortcut('Keep as note', KEEP_NOTE, 'Keep this message with its paper'),
      ],
      slash_commands: [
        {
          command: '/papers',
          description: 'Search papers, see today’s, change settings',
          usage_hint: 'skills | top week | why TITLE | help',
          should_escape: false,
          ...(url !== null && { url }),
        },
      ],
    },
    oauth_config: {
      scopes: { bot: Object.keys(SCOPES) },
      ...(redirects !== null && { redirect_urls: [redirects + REDIRECT_PATH] }),
    },
    settings: {
      event_subscriptions: { ...requestUrl, bot_events: EVENTS },
      interactivity: { is_enabled: true, ...requestUrl },
      org_deploy_enabled: false,
      socket_mode_enabled: url === null,
      token_rotation_enabled: false,
    },
  }
}
