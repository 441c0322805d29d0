import { spawn } from 'node:child_process'
import { chromium } from 'playwright-core'
const server = spawn(process.execPath, ['out/main/cli.js','serve','--data-folder','/tmp/wt/settings-data'],{stdio:['ignore','pipe','inherit']})
const address = await new Promise(r=>{let p='';server.stdout.on('data',c=>{p+=c;const a=/http:\/\/\S+/.exec(p)?.[0];if(a)r(a)})})
const browser = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']})
const page = await browser.newPage({viewport:{width:1280,height:800}})
page.on('pageerror',e=>console.log('ERR',e.message)); page.on('console',m=>{if(m.type()==='error')console.log('CON',m.text())})
await page.goto(address); await page.waitForTimeout(1500)
await page.goto(new URL('/#settings',address).href); await page.waitForTimeout(1200)
const api = (m,i)=>page.evaluate(([m,i])=>fetch('/api/'+m,{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify(i)}).then(r=>r.json()),[m,i])
const n = await page.locator('nav .place').count(); console.log(n)
const places = page.locator('.settings-view nav .place')
const names=['appearance','processor','saving','training','notices','data','keyboard','privacy','report','about']
const run = async (prefix, list=names)=>{for(const name of list){await places.nth(names.indexOf(name)).click(); if(name==='processor') await page.waitForTimeout(3500); if(name==='report'){ const b=page.locator('.report button.primary'); await b.click(); await page.waitForSelector('textarea',{timeout:20000})} await page.waitForTimeout(350); await page.screenshot({path:`/tmp/wt/settings-shots/${prefix}-${name}.png`})}}
await api('settings.set',{appearance:{theme:'light',language:'en'},saving:{format:'jpeg'}}); await run('light')
await api('settings.set',{appearance:{theme:'dark',language:'de'}}); await page.setViewportSize({width:1000,height:700}); await run('dark')
await api('settings.set',{appearance:{theme:'light',language:'fr'}}); await page.setViewportSize({width:760,height:600}); await run('fr',['processor','data','saving'])
await places.nth(9).click(); await page.locator('.setting-row button').first().click(); await page.waitForTimeout(500); await page.screenshot({path:'/tmp/wt/settings-shots/licences.png'})
await browser.close(); server.kill('SIGINT')
