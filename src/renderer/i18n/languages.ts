export * from '../../shared/languages'
