import { createServer } from 'node:http'
import { createSlackAdapter } from '../../../adapters/slack/index.ts'
import { slack as slackSetup } from '../../../adapters/slack/setup.ts'
import type { PersonId, PostRef } from '../../../src/core/chat.ts'
import type { ListeningAdapter } from '../../../src/core/setup.ts'
import type { Adapted } from '../../contracts/adapter.ts'
import { log } from '../../fakes/day.ts'
import { keptTexts } from '../../fakes/kept.ts'
import { listen } from '../../fakes/listen.ts'
import { people } from '../../fakes/slack/people.ts'
import { deliver, signed } from '../../fakes/slack/requests.ts'
import { type FakeSlack, openFakeSlack } from '../../fakes/slack/server.ts'
import { type Block, type FakePost, type FakeWorkspace, wordsOf } from '../../fakes/slack/workspace.ts'
import { until } from '../../wait.ts'

type People = ReturnType<typeof people>
type Send = FakeSlack['sockets']['send']

/** The adapter, over Socket Mode, with a fake workspace behind it. */
export async function openAdaptedSlack(given: Partial<FakeWorkspace> = {}, { slowMs = 20_000 } = {}) {
  const slack = await openFakeSlack(given)
  const { botToken, appToken } = slack.workspace
  const config = {
    botToken,
    appToken,
    signingSecret: null,
    oauth: null,
    apiUrl: slack.url,
    slowMs,
    kept: keptTexts(),
    log,
  }
  const adapter = createSlackAdapter(config)
  return {
    slack,
    adapter,
    channel: 'slack:T1/C1' as const,
    ...people(slack),
    ask: asker(slack),
    close: () => close(slack, adapter),
  }
}

/** For the contract that all adapters keep. */
export async function openForContract(): Promise<Adapted> {
  const { slack, adapter, close } = await openAdaptedSlack()
  const cut = async () => slack.sockets.cut()
  return adaptedOf(slack, adapter, people(slack), close, {
    connection: { cut, isOpen: () => slack.sockets.open() > 0 },
  })
}

/** The same over HTTP: a workspace whose requests are signed. */
export async function openOverHttp(): Promise<Adapted> {
  const slack = await openFakeSlack()
  const { botToken } = slack.workspace
  const signingSecret = 'a-signing-secret'
  const adapter = createSlackAdapter({
    botToken,
    appToken: null,
    signingSecret,
    oauth: null,
    apiUrl: slack.url,
    kept: keptTexts(),
    log,
  })
  const server = await listen(
    createServer((request, response) => void adapter.routes['/slack/events']?.(request, response)),
  )
  const requestWith = (secret: string) => (type: string, payload: object) =>
    deliver(`${server.url}/slack/events`, signed(type, payload, secret))
  const send: Send = async (type, payload) => (await requestWith(signingSecret)(type, payload)).answer
  const closeBoth = async () => {
    await server.close()
    await close(slack, adapter)
  }
  return adaptedOf(slack, adapter, people(slack, send), closeBoth, { requests: { forge: forger(slack, requestWith) } })
}

