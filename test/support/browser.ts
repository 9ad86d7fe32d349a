import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

import { after } from "mocha";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The Chromium of this machine: CHROME_PATH, or the first on PATH; undefined where there is none. */
export function findChromium(): string | undefined {
    const named = process.env["CHROME_PATH"];
    if (named !== undefined && named !== "") return named;
    const folders = (process.env["PATH"] ?? "").split(delimiter);
    return folders
        .flatMap((folder) => NAMES.map((name) => join(folder, name)))
        .find((path) => {
            try {
                accessSync(path, constants.X_OK);
                return true;
            } catch {
                return false;
            }
        });
}

/** One Chromium for a suite, which ends with it. No name has an address in it. Call it in `describe`; what it returns, in `it`. */
export function browserOf(executablePath: string): () => Promise<Browser> {
    let browser: Promise<Browser> | undefined;
    after(async () => (await browser)?.close());
    return () =>
        (browser ??= chromium.launch({
            executablePath,
            // Its sandbox asks for rights that neither root nor a container has; the pages are the tests' own.
            args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"],
        }));
}
