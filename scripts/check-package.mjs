// Proves the npm package as a stranger meets it: packed, installed into an empty folder, run by plain Node, its API typed
// strictly, a mesh made by it green at once. Needs the package registry. Usage: node scripts/check-package.mjs [NODE [PULUMI]]
// NODE: the program that runs it all. Default: this one.
// PULUMI: a version of @pulumi/pulumi on which that mesh is green as well. Default: the pinned one alone.
import { execFileSync } from "node:child_process";
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    readdirSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = resolve(process.argv[2] ?? process.execPath);
const newerPulumi = process.argv[3];
const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
// What a developer's machine has is not what a stranger's has.
for (const name of ["NODE_OPTIONS", "NODE_PATH", "ISTIOCTL", "WINDLASS_CRDS"]) delete env[name];
const work = mkdtempSync(join(tmpdir(), "windlass-package-"));

try {
    const tarball = pack();
    const user = join(work, "user");
    install(user, tarball);
    runsAlone(user);
    isTyped(user);
    servesComponents(user);
    const mesh = makesMesh(user, tarball);
    if (newerPulumi !== undefined) takesPulumi(mesh, newerPulumi);
    const pulumi = newerPulumi === undefined ? "" : `, and with @pulumi/pulumi ${newerPulumi}`;
    console.log(`The package works on ${run(node, ["--version"], work).trim()}${pulumi}.`);
} finally {
    rmSync(work, { recursive: true, force: true });
}

function pack() {
    say("Packing …");
    run("npm", ["pack", "--loglevel=error", "--pack-destination", work], root);
    const [name] = readdirSync(work).filter((file) => file.endsWith(".tgz"));
    const files = run("tar", ["-tzf", join(work, name)], work).split("\n");
    const stray = files.filter((file) =>
        /^package\/(?:test|bench|tools|apps|stacks|clusters)\/|\.ts$/.test(file),
    );
    const allowed = /\.d\.ts$|^package\/templates\//;
    const foreign = stray.filter((file) => !allowed.test(file));
    if (foreign.length > 0)
        throw new Error(`the package holds what is none of it: ${foreign.slice(0, 5).join(", ")}`);
    return join(work, name);
}

function install(folder, tarball) {
    say("Installing it into an empty folder …");
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), '{"name":"user","private":true}\n');
    const types = ["typescript", "@types/node"].map((name) => `${name}@${versionOf(name)}`);
    npmInstall(folder, tarball, ...types);
}

function runsAlone(folder) {
    say("Running it with plain Node …");
    const bin = join(folder, "node_modules", "windlass", "cli", "windlass.cjs");
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(run(node, [bin, "--version"], folder).trim(), version, "--version");
    const answer = JSON.parse(
        run(node, [bin, "resolve", "--range", "~1.31", "--at", "2026-10-02", "--json"], makeProject(folder)),
    );
    expect(answer.version, "1.31.1", "resolve from the packaged catalog");
    for (const entry of ["windlass", "windlass/components", "windlass/program", "windlass/policy"]) {
        const count = run(node, ["-p", `Object.keys(require("${entry}")).length`], folder);
        if (!(Number(count) > 0)) throw new Error(`require("${entry}") exports nothing`);
    }
}

function makeProject(folder) {
    const project = join(folder, "project");
    mkdirSync(project);
    writeFileSync(join(project, "Pulumi.yaml"), "name: project\nruntime: nodejs\n");
    return project;
}

function isTyped(folder) {
    say("Importing its API with tsc --strict …");
    writeFileSync(
        join(folder, "user.ts"),
        `import { defineMesh, serviceWorkload } from "windlass";
import { Gateway, MeshPolicy } from "windlass/components";
import { policyPack } from "windlass/policy";
import type { MeshLayer } from "windlass/program";

const extend = { gateways: ({ opts }: MeshLayer) => void new MeshPolicy("policy", {}, opts) };
export const program = defineMesh({ extend });
export const manifests = serviceWorkload({
    name: "a", namespace: "b", image: "c:1", port: 80, replicas: { min: 1, max: 2 },
});
export const others = [Gateway, policyPack] as const;
// @ts-expect-error: there is no such layer
defineMesh({ extend: { nowhere: () => undefined } });
`,
    );
    const tsc = join(folder, "node_modules", "typescript", "bin", "tsc");
    const flags = ["--strict", "--noEmit", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"];
    run(node, [tsc, ...flags, "user.ts"], folder);
}

/** As Pulumi's language host starts it: by the folder of PulumiPlugin.yaml, which answers with a port. */
function servesComponents(folder) {
    say("Starting its component provider …");
    const provider = join(folder, "node_modules", "windlass", "provider");
    expect(existsSync(join(provider, "PulumiPlugin.yaml")), true, "PulumiPlugin.yaml");
    const runner = join(folder, "node_modules", "@pulumi", "pulumi", "cmd", "run-plugin");
    const start = `const child = require("node:child_process").spawn(${JSON.stringify(node)}, ${JSON.stringify([runner, provider])});
        child.stderr.pipe(process.stderr);
        child.stdout.once("data", (port) => { console.log(Number(port) > 0); child.kill(); });`;
    expect(run(node, ["-e", start], folder).trim(), "true", "the provider's port");
}

function makesMesh(folder, tarball) {
    say("Making a mesh with it …");
    const mesh = join(work, "mesh");
    run(node, [join(folder, "node_modules", "windlass", "cli", "windlass.cjs"), "init", mesh], folder);
    const file = join(mesh, "package.json");
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    // It is in no registry yet.
    manifest.dependencies.windlass = `file:${tarball}`;
    writeFileSync(file, JSON.stringify(manifest));
    run("npm", ["start"], mesh);
    run("npm", ["test"], mesh);
    return mesh;
}

/** A mesh that takes another Pulumi than the package pins, as npm lets it. */
function takesPulumi(mesh, version) {
    say(`Taking @pulumi/pulumi ${version} …`);
    const file = join(mesh, "package.json");
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...manifest, overrides: { "@pulumi/pulumi": version } }));
    rmSync(join(mesh, "package-lock.json"), { force: true });
    rmSync(join(mesh, "node_modules"), { recursive: true, force: true });
    npmInstall(mesh);
    const found = run(node, ["-p", 'require("@pulumi/pulumi/package.json").version'], mesh).trim();
    expect(found, version, "the version of @pulumi/pulumi");
    run("npm", ["start"], mesh);
    run("npm", ["test"], mesh);
}

function npmInstall(folder, ...what) {
    run(
        "npm",
        ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...what],
        folder,
    );
}

function versionOf(name) {
    return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies[name];
}

function run(program, args, cwd) {
    try {
        return execFileSync(program, args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    } catch (error) {
        console.error(`${error.stdout ?? ""}${error.stderr ?? ""}`);
        throw new Error(`${program} ${args.join(" ")} failed in ${cwd}`, { cause: error });
    }
}

function expect(found, wanted, what) {
    if (found !== wanted) throw new Error(`${what}: expected ${wanted}, found ${found}`);
}

function say(text) {
    console.error(text);
}
