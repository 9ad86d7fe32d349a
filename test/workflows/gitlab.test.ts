import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { COMMANDS } from "../../cli/commands";

const ROOT = join(__dirname, "..", "..");
const [, text = ""] =
    /^## GitLab CI$.*?^```yaml\n(.*?)^```$/ms.exec(
        readFileSync(join(ROOT, "docs", "automation.md"), "utf8"),
    ) ?? [];
const pipeline = parse(text) as Record<string, { script?: string[]; stage?: string; extends?: string }>;
const scripts = Object.entries(pipeline).flatMap(([job, { script }]) =>
    (script ?? []).map((line) => [job, line] as const),
);

describe("the steps for GitLab CI", () => {
    it("are there", () => {
        assert.deepEqual(
            Object.entries(pipeline)
                .filter(([, { script, extends: from }]) => script ?? from)
                .map(([job]) => job),
            [
                "check",
                "diff",
                "look",
                "update",
                ".deploy",
                "deploy-dev",
                "deploy-staging",
                "deploy-production",
            ],
        );
    });

    it("are shell", () => {
        for (const [job, line] of scripts) {
            assert.equal(spawnSync("bash", ["-n"], { input: line }).status, 0, `${job}: ${line}`);
        }
    });

    it("call commands there are, with options they have", () => {
        let found = 0;
        for (const [job, line] of scripts) {
            for (const [, call = ""] of line.matchAll(/npm run -s windlass -- ([^|>]+)/g)) {
                const entry = COMMANDS.find(
                    ({ definition: { name } }) => call === name || call.startsWith(`${name} `),
                );
                assert.ok(entry, `${job}: ${call}`);
                for (const [, option = ""] of call.matchAll(/ --([a-z-]+)/g)) {
                    assert.ok(option in entry.definition.options, `${job}: ${call}: --${option}`);
                }
                found++;
            }
        }
        assert.equal(found, 8);
    });

    it("call scripts there are", () => {
        for (const [, line] of scripts) {
            for (const [script] of line.matchAll(/scripts\/[\w.-]+/g))
                assert.ok(existsSync(join(ROOT, script)), script);
        }
    });

    it("put no text of others into a shell", () => {
        for (const [job, line] of scripts) {
            assert.doesNotMatch(
                line,
                /CI_MERGE_REQUEST_(?:TITLE|DESCRIPTION|SOURCE)|CI_COMMIT_(?:MESSAGE|TITLE|REF|BRANCH|AUTHOR)/,
                job,
            );
        }
    });
});
