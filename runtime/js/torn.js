// wasm-bulkhead 0.1.0, made by `cargo xtask js` from runtime/js/src. MIT OR Apache-2.0, 
import{PoisonError as e,lifeOf as c,redactedTo as p}from"./core.js";function a(o,r,i,n,t,d,f){return c(o).lineage.redact?p(e,"the object is poisoned"):new e(r,i,n,{file:t,line:d,column:f})}export{a as __wbh_poisoned};
