import { setTimeout as sleep } from "node:timers/promises";

/** Something that is done again and again until it is stopped; what fails is done again. */
export class Repeatedly {
    private running = true;
    private readonly loop: Promise<void>;

    public constructor(private readonly action: () => Promise<void>) {
        this.loop = this.run();
    }

    /** Resolves when the last time is over. */
    public async stop(): Promise<void> {
        this.running = false;
        await this.loop;
    }

    private async run(): Promise<void> {
        while (this.running) {
            await this.action().catch(() => undefined);
            await sleep(100);
        }
    }
}
