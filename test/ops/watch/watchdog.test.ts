import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'

const start = (fault: string) => {
  const child = spawn(process.execPath, [new URL('./stuck-process.ts', import.meta.url).pathname, fault])
  return { child, ended: Promise.all([once(child, 'exit'), text(child.stderr)]) }
}

describe.concurrent('the watchdog', () => {
  it('ends a process whose event loop stands still, with 1, and says in which step', async () => {
    const [[code], said] = await start('loop').ended
    expect(code).toBe(1)
    expect(JSON.parse(said.split('\n')[0] ?? '')).toMatchObject({ level: 'fatal', step: 'plan', seconds: 3 })
  })

  it('ends it by force where it stands in something that is no JavaScript', async () => {
    const [[, signal], said] = await start('query').ended
    expect([signal, said]).toEqual(['SIGKILL', expect.stringContaining('"step":"plan"')])
  })

  it('ends a process in which no step of a tick ends any more', async () => {
    const [[code], said] = await start('asleep').ended
    expect([code, said]).toEqual([1, expect.stringContaining('and “plan” is still under way')])
  })

  it.skipIf(process.platform === 'win32')('leaves one alone that works, also when the machine slept', async () => {
    const { child, ended } = start('well')
    await once(child.stdout, 'data')
    await sleep(1_500)
    child.kill('SIGSTOP')
    await sleep(5_000)
    child.kill('SIGCONT')
    expect(await ended).toEqual([[0, null], ''])
  })
})
