import { type Finding, fine, odd } from '../../core/finding.ts'
import type { Setup } from '../../core/setup.ts'
import { count } from '../../digest/write/texts.ts'
import { destinationsOf } from '../settings/destinations.ts'
import type { App } from '../wiring/open-app.ts'

export function examineSettings({ config }: Pick<App, 'config'>): Finding[] {
  const { POST_AT, POST_DAYS, PAPERS_PER_DAY, SUMMARY_LANGUAGE, OPENAI_MODEL } = config
  const findings = config.warnings.map((warning) => odd(warning))
  if (config.timezoneIsGuessed) {
    const remedy = `Set TIMEZONE=Europe/Berlin or another in .env if ${POST_AT} should be somebody’s local time.`
    findings.push(odd('Times are in UTC: the system names no other time zone.', remedy))
  } else
    findings.push(
      fine(`Posts at ${POST_AT} ${config.timezone}, ${POST_DAYS}, ${count(PAPERS_PER_DAY, 'paper')} a day.`),
    )
  if (SUMMARY_LANGUAGE !== 'en' && !OPENAI_MODEL) {
    const meanwhile = 'without OPENAI_MODEL summaries are sentences of the abstract, as written.'
    findings.push(odd(`SUMMARY_LANGUAGE=${SUMMARY_LANGUAGE} needs a model; ${meanwhile}`))
  }
  return findings
}

export const examineDestinations = ({ config }: Pick<App, 'config'>, setups: Setup[]): Finding[] =>
  destinationsOf(setups).flatMap(({ name, where, sent, ends }) => {
    const hosts = [...new Set(where(config))].join(', ')
    return hosts === '' ? [] : [fine(`Sends to ${hosts} (${name}): ${sent}. Stopped by: ${ends}.`)]
  })
