import type { PaperId } from '../../src/paper.ts'
import { type Discussion, discussionsOf } from '../../src/store/discussions.ts'
import type { Store } from '../../src/store/open.ts'

export const findDiscussion = async ({ db }: Store, paper: PaperId): Promise<Discussion | undefined> =>
  (await discussionsOf(db, ['slack:T1'], [paper]))[0]
