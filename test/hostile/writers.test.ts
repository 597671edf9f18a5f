import { readInTime } from './cost.ts'
import { settings, writers } from './readers.ts'

readInTime([...settings, ...writers])
