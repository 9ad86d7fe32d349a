/** Seed of this run: `WINDLASS_SEED`, or one drawn now. Print it, so that a failure can be repeated. */
export function fuzzSeed(): number {
    return wholeNumber("WINDLASS_SEED") ?? Math.floor(Math.random() * 0x7fff_ffff);
}

/** How often: `WINDLASS_RUNS`, or the quick mode's number. */
export function fuzzRuns(quick: number): number {
    return wholeNumber("WINDLASS_RUNS") ?? quick;
}

/** How often the engine is killed: `WINDLASS_KILLS`, or the quick mode's number. A kill takes half a minute. */
export function kills(quick: number): number {
    return wholeNumber("WINDLASS_KILLS") ?? quick;
}

function wholeNumber(variable: string): number | undefined {
    const text = process.env[variable];
    if (text === undefined || text === "") return undefined;
    if (!/^\d+$/.test(text)) throw new Error(`${variable} must be a whole number, not ${text}`);
    return Number(text);
}

/** Random numbers that repeat with the seed (mulberry32): the next one, from 0 up to but not including 1. */
export function seededRandom(seed: number): () => number {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
    };
}

/** Prints a line below the test that is running. */
export function tell(text: string): void {
    process.stderr.write(`      ${text}\n`);
}
