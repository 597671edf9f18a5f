import { readInTime } from './cost.ts'
import { summaries } from './readers.ts'

readInTime(summaries)
