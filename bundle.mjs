import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { relative, dirname, join } from 'node:path';
import { execSync } from 'node:child_process';
const root='/tmp/d2/dist/';
const entries=execSync(`find ${root} -name '*worker.js' -o -name '*process.js' -o -name 'main.js' | grep -v screen.js`).toString().trim().split('\n').concat(root+'index.js');
const plugin={name:'url',setup(b){b.onLoad({filter:/\/dist\/.*\.js$/},({path})=>{const t=readFileSync(path,'utf8');return {contents:t.replaceAll('import.meta.url',`new URL("__DIST__/${relative(root,path)}", import.meta.url).href`).replace(/\/\/# sourceMappingURL.*/,''),loader:'js'}})}};
const {outputFiles,metafile}=await build({entryPoints:entries,outdir:root,outbase:root,bundle:true,splitting:true,format:'esm',platform:'node',target:'node20',packages:'external',chunkNames:'chunks/[name]-[hash]',write:false,metafile:true,plugins:[plugin],minifySyntax:true,logLevel:'warning',external:['*/screen.js']});
import { mkdirSync } from 'node:fs';
for(const f of outputFiles){mkdirSync(dirname(f.path),{recursive:true});const up=relative(dirname(f.path),root.slice(0,-1))||'.';writeFileSync(f.path,f.text.replaceAll('__DIST__',up.startsWith('.')?up:'./'+up))}
console.log(entries.length,outputFiles.length);
