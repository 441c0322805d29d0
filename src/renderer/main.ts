import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { openConnection, useConnection } from './api'
import App from './App.vue'
import { recallAppearance } from './appearance'
import './design/styles'

recallAppearance()
useConnection(openConnection())
createApp(App).use(createPinia()).mount('#app')
