import { closest, distance } from 'fastest-levenshtein'
import { attempt } from '../attempt.ts'
import { isTimezone, parsePostDays } from '../schedule.ts'

/** What somebody may have meant by a wrong value; null: nothing is near. */
export type Nearest = (wrong: string) => string | null

/** Nobody means a word or a number by a text that is longer. */
const LONGEST = 200
const LONGEST_QUOTE = 40

/** What somebody typed, quoted in one line: they have it before them. */
export function quoted(typed: string): string {
  const line = typed.slice(0, LONGEST).replaceAll(/\s+/g, ' ').toWellFormed().trim()
  return `“${line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE - 1).toWellFormed()}…` : line}”`
}

/** Ends a refusal with what was probably meant; where nothing is near, with `otherwise`. */
export function didYouMean(nearest: Nearest | null | undefined, wrong: string, otherwise = ''): string {
  const meant = wrong.length > LONGEST ? null : nearest?.(wrong)
  return meant ? `. Did you mean ${meant}?` : `${otherwise}.`
}

/** One of some words that is misspelt, cut short or drawn out. */
export const nearestOf =
  (words: readonly string[]): Nearest =>
  (wrong) => {
    const asked = wrong.toLowerCase()
    const begins = (word: string) => asked.startsWith(word) || word.startsWith(asked)
    const begun = words.find((word) => asked.length > 2 && begins(word.toLowerCase()))
    return begun ?? closestOf(words, asked, Math.max(1, Math.floor((asked.length + 1) / 3)))
  }

function closestOf(words: readonly string[], asked: string, most: number): string | null {
  const lower = words.map((word) => word.toLowerCase())
  const near = closest(asked.toLowerCase(), lower)
  if (distance(asked.toLowerCase(), near) <= most) return words[lower.indexOf(near)] ?? null
  // “hlep”: two letters that changed places are one mistake.
  return words[lower.findIndex((word) => isSwapped(asked.toLowerCase(), word))] ?? null
}

function isSwapped(asked: string, word: string): boolean {
  const at = [...word].findIndex((letter, index) => letter !== asked[index])
  const swapped = `${asked.slice(0, at)}${asked[at + 1] ?? ''}${asked[at] ?? ''}${asked.slice(at + 2)}`
  return at >= 0 && asked.length > 2 && swapped === word
}

/** `1,000`, `2k`, `3.7`, or one beyond a bound. */
export const nearestNumber =
  (least: number, most: number): Nearest =>
  (wrong) => {
    const [, digits = '', unit = ''] =
      /^(-?[\d.]+)\s*([km]?)$/i.exec(wrong.replaceAll(/(?<=\d)[,_' ](?=\d)/g, '')) ?? []
    const value = Math.round(Number(digits) * ({ k: 1e3, m: 1e6 }[unit.toLowerCase()] ?? 1))
    return digits === '' || Number.isNaN(value) ? null : String(Math.min(Math.max(value, least), most))
  }

/** `9`, `9:30`, `0930`, `9h30`, `9 pm` */
export const nearestTime: Nearest = (wrong) => {
  const [, hour, minute = '00', half = ''] = /^(\d{1,2})(?:[:.h ]?(\d\d))?\s*([ap]m)?$/i.exec(wrong) ?? []
  if (hour === undefined) return null
  const noons = half === '' ? 0 : (half.toLowerCase() === 'pm' ? 12 : 0) - (hour === '12' ? 12 : 0)
  const hours = Number(hour) + noons
  return hours < 24 && Number(minute) < 60 ? `${String(hours).padStart(2, '0')}:${minute}` : null
}

/** `Monday to Friday`, `mon;wed` */
export const nearestDays: Nearest = (wrong) => {
  if (/^(week|work)days?$/i.test(wrong)) return 'mon-fri'
  const short = wrong.toLowerCase().replaceAll(/\s*(-|–|\bto\b|\.\.)\s*/g, '-')
  const days = short.replaceAll(/[\s;,&]+(and\b)?\s*/g, ',').replaceAll(/([a-z]{3})[a-z]+/g, '$1')
  return parsePostDays(days) === null ? nearestOf(['mon-fri', 'daily'])(wrong) : days
}

/** `EN`, `de_AT`, `German` */
export const nearestLanguage: Nearest = (wrong) => {
  const tag = wrong.toLowerCase().replace('_', '-')
  if (/^[a-z]{2,3}(-[a-z0-9]+)*$/.test(tag)) return tag
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const codes = letters.flatMap((first) => letters.map((second) => first + second))
  return codes.find((code) => names.of(code)?.toLowerCase() === tag) ?? null
}

/** A city, a misspelt zone, an offset, or what Americans call a zone. */
export const nearestZone: Nearest = (wrong) => {
  const [, sign, hours = '', minutes = '00'] = /^(?:UTC|GMT)?\s*([+-])(\d\d?)(?::?(\d\d))?$/i.exec(wrong) ?? []
  const offset = `${sign}${hours.padStart(2, '0')}:${minutes}`
  if (sign !== undefined) return isTimezone(offset) ? offset : null
  const zones = Intl.supportedValuesOf('timeZone')
  const cities = zones.map(cityOf)
  const city = cityOf(capitalized(wrong))
  const near = closestOf(cities, city, Math.floor(city.length / 4))
  return zoneOfCity(wrong) ?? zoneCalled(wrong) ?? zones[near === null ? -1 : cities.indexOf(near)] ?? null
}

/** `berlin`, `New York`; null where no zone is named after it. */
export function zoneOfCity(name: string): string | null {
  const regions = new Set(Intl.supportedValuesOf('timeZone').map((zone) => zone.split('/')[0]))
  const city = cityOf(capitalized(name))
  return [...regions, 'US'].map((region) => `${region}/${city}`).find(isTimezone) ?? null
}

const capitalized = (name: string): string =>
  name.replaceAll(' ', '_').replaceAll(/(^|[_/])[a-z]/g, (letter) => letter.toUpperCase())

const cityOf = (zone: string): string => zone.split('/').at(-1) ?? ''

/** Intl also takes BST for Dhaka’s; so a short name counts where the zone’s own people use it. */
function zoneCalled(short: string): string | null {
  const { timeZone } = attempt(() => new Intl.DateTimeFormat('en', { timeZone: short }).resolvedOptions()) ?? {}
  const shown = new Date(0).toLocaleString('en', { timeZone, timeZoneName: 'short' })
  return timeZone !== undefined && shown.endsWith(short.toUpperCase()) ? timeZone : null
}
