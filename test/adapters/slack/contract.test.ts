import { describe } from 'vitest'
import { adapterContract } from '../../contracts/adapter.ts'
import { wordsOf } from '../../fakes/slack/workspace.ts'
import { openAdaptedSlack } from './adapted.ts'

describe('Slack', () => {
  adapterContract(async () => {
    const { slack, adapter, channel, ask, close } = await openAdaptedSlack()
    return { adapter, channel, unknown: 'slack:T1/C404', shown: () => slack.workspace.posts.map(wordsOf), ask, close }
  })
})
