// Opens what was built in a browser, and gives what the application saw and what the console said.

import { serve } from "../../xtask/web/serve.mjs";

export async function visit(browser, directory, headers = {}) {
  const { origin, close } = await serve({ "/": directory }, { headers });
  try {
    const page = await browser.newPage();
    const complaints = [];
    page.on("console", (message) => ["error", "warn"].includes(message.type()) && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(origin);
    const isThere = page.waitForFunction("globalThis.seen !== undefined", { timeout: 20_000 });
    await isThere.catch(() => {
      throw new Error(`the application did not begin: ${complaints.join("; ")}`);
    });
    const seen = await page.evaluate(() => globalThis.seen);
    await page.close();
    return { seen, complaints };
  } finally {
    await close();
  }
}
