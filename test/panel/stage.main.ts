// Shows the panel in a plain browser, to look at it while it is made. Ends with Ctrl+C.
import { serveStage } from './stageServer';

const { url } = await serveStage(Number(process.env.PORT ?? 0));
console.log(`${url}?scenario=chapter&theme=light&language=en`);
