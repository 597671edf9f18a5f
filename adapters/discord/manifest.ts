import {
  ApplicationCommandType as CommandType,
  InteractionContextType as Context,
  ApplicationCommandOptionType as OptionType,
  type RESTPutAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord.js'
import { NEEDED } from './access.ts'
import type { Rest } from './connect.ts'

/** Its one option holds the whole line, so that the grammar is the same on every platform. */
export const COMMAND = 'papers'
export const LOOK_UP = 'Look up paper'
export const KEEP_NOTE = 'Keep as note'

const commands: RESTPutAPIApplicationCommandsJSONBody = [
  {
    type: CommandType.ChatInput,
    name: COMMAND,
    description: 'Search papers, or today’s papers; /papers help shows the rest',
    contexts: [Context.Guild, Context.BotDM],
    options: [
      {
        type: OptionType.String,
        name: 'text',
        description: 'Words to search for, or a command such as help',
        required: false,
        autocomplete: true,
        max_length: 500,
      },
    ],
  },
  ...[LOOK_UP, KEEP_NOTE].map((name) => ({ type: CommandType.Message as const, name, contexts: [Context.Guild] })),
]

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

/** Registers the commands when Discord holds others, whoever changed them. True when it had to. */
export async function registerCommands(rest: Rest, application: string): Promise<boolean> {
  const held = await rest.call('GET', Routes.applicationCommands(application))
  const isHeld = (ours: object) => Array.isArray(held) && held.some((theirs) => holds(theirs, ours))
  if (Array.isArray(held) && held.length === commands.length && commands.every(isHeld)) return false
  await rest.call('PUT', Routes.applicationCommands(application), { body: commands })
  return true
}

/** Whether Discord has what we set. It adds fields of its own, and leaves out what is false. */
function holds(theirs: unknown, ours: unknown): boolean {
  if (typeof ours !== 'object' || ours === null) return (theirs ?? false) === ours
  if (typeof theirs !== 'object' || theirs === null) return false
  if (Array.isArray(ours) && Object.keys(theirs).length !== ours.length) return false
  return Object.entries(ours).every(([name, value]) => holds((theirs as Record<string, unknown>)[name], value))
}
