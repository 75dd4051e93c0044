/* @ts-self-types="./x.d.ts" */
import { __wbh_glue, __wbh_call, __wbh_text } from './snippets/wasm-bulkhead-17/js/core.js';
const __bh = __wbh_glue(__wbg_call_abort_hook);

/**
 * As wasm-bindgen writes a class.
 */
export class Ledger {
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        return ptr;
    }
    free() { if (this.__wbg_inst !== undefined && this.__wbg_inst !== __wbg_instance_id) return;
        const ptr = this.__destroy_into_raw();
        __wbg_call_guard();
        try {
            wasm.__wbg_ledger_free(ptr, 0);
        } catch(e) {
            __wbg_handle_catch(e);
        }

    }
    /**
     * @returns {number}
     */
    total() {
        if (this.__wbg_inst !== undefined && this.__wbg_inst !== __wbg_instance_id) {
            throw __bh.__wbh_stale_object();
        }
        let ret;
        __wbg_reinit_scheduled && __wbg_reset_state();
        ret = __wbh_0(this.__wbg_ptr);
        return ret;
    }
}

/**
 * @param {number} a
 * @param {number} b
 * @returns {number}
 */
export function divide(a, b) {
    let ret;
    __wbg_reinit_scheduled && __wbg_reset_state();
    ret = __wbh_1(a, b);
    return ret;
}

function __wbg_reset_state () {
    __wbg_instance_id++;
    __wbg_called_abort = false;
    __wbg_reinit_scheduled = false;
    wasmInstance = new WebAssembly.Instance(wasmModule, __wbg_get_imports());
    wasm = __bh.adopt(wasmInstance.exports, __wbindgen_wrapped_jstag);
    wasm.__wbindgen_start();
}

function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_visit_1: function(arg0) {
            const ret = visit(arg0);
            return ret;
        },
        __wbindgen_generic_1: function(arg0, arg1) {
            const ret = makeMutClosure(arg0, arg1, bindgen_1___convert__closures_____invoke___JsValue__core_1___result__Result_____bindgen_1___JsError___true_);
            return ret;
        },
        __wbg_call_2: function(arg0, arg1) {
            const ret = __wbh_call(arg0 >>> 0, __wbh_text(arg1));
            return ret;
        },
        __wbg_static_accessor_CALL_GUARD_3: __bh.callGuard = function() {
            const ret = __wbg_call_guard;
            return ret;
        },
    };
    return {
        __proto__: null,
        "./x_bg.js": import0,
    };
}

const __wbindgen_wrapped_jstag = new WebAssembly.Tag({ parameters: ['externref'] });

let __wbg_terminated_addr;
let __wbg_called_abort = false;
function __wbg_call_abort_hook() {
    __wbg_called_abort = true;
    try {
        const idx = new Int32Array(wasm.memory.buffer)[wasm.__abort_handler.value / 4];
        if (idx) wasm.__wbindgen_export.get(idx)();
    } catch(_) {}
}

function __wbg_handle_catch(e) {
    if (e instanceof WebAssembly.Exception && e.is(__wbindgen_wrapped_jstag)) {
        throw e.getArg(__wbindgen_wrapped_jstag, 0);
    }
    new Int32Array(wasm.memory.buffer)[__wbg_terminated_addr] = 1;
    __wbg_call_abort_hook();
    throw e;
}

function __wbg_call_guard() {
    __wbg_terminated_addr ??= wasm.__instance_terminated.value / 4;
    const flag = new Int32Array(wasm.memory.buffer)[__wbg_terminated_addr];
    if (flag) {
        if (!__wbg_called_abort) {
            __wbg_call_abort_hook();
        }
        throw new Error('Module terminated');

    } else if (__wbg_reinit_scheduled) {
        __wbg_reset_state();
    }
}

function makeMutClosure(arg0, arg1, f) {
    const state = { a: arg0, b: arg1, cnt: 1, instance: __wbg_instance_id };
    const real = (...args) => {

        if (state.instance !== __wbg_instance_id) {
            return __bh.__wbh_stale_closure(f);
        }

        return f(state.a, state.b, ...args);
    };
    real._wbg_cb_unref = () => wasm.__wbindgen_destroy_closure(state.a, state.b);
    return real;
}

function bindgen_1___convert__closures_____invoke___JsValue__core_1___result__Result_____bindgen_1___JsError___true_(arg0, arg1, arg2) {
    let ret;
    __wbg_reinit_scheduled && __wbg_reset_state();
    ret = __wbh_2(arg0, arg1, arg2);
    if (ret[1]) {
        throw takeFromExternrefTable0(ret[0]);
    }
}

let __wbg_instance_id = 0;
let __wbg_reinit_scheduled = false;

let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
    wasmInstance = instance;
    wasm = __bh.adopt(instance.exports, __wbindgen_wrapped_jstag);
    wasmModule = module;
    wasm.__wbindgen_start();
    return wasm;
}

export function initSync(module) {
    return __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()), module);
}

__bh.silence(bindgen_1___convert__closures_____invoke___JsValue__core_1___result__Result_____bindgen_1___JsError___true_);
function __wbh_0(a0) {
    const { gate } = __bh, { exports } = gate;
    if (gate.shut || exports === null) { __wbg_call_guard(); try { return wasm.ledger_total(a0); } catch (e) { __wbg_handle_catch(e); } }
    const depth = gate.life.room(0, 0, 0, 0, 0, 0, 0, 0);
    gate.depth = depth + 1;
    let ret;
    try { ret = exports.ledger_total(a0); } catch (e) {
        gate.shut = true;
        gate.depth = depth;
        gate.life.wake();
        return gate.__wbh_failed("ledger_total", depth, e);
    }
    gate.depth = depth;
    return gate.shut ? gate.__wbh_left("ledger_total") : ret;
}
function __wbh_1(a0, a1) {
    const { gate } = __bh, { exports } = gate;
    if (gate.shut || exports === null) { __wbg_call_guard(); try { return wasm.divide(a0, a1); } catch (e) { __wbg_handle_catch(e); } }
    const depth = gate.life.room(0, 0, 0, 0, 0, 0, 0, 0);
    gate.depth = depth + 1;
    let ret;
    try { ret = exports.divide(a0, a1); } catch (e) {
        gate.shut = true;
        gate.depth = depth;
        gate.life.wake();
        return gate.__wbh_failed("divide", depth, e);
    }
    gate.depth = depth;
    return gate.shut ? gate.__wbh_left("divide") : ret;
}
function __wbh_2(a0, a1, a2) {
    const { gate } = __bh, { exports } = gate;
    if (gate.shut || exports === null) { __wbg_call_guard(); try { return wasm.bindgen_1___convert__closures_____invoke___JsValue__core_1___result__Result_____bindgen_1___JsError___true_(a0, a1, a2); } catch (e) { __wbg_handle_catch(e); } }
    const depth = gate.life.room(0, 0, 0, 0, 0, 0, 0, 0);
    gate.depth = depth + 1;
    let ret;
    try { ret = exports.bindgen_1___convert__closures_____invoke___JsValue__core_1___result__Result_____bindgen_1___JsError___true_(a0, a1, a2); } catch (e) {
        gate.shut = true;
        gate.depth = depth;
        gate.life.wake();
        return gate.__wbh_failed("bindgen_1___convert__closures_____invoke___JsValue__core_1___result__Result_____bindgen_1___JsError___true_", depth, e);
    }
    gate.depth = depth;
    return gate.shut ? gate.__wbh_left("bindgen_1___convert__closures_____invoke___JsValue__core_1___result__Result_____bindgen_1___JsError___true_") : ret;
}