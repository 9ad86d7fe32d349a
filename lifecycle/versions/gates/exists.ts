import type { Gate } from "./gate";

/**
 * Refuses what the catalog knows no release of. The resolver offers nothing else; a pin may have been written by hand, and
 * then every other gate would judge a version that nobody made: it has no bulletin and no missing archive.
 */
export const existsGate: Gate = {
    name: "exists",
    concerns: ["proxies"],
    judge({ version }, { index }) {
        if (index.byVersion.has(version)) return undefined;
        return `the catalog of ${index.date} knows no such release: it was never made, or npm run -s windlass -- catalog refresh finds it`;
    },
};
