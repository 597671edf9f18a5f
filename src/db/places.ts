import { type ChannelId, idOf, type PersonId, type Place } from '../core/chat.ts'

export type PlaceColumns = { place: string; place_kind: 'channel' | 'person' }

/** A place as rows hold it: what kind it is stands beside its id, which says that on no platform. */
export const placeColumns = (place: Place): PlaceColumns => ({
  place: idOf(place),
  place_kind: 'channel' in place ? 'channel' : 'person',
})

export const placeOf = ({ place, place_kind }: PlaceColumns): Place =>
  place_kind === 'channel' ? { channel: place as ChannelId } : { person: place as PersonId }
