import { describe } from 'vitest'
import { adapterContract } from '../../contracts/adapter.ts'
import { directContract } from '../../contracts/direct.ts'
import { wordsOf } from '../../fakes/slack/workspace.ts'
import { openAdaptedSlack } from './adapted.ts'

describe('Slack', () => {
  adapterContract(async () => {
    const { slack, adapter, channel, ask, close } = await openAdaptedSlack()
    const { posts } = slack.workspace
    return {
      adapter,
      channel,
      unknown: 'slack:T1/C404',
      shown: () => posts.map(wordsOf),
      reactions: ({ id }) => posts.find(({ ts }) => ts === id)?.reactions.get('+1')?.size ?? 0,
      ask,
      close,
    }
  })

  directContract(async () => {
    const { slack, adapter, close } = await openAdaptedSlack()
    const { posts } = slack.workspace
    const words = (direct: boolean) => posts.filter(({ channel }) => channel.startsWith('D') === direct).map(wordsOf)
    return {
      adapter,
      person: 'slack:T1/U2',
      received: () => words(true),
      shown: () => words(false),
      shared: () => posts.flatMap(({ files }) => files.map(({ name, text }) => ({ name, text }))),
      close,
    }
  })
})
