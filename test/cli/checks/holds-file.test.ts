import assert from "node:assert/strict";

import { holdsFileFindings } from "../../../cli/checks/holds-file";
import type { Hold } from "../../../lifecycle/holds/hold";
import { momentOf } from "../../../lifecycle/versions/request";
import { projects } from "../../support/project";
import { catalog } from "../../support/stack-pins";

const FOUND: Hold = {
    stack: "dev",
    system: "istio",
    version: "1.31.1",
    reason: "x",
    since: "2026-10-01",
    of: "3f2a1b9c0d",
};

describe("holdsFileFindings", () => {
    const fresh = projects();
    const found = (entries: string, history: readonly Hold[] | undefined = [FOUND]): readonly string[] => {
        const project = fresh();
        project.write("stacks/holds.yaml", `schema: windlass/holds/v1\n${entries}`);
        return holdsFileFindings({
            root: project.root,
            catalog,
            at: momentOf("2026-10-05"),
            found: history,
        }).map(({ file, line, level, reason }) => `${file}:${line} ${level}: ${reason}`);
    };
    const entry = (fields: string): string => `  - { ${fields}, reason: x, since: "2026-10-01" }\n`;

    for (const [what, text, findings] of [
        ["nothing of an empty file", "", []],
        [
            "nothing of what counts",
            `holds:\n${entry("version: 1.31.1")}lifts:\n${entry("stack: dev, version: 1.31.1, of: 3f2a1b9")}`,
            [],
        ],
        [
            "a stack nobody knows",
            `holds:\n${entry("version: 1.31.1")}${entry("stack: gone, version: 1.31.1")}`,
            ["stacks/holds.yaml:4 refused: there is no stack gone"],
        ],
        [
            "a version nobody knows",
            `holds:\n${entry("version: 1.31.99")}`,
            ["stacks/holds.yaml:3 warning: the catalog knows no such release"],
        ],
        [
            "a tool's version nobody knows",
            `holds:\n${entry("system: flux, version: 1.31.1")}`,
            ["stacks/holds.yaml:3 warning: the catalog knows no such release"],
        ],
        [
            "what is over",
            `holds:\n${entry('version: 1.31.1, expires: "2026-10-04"')}`,
            ["stacks/holds.yaml:3 warning: it ended on 2026-10-04"],
        ],
        [
            "a lift of nothing",
            `lifts:\n${entry("version: 1.31.1, of: abcdef0")}${entry("version: 1.31.0, of: 3f2a1b9")}`,
            [
                "stacks/holds.yaml:3 warning: it lifts nothing: no such hold is found",
                "stacks/holds.yaml:4 warning: it lifts nothing: no such hold is found",
            ],
        ],
        [
            "nothing of a lift that only the forge can judge",
            `lifts:\n${entry("version: 1.31.1, of: '#17'")}`,
            [],
        ],
    ] as readonly (readonly [string, string, readonly string[]])[]) {
        it(`finds ${what}`, () => assert.deepEqual(found(text), findings));
    }

    it("judges no lift where the history is not known", () => {
        const project = fresh();
        project.write(
            "stacks/holds.yaml",
            `schema: windlass/holds/v1\nlifts:\n${entry("version: 1.31.1, of: abcdef0")}`,
        );

        assert.deepEqual(holdsFileFindings({ root: project.root, catalog, at: momentOf("2026-10-05") }), []);
    });

    it("has nothing to say of a project without holds", () => {
        assert.deepEqual(
            holdsFileFindings({ root: fresh().root, catalog, at: momentOf("2026-10-05"), found: [] }),
            [],
        );
    });
});
