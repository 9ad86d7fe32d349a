/**
 * What an adoption says of a mesh.
 *
 * - `blocks`: nothing is written as long as it holds, for what Windlass would write is not what runs.
 * - `decide`: Windlass goes on with what runs, and a person has to decide whether it stays.
 * - `note`: worth knowing.
 */
export type AdoptionLevel = "blocks" | "decide" | "note";

export interface AdoptionFinding {
    readonly level: AdoptionLevel;
    /** What it is about: `tags`, `istio-system/Deployment/istiod`. */
    readonly about: string;
    /** A sentence without its full stop. */
    readonly text: string;
    /** What to do, as a sentence without its full stop. */
    readonly remedy?: string;
}
