import assert from "node:assert/strict";

import { reportMarkdown } from "../../cli/report-markdown";
import type { FleetReport } from "../../lifecycle/report/fleet-report";
import { hostileFleet, troubledFleet } from "../support/report-fleet";

describe("a fleet as Markdown", () => {
    it("says first what matters, then each stack in a line, then the last upgrade", () => {
        const lines = reportMarkdown(troubledFleet()).split("\n");
        assert.match(lines[2] ?? "", /^\*\*1 of 7 stacks is failing, and 3 more need a look\.\*\*/);
        assert.match(
            lines.find((line) => line.startsWith("- **")) ?? "",
            /^- \*\*dev-europe-west-\S+\*\* ❌ failing: /,
        );
        assert.equal(lines.filter((line) => /^\| [a-z]/.test(line)).length, 7);
        const row = lines.find((line) => line.startsWith("| production-ca"));
        assert.match(
            row ?? "",
            /1&#46;31.0, cohorts through 20% at 1\.31\.1 \|.*\| 61 Succeeded, 3 Progressing \| proxies 1\.31\.0 → 1\.31\.1, cohorts through 100%, now/,
        );
        assert.ok(lines.includes("| Moment | 1&#46;29.2 | 1&#46;31.0 | 1&#46;31.1 |"));
        assert.ok(lines.includes("| 2026-10-05 00:00 UTC | 100 | 500 | 2400 |"));
    });

    it("shows texts from outside as their characters, on one line", () => {
        const markdown = reportMarkdown(hostileFleet("<img src=x> | @team #1 [a](b)\n\n# head"));
        assert.doesNotMatch(markdown, /<img|@team|\[a\]|^# head/m);
        assert.match(markdown, /&#60;img src&#61;x&#62;/);
    });

    it("leaves out stacks that are fine, and says so, rather than be too long", () => {
        const fleet = troubledFleet();
        const stacks = Array.from(
            { length: 600 },
            (_, index) => fleet.stacks[index % fleet.stacks.length],
        ).flatMap((each) => each ?? []);
        const large: FleetReport = { ...fleet, stacks };
        const markdown = reportMarkdown(large);
        assert.ok(markdown.length <= 64_000, String(markdown.length));
        assert.match(
            markdown,
            /\n_\d+ stacks that are fine, and what else does not fit, are left out: the page has them\._$/,
        );
        assert.match(markdown, /^\| dev-europe/m);
    });
});
