import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '../design/styles'
import GalleryPage from './GalleryPage.vue'

createApp(GalleryPage).use(createPinia()).mount('#gallery')
