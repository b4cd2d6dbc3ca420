import { createDeck } from 'taskdeck';

export const dynamic = 'force-dynamic';

export async function GET() {
  const deck = await createDeck();
  const value = await deck.spawn('Count', async (ctx) => {
    await ctx.yield();
    return 'counted';
  }).result;
  deck.destroy();
  return Response.json(value);
}
