// wasm-bulkhead 0.1.0, made by `cargo xtask js` from runtime/js/src. MIT OR Apache-2.0, 
import{FROM_RUST as f,PoisonError as e,lifeOf as a,redactedTo as p,traced as s}from"./core.js";function u(o,r,t,i,n,d,c){return a(o).lineage.redact?p(e,"the object is poisoned"):s(()=>new e(r,t,i,{file:n,line:d,column:c}),f)}export{u as __wbh_poisoned};
