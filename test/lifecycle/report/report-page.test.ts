import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import axe from "axe-core";
import type { Page } from "playwright-core";

import { fleetReport } from "../../../lifecycle/report/fleet-report";
import { reportPage } from "../../../lifecycle/report/report-page";
import { browserOf, findChromium } from "../../support/browser";
import { HOSTILE, hostileFleet, troubledFleet } from "../../support/report-fleet";
import { bookOf } from "../../support/seen";
import { decideArgs, lockAt } from "../../support/stack-pins";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the page about a fleet", () => {
    let page = "";

    before(async () => {
        page = await reportPage(hostileFleet());
    });

    it("asks nobody for anything, and says so to the browser", () => {
        assert.match(page, /Content-Security-Policy" content="default-src &#39;none&#39;;/);
        assert.doesNotMatch(page, /<(?:script|link|img|iframe|object)|url\(|@import|<[^>]* src=/i);
        assert.deepEqual(
            [...page.matchAll(/ href="([^#][^"]*)"/g)].map(([, to]) => to),
            [],
        );
    });

    it("shows texts from outside as their characters", () => {
        assert.ok(!page.includes(HOSTILE));
        assert.ok(page.includes("&#60;script src=&#34;//evil.example&#34;&#62;"));
    });

    it("has a language, a title, one first heading, and a caption for each table", () => {
        assert.match(page, /<html lang="en">/);
        assert.equal(page.match(/<h1>/g)?.length, 1);
        assert.equal(page.match(/<table /g)?.length, page.match(/<caption>/g)?.length);
    });

    it("has no part about an upgrade where no stack has ever moved", async () => {
        const { text } = {
            text: await reportPage(
                fleetReport({ stacks: [decideArgs(lockAt("1.31.1"))], evidence: bookOf([]) }),
            ),
        };
        assert.doesNotMatch(text, /#upgrade|<svg/);
        assert.match(await reportPage(troubledFleet()), /href="#upgrade"[^]*<svg/);
    });
});

const CHROMIUM = findChromium();

/** Widths in CSS pixels: a phone, a tablet, a desk. */
const WIDTHS = [360, 768, 1440];

const what = CHROMIUM === undefined ? "skipped: no Chromium by CHROME_PATH or on PATH" : CHROMIUM;
(CHROMIUM === undefined ? describe.skip : describe)(
    `the page about a fleet in a browser (${what})`,
    function () {
        this.timeout(60_000);
        const folder = temporaryFolder();
        const browser = browserOf(CHROMIUM ?? "");
        const file = join(folder, "page.html");
        const url = pathToFileURL(file).href;

        before(async () => {
            writeFileSync(file, await reportPage(troubledFleet()));
        });

        async function withPage(
            options: { readonly width: number; readonly colorScheme?: "light" | "dark" },
            use: (page: Page, asked: readonly string[]) => Promise<void>,
            address = url,
        ): Promise<void> {
            const { width, colorScheme = "light" } = options;
            const page = await (await browser()).newPage({ viewport: { width, height: 900 }, colorScheme });
            const asked: string[] = [];
            page.on("request", (request) => asked.push(request.url()));
            page.on("console", (message) => asked.push(message.text()));
            try {
                await page.goto(address);
                await use(page, asked);
            } finally {
                await page.close();
            }
        }

        for (const width of WIDTHS) {
            for (const colorScheme of ["light", "dark"] as const) {
                it(`is accessible, ${width} pixels wide and ${colorScheme}, and asks nobody`, () =>
                    withPage({ width, colorScheme }, async (page, asked) => {
                        // Closed parts are not looked at.
                        await page.evaluate(
                            `document.querySelectorAll("details").forEach((each) => (each.open = true))`,
                        );
                        await page.evaluate(axe.source);
                        const found = await page.evaluate(`axe.run(document)`);
                        const { violations, passes } = found as axe.AxeResults;
                        assert.deepEqual(
                            violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
                            [],
                        );
                        assert.ok(passes.some(({ id }) => id === "color-contrast"));
                        assert.deepEqual(asked, [url]);
                    }));
            }

            it(`is never wider than ${width} pixels, also with texts without a space`, async () => {
                const long = join(folder, "long.html");
                writeFileSync(long, await reportPage(hostileFleet("w".repeat(400))));
                await withPage(
                    { width },
                    async (page) => {
                        await page.evaluate(
                            `document.querySelectorAll("details").forEach((each) => (each.open = true))`,
                        );
                        assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width);
                    },
                    pathToFileURL(long).href,
                );
            });
        }

        it("shows one plot at every width, with the figures as a table", async () => {
            for (const width of WIDTHS)
                await withPage({ width }, async (page) => {
                    const shown = `[...document.querySelectorAll("svg")].filter((each) => each.getClientRects().length > 0).length`;
                    assert.equal(await page.evaluate(shown), 1);
                    await page.getByText("The same as a table").click();
                    assert.equal(
                        await page.getByRole("table", { name: "Pods by version over time" }).isVisible(),
                        true,
                    );
                });
        });

        it("is a table to a screen reader on a phone too", () =>
            withPage({ width: 360 }, async (page) => {
                const stacks = page.getByRole("table", { name: "Stacks by wave" });
                const row = stacks
                    .getByRole("row")
                    .filter({ has: page.getByRole("rowheader", { name: "production-eu" }) });
                assert.equal(await row.getByRole("cell").count(), 6);
            }));

        it("is used by keyboard: past the head at once, and every part opens", () =>
            withPage({ width: 768 }, async (page) => {
                await page.keyboard.press("Tab");
                const focused = `(() => { const { top, width } = document.activeElement.getBoundingClientRect();
                return [document.activeElement.textContent, top >= 0 && width > 0]; })()`;
                assert.deepEqual(await page.evaluate(focused), ["Skip to the report", true]);
                const card = page.locator("details.stack", { hasText: "staging" }).first();
                await card.locator("summary").first().focus();
                await page.keyboard.press("Enter");
                assert.equal(await card.getAttribute("open"), "");
                const outline = `getComputedStyle(document.activeElement).outlineStyle`;
                assert.equal(await page.evaluate(outline), "solid");
            }));

        it("runs nothing of what a text from outside holds", async () => {
            const hostile = join(folder, "hostile.html");
            writeFileSync(hostile, await reportPage(hostileFleet()));
            const address = pathToFileURL(hostile).href;
            await withPage(
                { width: 768 },
                async (page, asked) => {
                    assert.equal(await page.locator("script, img").count(), 0);
                    assert.deepEqual(asked, [address]);
                },
                address,
            );
        });
    },
);