function adaptedOf(
  slack: FakeSlack,
  adapter: ListeningAdapter,
  { react, press, pressInAnswer, submit, ...typing }: People,
  close: () => Promise<void>,
  more: Adapted['handles'],
): Adapted {
  const { posts, botUser } = slack.workspace
  const postOf = ({ id }: PostRef): FakePost => {
    const post = posts.find(({ ts }) => ts === id)
    if (!post) throw new Error(`There is no post ${id}.`)
    return post
  }
  const wordsIn = (isDirect: boolean) =>
    posts.filter(({ channel }) => channel.startsWith('D') === isDirect).map(wordsOf)
  return {
    adapter,
    channel: 'slack:T1/C1',
    shown: () => wordsIn(false),
    rung: () => posts.flatMap(({ blocks }) => rungBy(blocks)),
    handles: {
      channels: { unknown: 'slack:T1/C404' },
      commands: {
        ask: asker(slack, typing),
        isPublic: () => slack.answers.at(-1)?.response_type === 'in_channel',
      },
      threads: { replies: ({ id }) => posts.filter(({ threadTs }) => threadTs === id).map(wordsOf) },
      reactions: {
        own: (post) => postOf(post).reactions.get('+1')?.size ?? 0,
        async react(post, emoji, change, who) {
          const user = who === 'bot' ? botUser : 'U2'
          await react(postOf(post), NAMES[emoji] ?? '', { user, remove: change === 'removed' })
        },
      },
      buttons: {
        press(post, label) {
          const { action_id, value } = buttonIn(postOf(post).blocks, label)
          return answered(slack, () => press(postOf(post), action_id, { value }))
        },
        pressInAnswer(label) {
          const { blocks = [] } = slack.answers.at(-1) ?? {}
          return answered(slack, () => pressInAnswer(blocks, buttonIn(blocks, label).action_id))
        },
      },
      forms: {
        async submit(values) {
          const [view] = slack.workspace.views.slice(-1)
          if (!view) throw new Error('There is no dialog.')
          const { view: next, errors = {} } = (await submit(view, values)) as Submitted
          return [...(next ? [wordsOf(next)] : []), ...Object.values(errors)].join('\n')
        },
      },
      rights: { admin: 'slack:T1/U1', member: 'slack:T1/U2', guest: 'slack:T1/UGUEST', outsider: 'slack:T1/UNOBODY' },
      network: {
        failNext: (how) =>
          slack.failNext(
            'chat.postMessage',
            how === 'busy' ? { kind: 'limited', retryAfter: '3' } : { kind: 'status', status: 500, done: true },
          ),
        goDown() {
          for (const method of ['users.info', 'reactions.get'])
            slack.failNext(method, { kind: 'status', status: 503, done: false })
        },
        refuseToken() {
          const before = slack.calls.length
          slack.workspace.botToken = 'xoxb-another'
          return () => slack.calls.length - before
        },
      },
      direct: { person: 'slack:T1/U2', received: () => wordsIn(true), isDirect: slackSetup.traits.isDirect },
      files: { shared: () => posts.flatMap(({ files }) => files.map(({ name, text }) => ({ name, text }))) },
      ...more,
    },
    close,
  }
}

const NAMES: Record<string, string> = { '👍': '+1', '🔖': 'bookmark', '🙋': 'raising_hand' }

/** What Slack shows after a dialog was submitted. */
type Submitted = { view?: { blocks: Block[] }; errors?: Record<string, string> }

type Element = { action_id: string; value?: string; text?: { text: string } }

function buttonIn(blocks: Block[], label: string): Element {
  const found = blocks.flatMap(({ elements = [] }) => elements as Element[]).find(({ text }) => text?.text === label)
  if (!found) throw new Error(`There is no button “${label}”.`)
  return found
}

/** Whom Slack notifies of a post: those named in rich text, and in texts of its old markup. */
function rungBy(blocks: Block[]) {
  const rung: (PersonId | 'everybody')[] = []
  JSON.stringify(blocks, (key, value) => {
    if (key === 'user_id') rung.push(`slack:T1/${value}`)
    if (value?.type === 'broadcast') rung.push('everybody')
    if (value?.type === 'mrkdwn')
      for (const [, sign, user] of value.text.matchAll(/<([@!])([^>|]+)/g))
        rung.push(sign === '@' ? `slack:T1/${user}` : 'everybody')
    return value
  })
  return rung
}

/** Types a command and waits for the answer. */
function asker(slack: FakeSlack, { command }: Pick<People, 'command'> = people(slack)) {
  // Slack hands over what people type with these three escaped.
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return (text: string) => answered(slack, () => command(escaped(text)))
}

/** Does something, and waits for what is seen then. */
async function answered(slack: FakeSlack, work: () => Promise<unknown>): Promise<string> {
  const { views } = slack.workspace
  const [before, opened] = [slack.answers.length, views.length]
  await work()
  await until(() => slack.answers.length > before || views.length > opened)
  return wordsOf((views.length > opened ? views : slack.answers).at(-1) ?? { blocks: [] })
}

/** Sends what Slack would, with a secret that is guessed; resolves with the status. */
function forger(
  slack: FakeSlack,
  requestWith: (secret: string) => (type: string, payload: object) => Promise<{ status: number }>,
) {
  let status = 0
  const forging = people(slack, async (type, payload) => {
    status = (await requestWith('guessed')(type, payload)).status
    return null
  })
  const blocks = [{ type: 'actions', elements: [{ action_id: 'save', value: '' }] }]
  const view = { id: 'V1', type: 'modal', callback_id: 'settings', user: 'U1', blocks: [] }
  return async (what: 'command' | 'button' | 'form'): Promise<number> => {
    if (what === 'command') await forging.command('agents')
    else if (what === 'button') await forging.pressInAnswer(blocks, 'save')
    else await forging.submit(view, {})
    return status
  }
}

async function close(slack: FakeSlack, adapter: ListeningAdapter): Promise<void> {
  await adapter.stop()
  await slack.close()
  if (slack.invalidCalls.length > 0) throw new Error(`Slack refused: ${slack.invalidCalls.join('; ')}`)
}
