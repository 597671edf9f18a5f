import { createSlackAdapter, type SlackAdapter } from '../../../adapters/slack/index.ts'
import { log } from '../../fakes/day.ts'
import { people } from '../../fakes/slack/people.ts'
import { type FakeSlack, openFakeSlack } from '../../fakes/slack/server.ts'
import { type FakeWorkspace, wordsOf } from '../../fakes/slack/workspace.ts'
import { until } from '../../wait.ts'

/** The adapter, over Socket Mode, with a fake workspace behind it. */
export async function openAdaptedSlack(given: Partial<FakeWorkspace> = {}) {
  const slack = await openFakeSlack(given)
  const { botToken, appToken } = slack.workspace
  const adapter = createSlackAdapter({ botToken, appToken, signingSecret: null, oauth: null, apiUrl: slack.url, log })
  return {
    slack,
    adapter,
    channel: 'slack:T1/C1' as const,
    ...people(slack),
    ask: asker(slack),
    close: () => close(slack, adapter),
  }
}

/** Types a command and waits for the answer. */
function asker(slack: FakeSlack) {
  const { command } = people(slack)
  return async (text: string): Promise<string> => {
    const before = slack.answers.length
    // Slack hands over what people type with these three escaped.
    await command(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
    await until(() => slack.answers.length > before)
    return wordsOf(slack.answers.at(-1) ?? { blocks: [] })
  }
}

async function close(slack: FakeSlack, adapter: SlackAdapter): Promise<void> {
  await adapter.stop()
  await slack.close()
  if (slack.blunders.length > 0) throw new Error(`Slack refused: ${slack.blunders.join('; ')}`)
}
