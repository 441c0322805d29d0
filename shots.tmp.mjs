import { chromium } from 'playwright-core'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
const data = process.argv[2]
const server = spawn('node', ['out/main/cli.js','serve','--data-folder',data],{stdio:['ignore','pipe','inherit']})
let text=''; const url = await new Promise(r=>server.stdout.on('data',c=>{text+=c; const m=/http:\/\/\S+/.exec(text); if(m) r(m[0])}))
const browser = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox']})
const page = await browser.newPage({viewport:{width:+(process.env.W??1280),height:+(process.env.H??800)},colorScheme:process.env.THEME??'light',locale:process.env.LOCALE??'en'})
page.on('console',m=>{ if(m.type()==='error') console.log('console:',m.text())})
page.on('pageerror',e=>console.log('pageerror:',e.message))
await page.goto(url)
const pre = process.env.PRE ?? ''
const shot = n => page.screenshot({path:`/tmp/shots/${pre}${n}.png`})
const { default: steps } = await import(process.argv[3])
try { await steps(page, shot, server) } catch (e) { console.log(e.message.slice(0,600)); await shot('error') }
await browser.close(); server.kill('SIGINT'); await once(server,'exit')
