import { defineCommand } from "../command";

export const istioctlCommand = defineCommand({
    name: "istioctl",
    summary: "Run the istioctl that is pinned, verified against the lock",
    arguments: [{ name: "[ARGS...]", help: "What follows -- goes to istioctl as it is" }],
    options: {
        stack: {
            value: "STACK",
            help: "The istioctl of this stack's proxies (default: the newest that any stack pins)",
        },
        version: { value: "VERSION", help: "This one, whatever the stacks pin" },
    },
    notes: `
        It is downloaded once from the release, or from WINDLASS_ISTIO_MIRROR, kept in WINDLASS_CACHE, and
        verified each time. ISTIOCTL names another one to run. Where the release cannot be reached, one of
        the same version on PATH will do. Its exit status comes back.
    `,
    examples: { "windlass istioctl -- version": "says which one it is" },
});
