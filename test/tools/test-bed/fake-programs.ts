import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { COMPONENTS, type Component, type Programs } from "../../../tools/test-bed/programs";

/** Runs until it is stopped. */
export const RUNS = "while :; do sleep 0.1; done";

/** Runs until it is killed. */
export const STUBBORN = `trap '' TERM; ${RUNS}`;

/** Shell scripts by the names of a control plane's programs. What the real ones do is proved in test/cluster. */
export function fakePrograms(
    folder: string,
    scripts: Readonly<Partial<Record<Component, string>>> = {},
): Programs {
    mkdirSync(folder, { recursive: true });
    const entries = COMPONENTS.map((component) => {
        const path = join(folder, component);
        writeFileSync(path, `#!/bin/sh\n${scripts[component] ?? RUNS}\n`, { mode: 0o755 });
        return [component, path] as const;
    });
    return Object.fromEntries(entries) as unknown as Programs;
}
