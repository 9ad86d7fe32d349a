import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** Modules of `lifecycle/` that may touch files, the network or processes: their names say so. */
const DOORS = ["**/*-source.ts", "**/*-store.ts", "**/*-process.ts", "**/istioctl*.ts"];

const OUTSIDE_MESSAGE =
    "Only modules named *-source.ts, *-store.ts, *-process.ts or istioctl*.ts may go outside.";

/** What only doors may import. */
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
const doors = {
    "no-restricted-imports": "off",
    "@typescript-eslint/no-restricted-imports": "off",
    "no-restricted-syntax": "off",
};

export default tseslint.config(
    { ignores: ["node_modules/", "dist/", ".cache/", "clusters/", "tools/"] },
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
    {
        files: ["lifecycle/**/*.ts"],
        rules: {
            "@typescript-eslint/no-restricted-imports": [
                "error",
                { paths: OUTSIDE, patterns: [pulumi, rooms("components", "render", "cli")] },
            ],
            "no-restricted-syntax": ["error", ...clock],
        },
    },
    {
        files: DOORS.map((name) => `lifecycle/${name}`),
        rules: {
            ...doors,
            "@typescript-eslint/no-restricted-imports": [
                "error",
                { patterns: [pulumi, rooms("components", "render", "cli")] },
            ],
        },
    },
    {
        files: ["components/**/*.ts", "index.ts"],
        rules: {
            "@typescript-eslint/no-restricted-imports": [
                "error",
                { paths: OUTSIDE, patterns: [rooms("render", "cli")] },
            ],
            "no-restricted-syntax": ["error", ...clock],
        },
    },
    {
        files: ["render/**/*.ts"],
        rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [rooms("cli")] }] },
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
