import fc from 'fast-check'
import { vi } from 'vitest'
import { setProxy } from '../src/core/network/proxy.ts'

// A test says the same every time. `FUZZ=1 npm test` looks for what nobody has thought of yet; a failure names its seed.
if (process.env.FUZZ === undefined) fc.configureGlobal({ seed: 20260331 })

// Files share their process: no clock and no proxy of an earlier one goes on in the next.
vi.useRealTimers()
await setProxy({})
