import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { useConnection } from '../api'
import { FakeConnection } from '../api/fakeBridge'
import '../design/styles'
import GalleryPage from './GalleryPage.vue'

// The frame's parts ask of the connection whether it holds.
const connection = new FakeConnection()
useConnection(connection)
const toggleConnection = (): void => void (connection.online.value = !connection.online.value)
createApp(GalleryPage, { toggleConnection }).use(createPinia()).mount('#gallery')
