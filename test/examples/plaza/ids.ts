import { createIds } from '../../../adapters/shared/ids.ts'

/** A Plaza server is one team. */
export const { channelId, personId, localOf } = createIds('plaza:main')
