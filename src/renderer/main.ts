import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { openConnection, useConnection } from './api'
import App from './App.vue'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'

useConnection(openConnection())
createApp(App).use(createPinia()).mount('#app')
