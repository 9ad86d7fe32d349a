// Stands for programs that workflows call, under their names on PATH. It writes down how it was called; what it answers
// stands in the file STUB_ANSWERS: a list of { call, status, print, write }, where `call` is the start of a command line.
"use strict";
const { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { spawnSync } = require("node:child_process");
const { basename, dirname, join } = require("node:path");

const program = basename(process.argv[1]);
const args = process.argv.slice(2);
const secrets = ["GITHUB_TOKEN", "GH_TOKEN", "PULUMI_ACCESS_TOKEN", "CLUSTER_ACCESS"].filter(
    (name) => process.env[name],
);
appendFileSync(process.env.STUB_LOG, `${JSON.stringify({ program, args, secrets })}\n`);

const line = [program, ...args].join(" ");
const answers = JSON.parse(readFileSync(process.env.STUB_ANSWERS, "utf8"));
const answer = answers.find(({ call }) => line === call || line.startsWith(`${call} `));
if (answer) {
    for (const [path, text] of Object.entries(answer.write ?? {})) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
    }
    process.stdout.write(answer.print ?? "");
    process.exit(answer.status ?? 0);
}
if (program === "npm" && args.slice(0, 4).join(" ") === "run -s windlass --") {
    const windlass = join(dirname(module.filename), "..", "..", "cli", "windlass.cjs");
    const { status } = spawnSync(process.execPath, [windlass, ...args.slice(4)], { stdio: "inherit" });
    process.exit(status ?? 1);
}
if (program === "npm" && args[0] === "pack") {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    writeFileSync(join(args[args.indexOf("--pack-destination") + 1], `windlass-${version}.tgz`), "package");
}
if (program === "npm" && args[0] === "sbom") process.stdout.write('{"spdxVersion":"SPDX-2.3"}');
if (program === "npm" && args.slice(0, 3).join(" ") === "run -s preview")
    process.stdout.write("would change 3\n");
if (program === "pulumi" && args.slice(0, 2).join(" ") === "stack output") process.stdout.write("{}\n");
if (program === "gh" && args.slice(0, 2).join(" ") === "run download") {
    const [name, folder] = ["--name", "--dir"].map((option) => args[args.indexOf(option) + 1]);
    cpSync(join(process.env.STUB_ARTIFACTS, args.includes("--name") ? name : "."), folder, {
        recursive: true,
    });
}
if (program === "kubectl") kubectl();

/** A cluster in which everything goes as it should: every rollout is promoted, the bad one is taken back. */
function kubectl() {
    const state = join(dirname(process.env.STUB_LOG), "kubectl.json");
    const { patched = false, asked = 0 } = existsSync(state) ? JSON.parse(readFileSync(state, "utf8")) : {};
    const proxy = {
        name: "istio-proxy",
        image: "proxyv2:1.31.1",
        env: [{ name: "PROXY_CONFIG", value: "{}" }],
    };
    const next = {
        patched: patched || args.includes("patch"),
        asked: asked + (args.includes("logs") ? 1 : 0),
    };
    writeFileSync(state, JSON.stringify(next));
    const list = (...items) => process.stdout.write(JSON.stringify({ items }));
    const path = args.find((arg) => arg.startsWith("/apis/")) ?? "";
    if (path.endsWith("/canaries")) {
        const status = { phase: patched ? "Failed" : "Succeeded", canaryWeight: 0 };
        const spec = { targetRef: { name: "backend" } };
        list({ metadata: { name: "backend", namespace: "prod" }, spec, status });
    } else if (path.endsWith("/deployments")) {
        const spec = { template: { spec: { containers: [{ name: "backend" }], initContainers: [proxy] } } };
        list(...["backend", "backend-primary"].map((name) => ({ metadata: { name }, spec })));
    } else if (args.includes("logs")) process.stdout.write("200\n".repeat(200 * (asked + 1)));
}
