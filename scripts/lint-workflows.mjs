// Lints .github with zizmor and actionlint, both pinned and verified: the one by the digests of tools/zizmor, the other by
// the go.sum of tools/actionlint. They are installed into .cache/lint once. Any finding fails.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === "win32";
const go = findProgram(["go"], ["version"]);
const python = findProgram(["python3", "python"], ["--version"]);

if (!go && !python) {
    console.log("Skipped the lint of the workflows: it needs Go or Python, and there is neither.");
    process.exit(0);
}
const passed = [
    python ? zizmor() : skipped("zizmor", "Python"),
    go ? actionlint() : skipped("actionlint", "Go"),
];
process.exit(passed.every(Boolean) ? 0 : 1);

function zizmor() {
    const requirements = join(root, "tools", "zizmor", "requirements.txt");
    const program = install("zizmor", [requirements], (folder) => {
        const pip = join(folder, windows ? "Scripts" : "bin", windows ? "python.exe" : "python");
        return (
            run(python, ["-m", "venv", folder]) &&
            run(pip, [
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--only-binary=:all:",
                "--require-hashes",
                "-r",
                requirements,
            ])
        );
    });
    if (!program) return false;
    const at = join(program, windows ? "Scripts" : "bin", windows ? "zizmor.exe" : "zizmor");
    return run(at, ["--offline", "--no-progress", "--quiet", "--persona", "pedantic", "--", ".github"]);
}

function actionlint() {
    const module = join(root, "tools", "actionlint");
    const program = install("actionlint", [join(module, "go.mod"), join(module, "go.sum")], (folder) =>
        run(
            go,
            [
                "-C",
                module,
                "build",
                "-mod=readonly",
                "-trimpath",
                "-o",
                join(folder, "actionlint.exe"),
            ].concat("github.com/rhysd/actionlint/cmd/actionlint"),
        ),
    );
    if (!program) return false;
    return run(join(program, "actionlint.exe"), ["-no-color"]);
}

/** A folder with the program that these files pin. A folder that is there is whole: a failed install is removed. */
function install(name, pins, build) {
    const digest = createHash("sha256");
    for (const file of pins) digest.update(readFileSync(file));
    const folder = join(root, ".cache", "lint", `${name}-${digest.digest("hex").slice(0, 16)}`);
    // Made last, so that an install that was killed is begun anew. A venv cannot be moved, or a rename would do.
    const done = join(folder, ".installed");
    if (existsSync(done)) return folder;
    console.error(`Installing ${name} …`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    if (!build(folder)) {
        rmSync(folder, { recursive: true, force: true });
        console.error(`${name} could not be installed. Is the package registry reachable?`);
        return undefined;
    }
    mkdirSync(done);
    return folder;
}

function skipped(name, needs) {
    console.log(`Skipped ${name}: it needs ${needs}.`);
    return true;
}

function findProgram(names, args) {
    return names.find((name) => spawnSync(name, args, { stdio: "ignore" }).status === 0);
}

function run(program, args) {
    return spawnSync(program, args, { cwd: root, stdio: "inherit" }).status === 0;
}
