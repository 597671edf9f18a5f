import { once } from '../../shared/once.ts'
import type { WebClient } from '../connect.ts'

/** What the bot is in one workspace. */
export type Workspace = { team: string; token: string; botUser: string; bot: string; name: string }

/** The setting that holds the token of one workspace. */
export const OWN_TOKEN = 'SLACK_BOT_TOKEN'

export const NOT_INSTALLED = 'Paperboy is not installed in this workspace'

export type Workspaces = {
  /** The workspace of a team; null when the bot is not installed there. */
  find(team: string): Promise<Workspace | null>
  /** What was known of it is not true any more. */
  forget(team: string): void
}

export type OwnWorkspace = Workspaces & {
  /** The workspace of the token in the settings. */
  me(): Promise<Workspace | null>
}

export const NO_WORKSPACE: OwnWorkspace = { me: async () => null, find: async () => null, forget() {} }

/** One workspace, by the token from the settings. It is asked who it is once, when that is first needed. */
export function singleWorkspace(client: WebClient, token: string): OwnWorkspace {
  const me = once(() => identify(client, token))
  return {
    me,
    async find(team) {
      const workspace = await me()
      return workspace.team === team ? workspace : null
    },
    forget() {},
  }
}

/** The first of several that knows a team. */
export const allWorkspaces = (all: Workspaces[]): Workspaces => ({
  async find(team) {
    for (const workspaces of all) {
      const workspace = await workspaces.find(team)
      if (workspace) return workspace
    }
    return null
  },
  forget(team) {
    for (const workspaces of all) workspaces.forget(team)
  },
})

export async function identify(client: WebClient, token: string): Promise<Workspace> {
  const {
    team_id: team = '',
    user_id: botUser = '',
    bot_id: bot = '',
    team: name = '',
  } = await client.auth.test({ token })
  return { team, token, botUser, bot, name }
}
