// Apart from the page, which stays smooth while a card computes here.
import { offerCard } from './offering'

offerCard(navigator.gpu, (state) => self.postMessage(state))
