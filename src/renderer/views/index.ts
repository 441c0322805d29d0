import type { Component } from 'vue'
import type { View } from '../stores/app'
import CompleteView from './CompleteView.vue'
import LibraryView from './LibraryView.vue'
import ModelsView from './ModelsView.vue'
import QueueView from './QueueView.vue'
import SettingsView from './SettingsView.vue'
import TrainView from './TrainView.vue'

/** What each place of the top bar shows. */
export const viewComponents: Record<View, Component> = {
  library: LibraryView,
  complete: CompleteView,
  train: TrainView,
  models: ModelsView,
  queue: QueueView,
  settings: SettingsView,
}
