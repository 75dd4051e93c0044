// For glue of the target bundler, which brings its module along.

import { Failure, Ledger, build, bulkhead, convert, split } from "lab";
import { story } from "./story.js";

globalThis.seen = story({ Failure, Ledger, build, bulkhead, convert, split });
