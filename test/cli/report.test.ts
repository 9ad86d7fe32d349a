import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ExitStatus } from "../../lifecycle/kit/errors";
import type { FleetReport } from "../../lifecycle/report/fleet-report";
import { findLock } from "../../adapters/files/update-store";
import { git } from "../diff/repository";
import { keepSeen, seenWhole } from "../support/seen";
import { LockHistory } from "../support/lock-history";
import { projects } from "../support/project";
import { temporaryFolder } from "../support/temporary-folder";

const AT = ["--at", "2026-10-05"];

describe("windlass report", () => {
    const fresh = projects();
    const elsewhere = temporaryFolder();

    it("writes a page into the project, or where somebody says, and nothing else", async () => {
        const project = fresh();
        const { status, printed } = await project.run("report", ...AT);
        assert.equal(status, ExitStatus.ok);
        assert.equal(printed, "windlass-report.html is written.");
        const page = project.read("windlass-report.html");
        assert.match(page, /^<!doctype html>/);
        for (const stack of ["dev", "staging", "production"]) assert.ok(page.includes(`id="stack-${stack}"`));

        const file = join(elsewhere, "deep", "page.html");
        await project.run("report", ...AT, "--output", file);
        assert.equal(readFileSync(file, "utf8"), page);
        assert.ok(!existsSync(join(project.root, file)));
    });

    it("prints Markdown, or writes it where somebody says", async () => {
        const project = fresh();
        const { printed } = await project.run("report", ...AT, "--format", "markdown");
        assert.match(printed, /^## The fleet\n/);
        assert.ok(!existsSync(join(project.root, "windlass-report.html")));
        const file = join(elsewhere, "summary.md");
        await project.run("report", ...AT, "--format", "markdown", "--output", file);
        assert.equal(readFileSync(file, "utf8"), printed);
    });

    it("prints what both are made of, of the stacks that were asked for", async () => {
        const { printed } = await fresh().run("report", ...AT, "--json", "--stack", "staging");
        const { at, stacks } = JSON.parse(printed) as FleetReport;
        assert.equal(at, "2026-10-05T00:00:00Z");
        assert.deepEqual(
            stacks.map(({ stack, seen }) => [stack, seen]),
            [["staging", null]],
        );
    });

    it("shows what was seen, also of a stack that does not decide by it", async () => {
        const project = fresh();
        new LockHistory(project);
        const lock = findLock(project.root, "dev").lock;
        assert.ok(lock);
        await keepSeen(project.root, seenWhole(lock, { seen: "2026-10-04T12:00:00Z" }));
        const before = git(project.root, "status", "--porcelain");
        const { printed } = await project.run("report", ...AT, "--json");
        const { stacks, proxies } = JSON.parse(printed) as FleetReport;
        assert.equal(stacks.find(({ stack }) => stack === "dev")?.seen?.health, "healthy");
        assert.deepEqual(proxies, [{ version: "1.31.1", count: 3 }]);
        assert.equal(git(project.root, "status", "--porcelain"), before);
    });

    for (const options of [["--output="], ["--json", "--output", "x.html"]])
        it(`refuses ${options.join(" ")}`, async () => {
            const { status, noted } = await fresh().run("report", ...options);
            assert.equal(status, ExitStatus.badInput);
            assert.match(noted, /--output/);
        });
});
