import eslint from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'
import { componentParser } from './scripts/lint/componentParser.mjs'

// Node's own names exist while tests run, so the compiler doesn't miss them where they won't be.
const NODE_GLOBALS = [
  'process',
  'Buffer',
  'require',
  'module',
  '__dirname',
  '__filename',
  'global',
  'setImmediate',
]

// These rules ask the plain compiler, but only vue-tsc knows a component's type, the types that come from its
// template, and what its props are by default.
const UNKNOWN_TO_THE_PLAIN_COMPILER = {
  '@typescript-eslint/no-unsafe-argument': 'off',
  '@typescript-eslint/no-unsafe-assignment': 'off',
  '@typescript-eslint/no-unsafe-call': 'off',
  '@typescript-eslint/no-unsafe-member-access': 'off',
  '@typescript-eslint/no-unsafe-return': 'off',
  '@typescript-eslint/no-useless-default-assignment': 'off',
}

export default defineConfig(
  { ignores: ['out/', 'dist/', '.venv/', '.cache/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      'max-lines': ['error', 400],
      'no-empty': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // Numbers are most of what this program prints.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `_` says that a parameter is there for its position.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // tsconfig's noPropertyAccessFromIndexSignature asks for the brackets that this rule forbids.
      '@typescript-eslint/dot-notation': 'off',
      // Passing a void result on, `() => stop()`, is a matter of taste.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // A declared index may still lie outside; the compiler's noUncheckedIndexedAccess knows better when.
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    // A declaration for a module that isn't one of ours can't import at its top.
    files: ['**/*.d.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: componentParser } },
    rules: {
      // The compiler knows every name, the browser's too.
      'no-undef': 'off',
      ...UNKNOWN_TO_THE_PLAIN_COMPILER,
      'vue/multi-word-component-names': 'off',
      // An optional prop is undefined where it isn't given, as its type says.
      'vue/require-default-prop': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-v-html': 'error',
    },
  },
  {
    // These import components.
    files: [
      'src/renderer/main.ts',
      'src/renderer/views/index.ts',
      'src/renderer/gallery/main.ts',
      'src/renderer/**/*.test.ts',
    ],
    rules: UNKNOWN_TO_THE_PLAIN_COMPILER,
  },
  {
    files: ['src/renderer/**', 'src/shared/**'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-globals': ['error', ...NODE_GLOBALS] },
  },
  {
    files: ['**/*.test.ts'],
    rules: {
      // A test that meets nothing where it expects something fails, as it should.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // Their types are checked by the compiler, from comments; what JSON.parse gives stays untyped there.
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly'])),
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  prettier,
)
