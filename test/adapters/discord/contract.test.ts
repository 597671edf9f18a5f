import { describe } from 'vitest'
import { adapterContract } from '../../contracts/adapter.ts'
import { directContract } from '../../contracts/direct.ts'
import { openAdapted, openDiscord, READER } from './adapted.ts'

describe('Discord', () => {
  adapterContract(openAdapted)

  directContract(async () => {
    const { fake, adapter, shown, close } = await openDiscord()
    const direct = `8${READER}`
    return {
      adapter,
      person: `discord:${READER}`,
      received: () => shown(direct),
      shown,
      shared: () => (fake.state.channels.get(direct)?.messages ?? []).flatMap(({ files }) => files),
      close,
    }
  })
})
