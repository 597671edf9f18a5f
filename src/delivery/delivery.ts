/** `planned → worded → sending → sent | uncertain | held | dead` */
export type DeliveryState = 'planned' | 'worded' | 'sending' | 'sent' | 'uncertain' | 'held' | 'dead'
