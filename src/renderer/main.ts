import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { openConnection, useConnection } from './api'
import App from './App.vue'
import './design/styles'

useConnection(openConnection())
createApp(App).use(createPinia()).mount('#app')
