import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** What only adapters, commands and the test bed may import. */
const OUTSIDE_MESSAGE = "Only adapters/ may go outside: take what it reads as an argument.";
const OUTSIDE = [
    "fs",
    "fs/promises",
    "child_process",
    "http",
    "https",
    "net",
    "dgram",
    "dns",
    "worker_threads",
].flatMap((name) => [
    { name, message: OUTSIDE_MESSAGE },
    // Telling an address from a name goes nowhere.
    {
        name: `node:${name}`,
        message: OUTSIDE_MESSAGE,
        allowImportNames: name === "net" ? ["isIP", "isIPv4", "isIPv6"] : [],
    },
]);

/**
 * Rooms of `lifecycle/`, bottom to top. A room may import what stands before it, and of its own line only what stands before
 * it there: no import goes upwards, so no two rooms import each other.
 */
const LIFECYCLE = [
    "kit",
    "settings",
    "workloads",
    "versions",
    "canaries",
    "mesh",
    "schemas",
    "upgrade-notes",
    "cohorts",
    "holds",
    "windows",
    "observed",
    "evidence",
    "sidecars",
    "policy",
    "upgrade",
    "stack",
    "adopt",
    "report",
    "migrate",
];

/** Rooms of the project, bottom to top, and what each may import beside the rooms of `lifecycle/`. */
const ABOVE = {
    adapters: [],
    components: [],
    program: ["adapters", "components"],
    provider: ["components"],
    render: ["adapters", "components", "program"],
    diff: ["adapters", "components", "program", "render"],
};
/** They may import everything; nobody but the test bed's users imports them. */
const TOP = ["cli", "tools", "test", "bench", "scripts"];

const pulumi = {
    group: ["@pulumi/*"],
    message: "What decides must not know Pulumi: keep it in components/ or render/.",
};
const rooms = (...names) => ({
    group: names.map((name) => `**/${name}/**`),
    message: "This room may not use that one: see the table of rooms in CONTRIBUTING.md.",
});
const clock = [
    {
        selector: "NewExpression[callee.name='Date'][arguments.length=0]",
        message: "Take the date as an argument.",
    },
    {
        selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
        message: "Take the date as an argument.",
    },
    {
        selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
        message: "Plans must repeat.",
    },
];

/** A room of `lifecycle/`: pure, without Pulumi, and never upwards. */
function lifecycleRoom(name, index) {
    const above = [...LIFECYCLE.slice(index + 1), ...Object.keys(ABOVE), ...TOP];
    return {
        files: [`lifecycle/${name}/**/*.ts`],
        rules: {
            "@typescript-eslint/no-restricted-imports": [
                "error",
                { paths: OUTSIDE, patterns: [pulumi, rooms(...above)] },
            ],
            "no-restricted-syntax": ["error", ...clock],
        },
    };
}

/** A room above `lifecycle/`. */
function roomAbove([name, below]) {
    const others = Object.keys(ABOVE).filter((other) => other !== name && !below.includes(other));
    const pure = name === "components";
    return {
        files: [`${name}/**/*.ts`],
        rules: {
            "@typescript-eslint/no-restricted-imports": [
                "error",
                {
                    paths: pure ? OUTSIDE : [],
                    patterns: [...(name === "adapters" ? [pulumi] : []), rooms(...others, ...TOP)],
                },
            ],
            ...(pure ? { "no-restricted-syntax": ["error", ...clock] } : {}),
        },
    };
}

export default tseslint.config(
    { ignores: ["node_modules/", "dist/", ".cache/", "lib/", "clusters/", "templates/"] },
    js.configs.recommended,
    tseslint.configs.recommendedTypeChecked,
    {
        languageOptions: {
            parserOptions: {
                projectService: { allowDefaultProject: ["*.mjs"] },
                tsconfigRootDir: import.meta.dirname,
            },
        },
        rules: {
            "@typescript-eslint/consistent-type-imports": [
                "error",
                { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
            ],
            "@typescript-eslint/explicit-module-boundary-types": "error",
            "@typescript-eslint/no-import-type-side-effects": "error",
            "@typescript-eslint/no-unused-vars": [
                "error",
                { ignoreRestSiblings: true, argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
            ],
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            "@typescript-eslint/switch-exhaustiveness-check": "error",
            "no-console": "error",
            eqeqeq: "error",
        },
    },
    ...LIFECYCLE.map(lifecycleRoom),
    ...Object.entries(ABOVE).map(roomAbove),
    {
        files: ["index.ts", "api.ts", "policy/**/*.ts"],
        rules: {
            "@typescript-eslint/no-restricted-imports": [
                "error",
                { paths: OUTSIDE, patterns: [rooms(...TOP)] },
            ],
        },
    },
    {
        files: ["test/**/*.ts"],
        // describe() and it() return promises that mocha awaits.
        rules: {
            "@typescript-eslint/no-floating-promises": [
                "error",
                { allowForKnownSafeCalls: ["describe", "it"] },
            ],
        },
    },
    {
        files: ["**/*.mjs", "**/*.cjs"],
        extends: [tseslint.configs.disableTypeChecked],
        languageOptions: {
            globals: {
                process: "readonly",
                console: "readonly",
                require: "readonly",
                module: "writable",
                __dirname: "readonly",
                __filename: "readonly",
                setTimeout: "readonly",
            },
        },
        rules: {
            "no-console": "off",
            "@typescript-eslint/no-require-imports": "off",
            "@typescript-eslint/explicit-module-boundary-types": "off",
        },
    },
);
