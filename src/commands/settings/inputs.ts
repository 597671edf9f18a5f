import { choicesOf, type FieldInput } from '../../core/message.ts'
import { isTimezone } from '../../core/schedule.ts'
import { nearestNumber, zoneOfCity } from '../../core/text/nearest.ts'

/** A whole number in a form, what was meant by another one, and how it is read. */
export const numberFrom = (least: number, most: number) => ({
  input: { kind: 'number', least, most } as const,
  nearest: nearestNumber(least, most),
  read: Number,
})

/** A zone as it is stored: a city’s name will do. */
export const readZone = (text: string): string => (isTimezone(text) ? text : (zoneOfCity(text) ?? text))

/** Every zone by its region; these come first. */
export function zoneInput(first: string[]): FieldInput {
  const near = [...new Set(first)]
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => !near.includes(zone))
  const regions = Map.groupBy(others, (zone) => zone.split('/')[0] ?? zone)
  return {
    kind: 'search',
    groups: [['Yours', near] as const, ...regions].map(([label, zones]) => ({ label, choices: choicesOf(zones) })),
  }
}
