import { SlackRefusal } from './refusal.ts'
import type { Args } from './web-api.ts'
import { createWorkspace, type FakeWorkspace } from './workspace.ts'

type Authorization = { workspace: FakeWorkspace | null; redirectUri: string }

/** The app’s own side of Slack: people allow it in their workspace, and codes are exchanged for tokens, each once. */
export function createOAuthApp(workspaces: FakeWorkspace[]) {
  const codes = new Map<string, Authorization>()
  const renewals = new Map<string, FakeWorkspace>()
  /** Tokens that were good once, and what Slack says of them now. */
  const dead = new Map<string, string>()
  let issued = 0

  const app = {
    clientId: '1.2',
    clientSecret: 'client-secret',
    /** Seconds that tokens last; null: they do not expire. */
    lifetime: null as number | null,
    dead,
    /** Renewals that were asked for. */
    renewed: 0,
    /** A workspace where the app is not installed yet. */
    addWorkspace(team: string, given: Partial<FakeWorkspace> = {}): FakeWorkspace {
      const workspace = createWorkspace({ team, name: team, botToken: '', ...given })
      workspaces.push(workspace)
      return workspace
    },
    /**
     * Somebody allows the app on Slack’s page, in a workspace or (`null`) a whole organisation. Returns where Slack
     * sends them.
     */
    allow(page: string, workspace: FakeWorkspace | null): string {
      const { searchParams } = new URL(page)
      const asked = Object.fromEntries(searchParams)
      if (asked.client_id !== app.clientId || !asked.scope || !asked.state || !asked.redirect_uri)
        throw new Error(`Slack would refuse ${page}`)
      const code = `code-${++issued}`
      codes.set(code, { workspace, redirectUri: asked.redirect_uri })
      return `${asked.redirect_uri}?${new URLSearchParams({ code, state: asked.state })}`
    },
    uninstall(workspace: FakeWorkspace): void {
      dead.set(workspace.botToken, 'account_inactive')
      workspace.botToken = ''
    },
    /** `oauth.v2.access` */
    access(args: Args): Record<string, unknown> {
      if (args.client_id !== app.clientId || args.client_secret !== app.clientSecret)
        throw new SlackRefusal('bad_client_secret')
      if (args.grant_type === 'refresh_token') return renew(args.refresh_token ?? '')
      const consent = codes.get(args.code ?? '')
      codes.delete(args.code ?? '')
      if (!consent) throw new SlackRefusal('invalid_code')
      if (consent.redirectUri !== args.redirect_uri) throw new SlackRefusal('bad_redirect_uri')
      if (consent.workspace) return grant(consent.workspace)
      return { access_token: 'xoxb-organisation', is_enterprise_install: true, enterprise: { id: 'E1' } }
    },
  }

  function renew(token: string): Record<string, unknown> {
    const workspace = renewals.get(token)
    renewals.delete(token)
    if (!workspace) throw new SlackRefusal('invalid_refresh_token')
    app.renewed += 1
    return grant(workspace)
  }

  function grant(workspace: FakeWorkspace): Record<string, unknown> {
    workspace.botToken = `xoxb-${workspace.team}-${++issued}`
    const refresh_token = `xoxe-1-${issued}`
    if (app.lifetime !== null) renewals.set(refresh_token, workspace)
    return {
      access_token: workspace.botToken,
      token_type: 'bot',
      bot_user_id: workspace.botUser,
      is_enterprise_install: false,
      team: { id: workspace.team, name: workspace.name },
      ...(app.lifetime !== null && { refresh_token, expires_in: app.lifetime }),
    }
  }

  return app
}
