import type { Logger } from 'pino'
import type { Installations } from '../../../src/core/chat.ts'
import { createRecent } from '../../../src/core/recent.ts'
import type { WebClient } from '../connect.ts'
import { teamId } from '../ids.ts'
import { type Credentials, type Grant, parseGrant, renewGrant } from './grant.ts'
import type { Workspace, Workspaces } from './workspaces.ts'

/** Slack’s tokens that expire do so after twelve hours; a new one is fetched when so much is left. */
const RENEWED_BEFORE_MS = 2 * 3_600_000
/** Another process may have replaced or removed a grant. */
const REMEMBERED_MS = 60_000
const REMEMBERED = 2_000

export type Installed = {
  client: WebClient
  oauth: Credentials & { installations: Installations }
  log: Logger
}

/** The workspaces that installed the app themselves. */
export function installedWorkspaces({ client, oauth, log }: Installed): Workspaces {
  const { installations } = oauth
  const known = createRecent<Promise<Workspace | null>>(REMEMBERED, REMEMBERED_MS)

  async function read(team: string): Promise<Workspace | null> {
    const text = await installations.find(teamId(team))
    const grant = text === null ? null : parseGrant(text)
    return grant && isExpiring(grant) ? renew(grant) : grant
  }

  /** Stored before it is used; while the old token works, a failure costs nothing. */
  async function renew(grant: Grant): Promise<Workspace | null> {
    try {
      const text = await installations.renew(teamId(grant.team), async (kept) => {
        const current = parseGrant(kept)
        return isExpiring(current) ? JSON.stringify(await renewGrant(client, oauth, current)) : kept
      })
      return text === null ? null : parseGrant(text)
    } catch (err) {
      log.warn({ err, team: grant.team }, 'Slack token not renewed')
      return grant
    }
  }

  return {
    find(team) {
      const remembered = known.get(team)
      if (remembered) return remembered
      const workspace = read(team)
      known.set(team, workspace)
      // One that was not there may be installed by now, and another process have heard of it.
      const drop = () => void (known.get(team) === workspace && known.forget(team))
      workspace.then((found) => found ?? drop(), drop)
      return workspace
    },
    forget: known.forget,
  }
}

const isExpiring = ({ renewal }: Grant): boolean =>
  renewal !== null && renewal.expiresAt < Date.now() + RENEWED_BEFORE_MS
