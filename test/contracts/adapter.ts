import { it } from 'vitest'
import type { Adapted } from './adapter/adapted.ts'
import { type Check, runCheck, whyNot } from './adapter/check.ts'
import { direct } from './adapter/direct.ts'
import { forms } from './adapter/forms.ts'
import { network } from './adapter/network.ts'
import { people } from './adapter/people.ts'
import { posts } from './adapter/posts.ts'
import { reactions } from './adapter/reactions.ts'

export type { Adapted } from './adapter/adapted.ts'

/** What every chat platform must do, as far as its features go. */
export const adapterChecks: Check[] = [...posts, ...reactions, ...people, ...forms, ...network, ...direct]

/** Runs every check on an adapter of its own; one that its features rule out is shown as skipped, with the reason. */
export function adapterContract(open: () => Promise<Adapted>): void {
  for (const check of adapterChecks)
    it(check.name, async ({ skip }) => {
      const adapted = await open()
      const reason = whyNot(check, adapted.adapter)
      if (reason === null) return runCheck(check, adapted)
      await adapted.close()
      skip(reason)
    })
}
