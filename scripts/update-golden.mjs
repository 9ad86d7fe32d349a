// Writes the golden files anew, for a person to review. A script of its own, because Windows shells set no variables inline.
import { spawnSync } from "node:child_process";

const { status } = spawnSync(
    process.execPath,
    ["node_modules/mocha/bin/mocha.js", "test/golden/renders.test.ts"],
    {
        stdio: "inherit",
        env: { ...process.env, WINDLASS_UPDATE_GOLDEN: "1" },
    },
);
process.exit(status ?? 1);
