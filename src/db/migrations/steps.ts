import type { Migration } from '../db.ts'
import { baseline } from './0001-baseline.ts'
import { links } from './0110-links.ts'
import { spoken } from './0120-spoken.ts'
import { seeding } from './0150-seeding.ts'
import { plainNames } from './0160-plain-names.ts'
import { placeKinds } from './0170-place-kinds.ts'
import { managers } from './0180-managers.ts'
import { paperFacts } from './0190-paper-facts.ts'
import { keptTexts } from './0200-kept-texts.ts'
import { invitedReaders } from './0210-invited-readers.ts'
import { emoji } from './0220-emoji.ts'
import { paperChanges } from './0230-paper-changes.ts'

export const BASELINE = '0001-baseline'

/** In order, for ever: a step that has been released is never changed, only followed by another. */
export const steps: { name: string; step: Migration }[] = [
  { name: BASELINE, step: baseline },
  { name: '0110-links', step: links },
  { name: '0120-spoken', step: spoken },
  { name: '0150-seeding', step: seeding },
  { name: '0160-plain-names', step: plainNames },
  { name: '0170-place-kinds', step: placeKinds },
  { name: '0180-managers', step: managers },
  { name: '0190-paper-facts', step: paperFacts },
  { name: '0200-kept-texts', step: keptTexts },
  { name: '0210-invited-readers', step: invitedReaders },
  { name: '0220-emoji', step: emoji },
  { name: '0230-paper-changes', step: paperChanges },
]

/** The steps of version 0.1.0. Together they made the tables of the baseline. */
export const STEPS_OF_0_1_0 = [
  '0001-papers',
  '0002-channels',
  '0003-deliveries',
  '0004-leases',
  '0005-inbox',
  '0010-search',
  '0011-summaries',
  '0020-votes',
  '0030-subscribers',
  '0031-no-inbox',
  '0040-installations',
  '0045-manager-roles',
  '0050-discussions',
  '0051-ballot',
  '0052-agenda',
  '0053-tally',
  '0055-notes',
  '0056-aliases',
  '0057-follows',
  '0058-link-replies',
  '0059-forgotten',
  '0060-vectors',
  '0065-search-facts',
  '0070-summary-reports',
  '0080-alerts',
  '0085-retention',
  '0086-feed-keys',
]
