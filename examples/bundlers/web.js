// For glue of the target web, which fetches its module when it is told to begin.

import init, { Failure, Ledger, build, bulkhead, convert, split } from "lab";
import { story } from "./story.js";

globalThis.seen = init().then(() => story({ Failure, Ledger, build, bulkhead, convert, split }));
