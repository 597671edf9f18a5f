import { describe } from 'vitest'
import { openPlaza } from '../examples/plaza/adapted.ts'
import { adapterSabotage } from './sabotage.ts'

describe('Plaza', () => adapterSabotage(openPlaza, 'plaza:main/bot'))
