import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse } from 'hono/utils/cookie'
import type { Logger } from 'pino'
import { type MayServe, NOT_SERVED } from '../../../src/core/allowed-teams.ts'
import type { Installations } from '../../../src/core/chat.ts'
import { isSameSecret } from '../../shared/network/requests.ts'
import { escapeHtml } from '../../shared/text.ts'
import type { WebClient } from '../connect.ts'
import type { Handle, Refusal } from '../connection/http.ts'
import { classifyFailure } from '../errors.ts'
import { teamId } from '../ids.ts'
import { REDIRECT_PATH, SCOPES } from '../manifest.ts'
import { type Credentials, fetchGrant, type Grant } from './workspaces.ts'

const INSTALL_PATH = '/slack/install'

/** Ties an installation to the browser that began it, so that nobody finishes one for somebody else. */
const COOKIE = 'paperboy-slack-state'
const COOKIE_SECONDS = 600

export type OAuthConfig = Credentials & {
  /** The public address, `https://papers.example.org`. */
  url: string
  installations: Installations
}

export type OAuthContext = OAuthConfig & {
  client: WebClient
  apiUrl: string | null
  mayServe: MayServe
  log: Logger
  onInstalled(team: string): Promise<void>
}

/** `installed`: where it is now; without, nothing was installed, and why. */
type Answer = { status: number; text: string; refused?: Refusal; installed?: string }

/** “Add to Slack”. Bolt’s InstallProvider sets no SameSite on its cookie, and renews tokens without a lock. */
export function createOAuth(context: OAuthContext): Record<string, Handle> {
  const { installations, clientId, url, apiUrl, log } = context
  const redirect_uri = url + REDIRECT_PATH

  async function install(_: IncomingMessage, response: ServerResponse): Promise<null> {
    const state = installations.issueState()
    const page = new URL('../oauth/v2/authorize', apiUrl ?? 'https://slack.com/api/')
    page.search = String(
      new URLSearchParams({ client_id: clientId, scope: Object.keys(SCOPES).join(','), state, redirect_uri }),
    )
    const secure = url.startsWith('https:') ? '; Secure' : ''
    // Lax, since Slack’s page is another site, and sends people back by a link.
    const path = new URL(url).pathname
    const cookie = `${COOKIE}=${state}; Path=${path}; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax${secure}`
    response.writeHead(302, { location: page.href, 'set-cookie': cookie, 'cache-control': 'no-store' }).end()
    return null
  }

  async function redirect(request: IncomingMessage, response: ServerResponse): Promise<Refusal | null> {
    const { searchParams } = new URL(request.url ?? '/', url)
    const answer = await finish(request, searchParams)
    if (answer.refused) log.warn({ why: answer.refused }, 'Slack installation refused')
    show(response, answer, url + INSTALL_PATH)
    return answer.refused ?? null
  }

  async function finish(request: IncomingMessage, returned: URLSearchParams): Promise<Answer> {
    const state = returned.get('state') ?? ''
    // Who does not bring the cookie uses nothing up.
    const known = isSameSecret(state, parse(request.headers.cookie ?? '')[COOKIE] ?? '')
      ? await installations.takeState(state)
      : 'unknown'
    if (known === 'unknown') return { status: 400, text: USED, refused: 'forged' }
    if (known === 'expired') return { status: 400, text: 'That took longer than ten minutes.', refused: 'stale' }
    const code = returned.get('code')
    if (!code) return { status: 200, text: 'Slack was not allowed to install Paperboy; nothing has changed.' }
    try {
      const granted = await fetchGrant(context.client, context, { code, redirect_uri })
      if ('organisation' in granted) return await giveBack(granted.organisation, { status: 400, text: ORGANISATION })
      if (!context.mayServe(teamId(granted.team))) {
        log.warn({ team: granted.team }, 'ALLOWED_TEAMS does not name this workspace: its token is given back')
        return await giveBack(granted.token, { status: 403, text: NOT_SERVED })
      }
      return await keep(granted)
    } catch (err) {
      log.warn({ err: reasonOf(err) }, 'Slack installation failed')
      return { status: 502, text: `Slack did not finish it: ${reasonOf(err)}.` }
    }
  }

  async function keep(grant: Grant): Promise<Answer> {
    await installations.save(teamId(grant.team), JSON.stringify(grant))
    await context.onInstalled(grant.team)
    log.info({ team: grant.team }, 'installed in a Slack workspace')
    const text = 'Type /papers subscribe in the channel that shall get the papers, or /papers help.'
    return { status: 200, text, installed: grant.name }
  }

  async function giveBack(token: string, answer: Answer): Promise<Answer> {
    await context.client.auth.revoke({ token })
    return answer
  }

  return { [INSTALL_PATH]: install, [REDIRECT_PATH]: redirect }
}

/** The token of a whole organisation is good for every workspace, which is more than was asked for. */
const ORGANISATION =
  'Paperboy is installed in one workspace, not in a whole organisation: choose a workspace on Slack’s page.'

const USED = 'This link was used before, or began in another browser.'

function reasonOf(error: unknown): string {
  const failure = classifyFailure(error)
  return failure.kind === 'wait' ? 'it cannot be reached just now' : failure.reason
}

function show(response: ServerResponse, { status, text, installed }: Answer, installUrl: string): void {
  const title = installed === undefined ? 'Paperboy was not installed.' : `Paperboy is in ${installed}.`
  const link = installed === undefined ? ` <a href="${escapeHtml(installUrl)}">Try again</a>` : ''
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Paperboy</title>`
  const style = '<style>body{font:1.1rem/1.5 system-ui;margin:15vh auto;max-width:34rem;padding:0 1rem}</style>'
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .end(
      `<!doctype html><html lang="en">${head}${style}<h1>${escapeHtml(title)}</h1>` +
        `<p>${escapeHtml(text)}${link}</p></html>\n`,
    )
}
