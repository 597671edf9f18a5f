import type { PaperId } from '../../src/core/paper.ts'
import type { Store } from '../../src/db/open.ts'
import { type Discussion, discussionsOf } from '../../src/meetings/discussions.ts'

export const findDiscussion = async ({ db }: Store, paper: PaperId): Promise<Discussion | undefined> =>
  (await discussionsOf(db, ['slack:T1'], [paper]))[0]
