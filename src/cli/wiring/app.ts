import type { WriteContext } from '../../digest/write/write-planned.ts'
import type { BaseContext } from './open-base.ts'
import type { LinkContext } from './open-links.ts'
import type { PlatformContext } from './open-platforms.ts'
import type { ReadingContext } from './open-reading.ts'
import type { SourceContext } from './open-sources.ts'

/** The wired parts; a verb of the command line picks those that it works with. */
export type App = BaseContext &
  SourceContext &
  ReadingContext &
  PlatformContext &
  LinkContext & {
    /** What letters say of a team to readers whom it let in. */
    teamNews: NonNullable<WriteContext['teamNews']>
    alertChannel: string | null
    /** Called after each healthy day. */
    heartbeatUrl: string | null
    /** Where people reach what is answered on PORT; null: nowhere. */
    webAddress: string | null
    close(): Promise<void>
  }
