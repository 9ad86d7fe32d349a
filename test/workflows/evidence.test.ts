import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const FOLDER = join(__dirname, "..", "..", ".github", "workflows");
/** Commands that decide by what is on the branch windlass-evidence. */
const DECIDES = /windlass -- (?:update|plan|check --from|check$|hold list)/m;

interface Job {
    readonly steps?: readonly { readonly uses?: string; readonly run?: string; readonly with?: object }[];
}

describe("workflows that decide by evidence", () => {
    it("check every branch out, and not one", () => {
        const deciding: string[] = [];
        for (const file of readdirSync(FOLDER)) {
            const { jobs } = parse(readFileSync(join(FOLDER, file), "utf8")) as {
                readonly jobs: Readonly<Record<string, Job>>;
            };
            for (const [name, { steps = [] }] of Object.entries(jobs)) {
                if (file === "ci.yaml" || !steps.some(({ run = "" }) => DECIDES.test(run))) continue;
                deciding.push(`${file} ${name}`);
                const checkout = steps.find(({ uses = "" }) => uses.startsWith("actions/checkout@"));
                assert.equal(
                    (checkout?.with as { "fetch-depth"?: number })["fetch-depth"],
                    0,
                    `${file} ${name}`,
                );
            }
        }
        for (const known of ["update-istio.yaml update", "preview.yaml check", "deploy.yaml plan"])
            assert.ok(deciding.includes(known), deciding.join());
    });
});
