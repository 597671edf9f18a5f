import { NEEDED } from './access/permissions.ts'
import { commands } from './interactions/commands.ts'

/** Where somebody adds the bot to a server: the permissions it needs there, and no more. */
export function inviteLink(application: string): string {
  const permissions = [...NEEDED.values()].reduce((sum, flag) => sum | flag, 0n)
  const query = new URLSearchParams({
    client_id: application,
    scope: 'bot applications.commands',
    permissions: String(permissions),
    integration_type: '0',
  })
  return `https://discord.com/oauth2/authorize?${query}`
}

/** What `paperboy manifest discord` prints: the invite link, what it asks for, the commands that a start registers. */
export function renderManifest(application: string | null): string {
  return [
    'Invite link (open it, choose a server):',
    `  ${inviteLink(application ?? 'YOUR_APPLICATION_ID')}`,
    ...(application === null
      ? ['  The id: https://discord.com/developers/applications → General Information → Application ID.']
      : []),
    '',
    `Permissions: ${[...NEEDED.keys()].join(', ')}. Privileged intents: none.`,
    '',
    'Commands (a start registers them):',
    JSON.stringify(commands, null, 2),
  ].join('\n')
}
