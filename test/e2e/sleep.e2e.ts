import assert from "node:assert/strict";

import { ExitStatus } from "../../lifecycle/kit/errors";
import type { NightFigures } from "../../tools/sleep/summary";
import { ROOT } from "../support/mesh";
import { PATIENCE } from "../support/patience";
import { runProgram } from "../support/run-program";
import { temporaryFolder } from "../support/temporary-folder";

describe("a patch by cohorts while everybody sleeps", function () {
    this.timeout(PATIENCE * 3);
    const folder = temporaryFolder();
    const end = new AbortController();
    after(() => end.abort());

    it("is promoted to the last of 30 canaries, and goes back by itself where it is bad for three", async function () {
        const options = [
            "--workloads",
            "30",
            "--acts",
            "good,bad",
            "--max-analyses",
            "12",
            "--json",
            "--out",
            folder,
        ];
        const words = ["--import", "tsx", "tools/sleep/main.ts", ...options];
        const { status, printed, noted } = await runProgram(process.execPath, words, {
            cwd: ROOT,
            signal: end.signal,
        });
        if (status === ExitStatus.noCandidate) {
            process.stderr.write(`    skipped: ${noted}\n`);
            this.skip();
        }
        assert.equal(status, ExitStatus.ok, noted);
        const [good, bad] = JSON.parse(printed) as readonly NightFigures[];
        assert.ok(good && bad);
        assert.deepEqual([good.upgraded, good.end, bad.upgraded, bad.end], [30, "done", 0, "held"]);
        for (const night of [good, bad]) {
            assert.deepEqual([night.brokenRules, night.humanActions], [0, 0]);
            assert.ok(night.mostAnalyses > 1 && night.mostAnalyses <= 12, `${night.mostAnalyses} at once`);
            assert.ok(night.samples > night.seconds / 3, `${night.samples} samples are too few`);
        }
        assert.equal(bad.mostFailed > 0, true);
    });
});
