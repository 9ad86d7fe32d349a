import assert from "node:assert/strict";

import { windowsFileFindings } from "../../../cli/checks/windows-file";
import { momentOf } from "../../../lifecycle/versions/request";
import { projects } from "../../support/project";

describe("windowsFileFindings", () => {
    const fresh = projects();
    const found = (entries: string): readonly string[] => {
        const project = fresh();
        project.write("stacks/windows.yaml", `schema: windlass/windows/v1\n${entries}`);
        return windowsFileFindings({ root: project.root, at: momentOf("2026-10-05") }).map(
            ({ file, line, level, reason }) => `${file}:${line} ${level}: ${reason}`,
        );
    };

    for (const [what, text, findings] of [
        ["nothing of a project without windows", "", []],
        [
            "nothing of what counts",
            'windows:\n  - { schedule: 0 9 * * MON-THU, duration: 7h, waves: [0, 2] }\nfreezes:\n  - { from: "2026-10-01", to: "2026-10-05", reason: sale }\n',
            [],
        ],
        [
            "a wave no stack is in",
            "windows:\n  - { schedule: 0 9 * * MON-THU, duration: 7h, waves: [2, 7] }\n",
            ["stacks/windows.yaml:3 warning: no stack is in wave 7"],
        ],
        [
            "a freeze that is over",
            'freezes:\n  - { from: "2026-10-01", to: "2026-10-04", reason: sale }\n',
            ["stacks/windows.yaml:3 warning: it ended on 2026-10-04"],
        ],
    ] as const)
        it(`says ${what}`, () => assert.deepEqual(found(text), findings));
});
