import assert from "node:assert/strict";

import { fleetReport } from "../../../lifecycle/report/fleet-report";
import { reportPage } from "../../../lifecycle/report/report-page";
import { bookOf, seenFailed } from "../../support/seen";
import { decideArgs, lockAt } from "../../support/stack-pins";

const HOSTILE = '<script src="//evil.example"></script><img onerror=x>"\'&';

describe("the page about a fleet", () => {
    const lock = lockAt("1.31.1");
    const args = decideArgs(lock);
    const evidence = bookOf([seenFailed(lock, { findings: [HOSTILE] })]);
    const page = reportPage(fleetReport({ stacks: [args], evidence }));

    it("asks nobody for anything, and says so to the browser", () => {
        assert.match(page, /Content-Security-Policy" content="default-src &#39;none&#39;;/);
        assert.doesNotMatch(page, /<(?:script|link|img|iframe|object)|url\(|@import|<[^>]* (?:src|href)=/i);
    });

    it("shows texts from outside as their characters", () => {
        assert.ok(page.includes("&#60;script src=&#34;//evil.example&#34;&#62;"));
    });

    it("has a language, a title, one first heading, and captions", () => {
        assert.match(page, /<html lang="en">/);
        assert.equal(page.match(/<h1>/g)?.length, 1);
        assert.equal(page.match(/<table>/g)?.length, page.match(/<caption>/g)?.length);
    });
});
