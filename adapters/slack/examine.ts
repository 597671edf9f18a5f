import type { Finding } from '../../src/chat.ts'
import { findChannels } from './channels.ts'
import type { WebClient } from './client.ts'
import { SCOPES } from './manifest.ts'
import { classifyFailure } from './outcome.ts'
import { identify, type Workspace } from './workspaces.ts'

export type Examined = { client: WebClient; botToken: string; appToken: string | null; listed: string[] }

/** Tokens, permissions and each channel, with what to do about what is missing. */
export async function examineSlack({ client, botToken, appToken, listed }: Examined): Promise<Finding[]> {
  let workspace: Workspace
  try {
    workspace = await identify(client, botToken)
  } catch (error) {
    return [{ state: 'broken', what: `Slack, SLACK_BOT_TOKEN: ${reasonOf(error)}.` }]
  }
  return [
    { state: 'fine', what: `Slack knows Paperboy in ${workspace.name}.` },
    ...(await examineScopes(client, botToken)),
    ...(appToken === null ? [] : [await examineAppToken(client, appToken)]),
    ...(await examineChannels(client, workspace, listed)),
  ]
}

async function examineScopes(client: WebClient, token: string): Promise<Finding[]> {
  const granted = (await client.auth.test({ token })).response_metadata?.scopes ?? []
  // A proxy may take the header away that names them.
  if (granted.length === 0) return []
  return Object.entries(SCOPES)
    .filter(([scope]) => !granted.includes(scope))
    .map(([scope, use]) => ({
      state: scope === 'chat:write' || scope === 'commands' ? 'broken' : 'odd',
      what: `Slack: the permission ${scope} is missing (${use}). Add it under OAuth & Permissions, then reinstall the app.`,
    }))
}

async function examineAppToken(client: WebClient, token: string): Promise<Finding> {
  try {
    await client.apps.connections.open({ token })
    return { state: 'fine', what: 'Slack takes connections with SLACK_APP_TOKEN.' }
  } catch (error) {
    const remedy = 'It needs the scope connections:write; Basic Information → App-Level Tokens makes one'
    return { state: 'broken', what: `Slack, SLACK_APP_TOKEN: ${reasonOf(error)}. ${remedy}.` }
  }
}

async function examineChannels(client: WebClient, workspace: Workspace, listed: string[]): Promise<Finding[]> {
  try {
    const found = await findChannels(client, workspace, listed)
    return found.map(({ channel, problem }) =>
      channel
        ? { state: 'fine', what: `Slack: Paperboy is in #${channel.name}.` }
        : { state: 'broken', what: problem ?? 'A channel is missing.' },
    )
  } catch (error) {
    return [{ state: 'broken', what: `Slack: channels could not be listed: ${reasonOf(error)}.` }]
  }
}

function reasonOf(error: unknown): string {
  const failure = classifyFailure(error)
  return failure.kind === 'wait' ? 'Slack cannot be reached just now' : failure.reason
}
